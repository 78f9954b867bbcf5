package dev.synth.dataset.inspect;

import dev.synth.dataset.Labels;
import dev.synth.dataset.Note;
import dev.synth.io.WorkFailedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Notes that are the same recording under another name, at whatever level: in one set they count
 * double, and in a training set and the one it is measured on they make the measure too good.
 *
 * <p>Notes of one pitch are compared, and those without a pitch with each other. Notes of one
 * instrument that differ in velocity are not: a soundfont may have one recording for several.
 */
public final class Twins {
  /**
   * Correlation of two sounds' spectrograms from which on they are the same recording. Of 19,080
   * pairs of one pitch of different instruments of two soundfonts none was above 0.983; of the 483
   * pairs of an instrument in both, of which many share their recordings, 37 % were above 0.985.
   */
  static final double SAME = 0.99;

  private record Heard(Note note, SoundPrint print) {}

  private final Map<OptionalInt, List<Heard>> byPitch = new HashMap<>();

  /**
   * Twins among {@code notes} notes.
   *
   * @throws WorkFailedException if what has to be remembered of them does not fit the memory
   */
  public Twins(int notes) {
    long bytes = (long) notes * SoundPrint.BYTES;
    long free = Runtime.getRuntime().maxMemory() / 2;
    if (bytes > free) {
      throw new WorkFailedException(
          String.format(
              Locale.ROOT,
              "To find twins among %,d notes takes %.1f GB of memory, of which %.1f GB may be used;"
                  + " set the environment's SYNTH_HEAP to %dg, or take fewer with the setting"
                  + " 'limit'.",
              notes,
              bytes / 1e9,
              free / 1e9,
              2 * bytes / (1 << 30) + 1));
    }
  }

  /** The note before {@code note} that sounds the same; later ones are compared with it, too. */
  public Optional<NoteCheck.Finding> add(Note note, SoundPrint print) {
    Optional<NoteCheck.Finding> twin = find(note, print);
    byPitch
        .computeIfAbsent(note.labels().pitch(), pitch -> new ArrayList<>())
        .add(new Heard(note, print));
    return twin;
  }

  /** The note that was added and sounds the same as {@code note}. */
  Optional<NoteCheck.Finding> find(Note note, SoundPrint print) {
    Heard twin = null;
    double best = SAME;
    for (Heard before : byPitch.getOrDefault(note.labels().pitch(), List.of())) {
      if (!isOtherVelocity(before.note().labels(), note.labels())) {
        double likeness = before.print().likeness(print, best);
        if (likeness >= best) {
          best = likeness;
          twin = before;
        }
      }
    }
    return twin == null ? Optional.empty() : Optional.of(NoteCheck.twin(note, twin.note(), best));
  }

  private static boolean isOtherVelocity(Labels a, Labels b) {
    return a.instrumentName().isPresent()
        && a.instrumentName().equals(b.instrumentName())
        && !a.velocity().equals(b.velocity());
  }
}
