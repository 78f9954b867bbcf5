package dev.synth.train.data;

import dev.synth.dataset.InstrumentSplit;
import dev.synth.dataset.Note;
import dev.synth.dataset.source.FileAudio;
import dev.synth.io.BadDataException;
import dev.synth.io.Sha256;
import dev.synth.io.WorkFailedException;
import dev.synth.train.TrainingPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Which notes are learned, and which only measured on.
 *
 * @param training notes to learn
 * @param heldOut other notes
 */
public record NoteSplit(List<Note> training, List<Note> heldOut) {
  /**
   * Parts notes by the plan.
   *
   * @param notes what to learn; where {@code validation} is empty, some of them are held out
   * @param validation what to measure on, never to train on
   * @param allowOverlap whether {@code validation} may hold notes of {@code notes}
   * @param problems receives a sentence on such notes where they are allowed
   * @throws BadDataException if too few notes are left to train on, or if notes to measure on are
   *     trained on: the loss on these would tell what was learned by heart
   */
  public static NoteSplit of(
      TrainingPlan plan,
      List<Note> notes,
      List<Note> validation,
      boolean allowOverlap,
      Consumer<String> problems)
      throws IOException {
    List<Note> both = overlap(notes, validation);
    if (!both.isEmpty()) {
      String sentence =
          both.size()
              + (both.size() == 1 ? " note" : " notes")
              + " to measure on, of "
              + validation.size()
              + ", are trained on, too, such as "
              + both.get(0).audio();
      if (!allowOverlap) {
        throw new BadDataException(
            sentence + "; leave them out of one of the two, or give the setting 'allow overlap'.");
      }
      problems.accept(sentence + ".");
    }
    List<Note> shuffled = new ArrayList<>(notes);
    Collections.shuffle(shuffled, new Random(plan.seed()));
    if (!validation.isEmpty()) {
      return new NoteSplit(shuffled, validation);
    }
    if (plan.measuring().heldOutInstruments() && plan.measuring().heldOutShare() > 0) {
      List<InstrumentSplit.Part> parts =
          InstrumentSplit.of(
              shuffled,
              List.of(1 - plan.measuring().heldOutShare(), plan.measuring().heldOutShare()),
              plan.seed());
      return new NoteSplit(parts.get(0).notes(), parts.get(1).notes());
    }
    int out = (int) Math.ceil(plan.measuring().heldOutShare() * notes.size());
    if (out == notes.size()) {
      throw new BadDataException(
          (notes.size() == 1 ? "One note is" : notes.size() + " notes are")
              + " too few to hold any out; give more notes, or set the setting 'held out' to 0.");
    }
    return new NoteSplit(shuffled.subList(out, shuffled.size()), shuffled.subList(0, out));
  }

  /**
   * Those of {@code validation} that are in {@code notes}: at the same place, or of the same name
   * and with the same sound. Sounds are read only where names are the same.
   */
  static List<Note> overlap(List<Note> notes, List<Note> validation) throws IOException {
    Map<String, List<Note>> byName = new HashMap<>();
    for (Note note : validation.isEmpty() ? List.<Note>of() : notes) {
      byName.computeIfAbsent(note.name(), name -> new ArrayList<>(1)).add(note);
    }
    List<Note> both = new ArrayList<>();
    for (Note note : validation) {
      for (Note other : byName.getOrDefault(note.name(), List.of())) {
        if (isSamePlace(note, other) || isSameSound(note, other)) {
          both.add(note);
          break;
        }
      }
    }
    return both;
  }

  private static boolean isSamePlace(Note a, Note b) throws IOException {
    return a.audio().equals(b.audio())
        || (a.audio() instanceof FileAudio first
            && b.audio() instanceof FileAudio second
            && Files.exists(first.file())
            && Files.exists(second.file())
            && Files.isSameFile(first.file(), second.file()));
  }

  private static boolean isSameSound(Note a, Note b) {
    try {
      return Arrays.equals(a.audio().read().samples(), b.audio().read().samples());
    } catch (IOException | WorkFailedException e) {
      return false; // what cannot be read is neither trained nor measured on
    }
  }

  /** SHA-256 over names and sizes: tells sets of notes apart without reading all of them. */
  public static String fingerprint(List<Note> notes) throws IOException {
    MessageDigest digest = Sha256.digest();
    List<String> lines = new ArrayList<>();
    for (Note note : notes) {
      lines.add(note.name() + " " + note.audio().sizeBytes() + "\n");
    }
    lines.stream().sorted().forEach(l -> digest.update(l.getBytes(StandardCharsets.UTF_8)));
    return Sha256.hex(digest);
  }
}
