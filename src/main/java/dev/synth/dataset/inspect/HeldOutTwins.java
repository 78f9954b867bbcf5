package dev.synth.dataset.inspect;

import dev.synth.dataset.Note;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;

/**
 * Looks for {@link Twins} of held-out notes among those that are trained on, which make every
 * measure on the held-out notes too good. Of large sets some pitches are looked at, so that it
 * takes seconds.
 *
 * @param training notes to train on that were compared
 * @param heldOut held-out notes that were
 * @param found each held-out note that sounds like one to train on
 */
public record HeldOutTwins(int training, int heldOut, List<NoteCheck.Finding> found) {
  /** Notes that are read, of both sets together; of the first pitch, of each. */
  private static final int NOTES_MAX = 1_000;

  /**
   * Compares them. Sounds that cannot be read are passed over.
   *
   * @param seed of the choice of pitches
   * @param threads threads that compute
   */
  public static HeldOutTwins find(List<Note> training, List<Note> heldOut, long seed, int threads)
      throws IOException {
    Map<OptionalInt, List<Note>> trainingAt = byPitch(training);
    Map<OptionalInt, List<Note>> heldOutAt = byPitch(heldOut);
    List<OptionalInt> pitches = new ArrayList<>(heldOutAt.keySet());
    pitches.retainAll(trainingAt.keySet());
    pitches.sort((a, b) -> Integer.compare(a.orElse(-1), b.orElse(-1)));
    Collections.shuffle(pitches, new Random(seed));
    List<Note> read = new ArrayList<>();
    List<Note> later = new ArrayList<>();
    for (OptionalInt pitch : pitches) {
      List<Note> trained = trainingAt.get(pitch);
      List<Note> held = heldOutAt.get(pitch);
      boolean fits = read.size() + later.size() + trained.size() + held.size() <= NOTES_MAX;
      if (fits || read.isEmpty()) {
        read.addAll(trained.subList(0, Math.min(trained.size(), NOTES_MAX)));
        later.addAll(held.subList(0, Math.min(held.size(), NOTES_MAX)));
      }
    }
    int trained = read.size();
    read.addAll(later);
    Twins twins = new Twins(read.size());
    List<NoteCheck.Finding> found = new ArrayList<>();
    ParallelNoteReader.of(
        read,
        threads,
        sound -> sound.clip().flatMap(SoundPrint::of),
        (index, print) -> {
          Note note = read.get(index);
          if (index < trained) {
            print.ifPresent(heard -> twins.add(note, heard));
          } else {
            print.flatMap(heard -> twins.find(note, heard)).ifPresent(found::add);
          }
        });
    return new HeldOutTwins(trained, later.size(), List.copyOf(found));
  }

  private static Map<OptionalInt, List<Note>> byPitch(List<Note> notes) {
    Map<OptionalInt, List<Note>> all = new HashMap<>();
    for (Note note : notes) {
      all.computeIfAbsent(note.labels().pitch(), pitch -> new ArrayList<>()).add(note);
    }
    return all;
  }
}
