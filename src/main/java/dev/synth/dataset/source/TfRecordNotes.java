package dev.synth.dataset.source;

import dev.synth.dataset.Family;
import dev.synth.dataset.LabelInterner;
import dev.synth.dataset.Labels;
import dev.synth.dataset.Note;
import dev.synth.dataset.SoundSource;
import dev.synth.dataset.source.IndexProto.IndexedNote;
import dev.synth.io.BadDataException;
import dev.synth.io.text.Counted;
import dev.synth.io.tfrecord.TfRecordReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The notes of one TFRecord file, in the order of their records. */
final class TfRecordNotes {
  private TfRecordNotes() {}

  /**
   * Finds the notes of {@code path}; the first time, by reading it whole.
   *
   * @throws BadDataException if it is damaged and {@code skipCorrupt} is false, or has no note
   */
  static List<Note> open(Path path, SourceOptions options) throws IOException {
    TfRecordIndex.Content content = TfRecordIndex.of(path, options);
    String damage = content.header().getFirstDamage();
    long damaged = content.header().getDamaged();
    if (content.notes().isEmpty()) {
      throw new BadDataException(path + ": has no note that can be read" + firstOf(damage) + ".");
    }
    if (damaged > 0 && !options.oneByOne()) {
      options
          .problems()
          .accept(
              String.format(
                  Locale.ROOT,
                  "%s: %d damaged place%s left out, %s remain%s%s.",
                  path,
                  damaged,
                  damaged == 1 ? " is" : "s are",
                  Counted.of(content.notes().size(), "note"),
                  content.notes().size() == 1 ? "s" : "",
                  firstOf(damage)));
    }
    if (!options.oneByOne()) {
      content.header().getLabelProblemsList().forEach(options.problems());
    }
    if (!content.header().getUnused().isEmpty()) {
      options.remarks().accept(content.header().getUnused());
    }
    if (content.notes().stream().allMatch(note -> note.getName().isEmpty())) {
      options.remarks().accept(unnamed(path));
    }
    long lastOffset = content.notes().get(content.notes().size() - 1).getOffset();
    TfRecordFile file = new TfRecordFile(path, TfRecordReader.isCompressed(path), lastOffset);
    LabelInterner pool = new LabelInterner();
    List<Note> notes = new ArrayList<>(content.notes().size());
    for (IndexedNote entry : content.notes()) {
      notes.add(note(file, entry, notes.size(), pool));
    }
    return notes;
  }

  /** The part of a damage's sentence that says where and what. */
  private static String firstOf(String damage) {
    int advice = damage.indexOf(';');
    return damage.isEmpty()
        ? ""
        : "; the first: " + (advice < 0 ? damage : damage.substring(0, advice));
  }

  private static String numbered(Path path, int number) {
    return String.format(
        Locale.ROOT, "%s_%06d", Labels.stem(path.getFileName().toString()), number);
  }

  private static String unnamed(Path path) {
    return path
        + ": does not name its notes (note_str or id), so they are called "
        + numbered(path, 0)
        + " and so on, and only features tell their labels.";
  }

  private static Note note(TfRecordFile file, IndexedNote entry, int number, LabelInterner pool) {
    String name = entry.getName().isEmpty() ? numbered(file.path(), number) : entry.getName();
    Labels recorded =
        new Labels(
            entry.hasFamily() ? Family.of(entry.getFamily()) : Optional.empty(),
            entry.hasSource() ? SoundSource.of(entry.getSource()) : Optional.empty(),
            entry.hasInstrument() ? OptionalInt.of(entry.getInstrument()) : OptionalInt.empty(),
            entry.hasInstrumentName() ? Optional.of(entry.getInstrumentName()) : Optional.empty(),
            entry.hasPitch() ? OptionalInt.of(entry.getPitch()) : OptionalInt.empty(),
            entry.hasVelocity() ? OptionalInt.of(entry.getVelocity()) : OptionalInt.empty(),
            entry.getQualitiesList());
    return new Note(
        name,
        entry.hasId() ? OptionalLong.of(entry.getId()) : OptionalLong.empty(),
        new TfRecordAudio(file, entry.getOffset(), entry.getPayloadBytes()),
        pool.share(recorded.orElse(Labels.parse(name))));
  }
}
