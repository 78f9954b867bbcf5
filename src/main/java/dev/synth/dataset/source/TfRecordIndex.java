package dev.synth.dataset.source;

import dev.synth.dataset.Labels;
import dev.synth.dataset.source.IndexProto.Index;
import dev.synth.dataset.source.IndexProto.IndexedNote;
import dev.synth.io.BadDataException;
import dev.synth.io.Outputs;
import dev.synth.io.Sha256;
import dev.synth.io.path.CacheFolder;
import dev.synth.io.tfrecord.TfRecordReader;
import dev.synth.io.tfrecord.TfRecordWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The notes of a TFRecord file, kept in the user's cache folder: reading notes writes nothing
 * beside them. It holds for the size and the time of change that the file had; another, damaged or
 * older index is made anew. Where it cannot be kept, the file is read whole each time. A {@code
 * NAME.index} beside the file, as synth made it before, is left alone and not read.
 *
 * <p>The cache folder is the property {@code synth.cache}, else {@code $XDG_CACHE_HOME/synth}, else
 * {@code ~/.cache/synth}.
 */
final class TfRecordIndex {
  /** Ends an index's name, here and where older versions kept it: such a file holds no notes. */
  static final String SUFFIX = ".index";

  private static final int VERSION = 2;

  private TfRecordIndex() {}

  /** What is in a file: its notes in their order, and what was damaged. */
  record Content(Index header, List<IndexedNote> notes) {}

  /**
   * The content of {@code file}, from its index where there is one that holds.
   *
   * @throws BadDataException at the first damage, unless that is to be skipped
   */
  static Content of(Path file, SourceOptions options) throws IOException {
    Index expected =
        Index.newBuilder()
            .setVersion(VERSION)
            .setFileBytes(Files.size(file))
            .setModifiedNanos(Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS))
            .build();
    Path place = place(file);
    Optional<Content> found = read(place, expected);
    // The index keeps the first of each problem only: to tell of each, the file is read again.
    if (found.isPresent() && !(options.oneByOne() && hasProblems(found.get().header()))) {
      if (found.get().header().getDamaged() > 0 && !options.skipCorrupt()) {
        throw new BadDataException(found.get().header().getFirstDamage());
      }
      return found.get();
    }
    Content content = build(file, expected, options);
    write(place, content);
    return content;
  }

  private static boolean hasProblems(Index header) {
    return header.getDamaged() > 0 || header.getLabelProblemsCount() > 0;
  }

  /** Where the index of {@code file} is kept. */
  static Path place(Path file) {
    String name = Sha256.of(file.toAbsolutePath().normalize().toString());
    return CacheFolder.path().resolve("index").resolve(name + SUFFIX);
  }

  private static Optional<Content> read(Path place, Index expected) {
    if (!Files.isReadable(place)) {
      return Optional.empty();
    }
    try (TfRecordReader records = TfRecordReader.open(place)) {
      ByteBuffer first = records.next();
      if (first == null) {
        return Optional.empty();
      }
      Index header = Index.parseFrom(first);
      if (header.getVersion() != expected.getVersion()
          || header.getFileBytes() != expected.getFileBytes()
          || header.getModifiedNanos() != expected.getModifiedNanos()) {
        return Optional.empty();
      }
      List<IndexedNote> notes = new ArrayList<>();
      for (ByteBuffer next = records.next(); next != null; next = records.next()) {
        notes.add(IndexedNote.parseFrom(next));
      }
      return notes.size() == header.getNotes()
          ? Optional.of(new Content(header, notes))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // a damaged index is as good as none
    }
  }

  private static void write(Path place, Content content) {
    try {
      Outputs.write(
          place,
          true,
          temporary -> {
            try (TfRecordWriter records =
                new TfRecordWriter(new BufferedOutputStream(Files.newOutputStream(temporary)))) {
              records.write(content.header().toByteArray());
              for (IndexedNote note : content.notes()) {
                records.write(note.toByteArray());
              }
            }
          });
    } catch (IOException e) {
      // Then there is none: the index is a convenience.
    }
  }

  /** Reads the whole file, every checksum and every feature. */
  private static Content build(Path file, Index expected, SourceOptions options)
      throws IOException {
    List<IndexedNote> notes = new ArrayList<>();
    LabelProblems problems = new LabelProblems(file.toString(), options);
    long damaged = 0;
    String firstDamage = "";
    try (TfRecordReader records = TfRecordReader.open(file)) {
      while (true) {
        boolean framed = false;
        try {
          ByteBuffer payload = records.next();
          framed = true;
          if (payload == null) {
            break;
          }
          notes.add(entry(file, records.recordOffset(), payload, problems));
        } catch (BadDataException e) {
          if (!options.skipCorrupt()) {
            throw e;
          }
          firstDamage = damaged++ == 0 ? e.getMessage() : firstDamage;
          if (options.oneByOne()) {
            options.problems().accept(e.getMessage());
          }
          if (!framed) {
            records.recover();
          }
        }
        options.progress().read(records.fileBytesRead(), expected.getFileBytes(), file.toString());
      }
    }
    Index header =
        expected.toBuilder()
            .setNotes(notes.size())
            .setDamaged(damaged)
            .setFirstDamage(firstDamage)
            .addAllLabelProblems(problems.sentences())
            .setUnused(problems.unused())
            .build();
    return new Content(header, notes);
  }

  private static IndexedNote entry(
      Path file, long offset, ByteBuffer payload, LabelProblems problems) throws BadDataException {
    int payloadBytes = payload.remaining();
    NoteExample example = NoteExample.parse(payload, file + ": the record at byte " + offset);
    example.checkAudio();
    IndexedNote.Builder note =
        IndexedNote.newBuilder().setOffset(offset).setPayloadBytes(payloadBytes);
    example.name().ifPresent(note::setName);
    example.id().ifPresent(note::setId);
    Labels labels = example.labels(problems);
    problems.addUnused(example.unknown());
    labels.family().ifPresent(family -> note.setFamily(family.ordinal()));
    labels.source().ifPresent(source -> note.setSource(source.ordinal()));
    labels.instrument().ifPresent(note::setInstrument);
    labels.instrumentName().ifPresent(note::setInstrumentName);
    labels.pitch().ifPresent(note::setPitch);
    labels.velocity().ifPresent(note::setVelocity);
    return note.addAllQualities(labels.qualities()).build();
  }
}
