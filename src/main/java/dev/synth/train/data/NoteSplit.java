package dev.synth.train.data;

import dev.synth.dataset.InstrumentSplit;
import dev.synth.dataset.Note;
import dev.synth.io.BadDataException;
import dev.synth.io.Sha256;
import dev.synth.train.TrainingPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

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
   * @throws BadDataException if too few notes are left to train on
   */
  public static NoteSplit of(TrainingPlan plan, List<Note> notes, List<Note> validation)
      throws BadDataException {
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
