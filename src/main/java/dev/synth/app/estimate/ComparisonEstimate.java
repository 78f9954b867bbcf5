package dev.synth.app.estimate;

import dev.synth.audio.OpenSound;
import dev.synth.dataset.Note;
import dev.synth.eval.generated.ComparisonPlan;
import dev.synth.eval.generated.SetComparison;
import dev.synth.eval.generated.SetExamples;
import dev.synth.io.WorkFailedException;
import dev.synth.render.SpeedTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** What comparing sets of sounds would take, after a trial on some of them. */
public final class ComparisonEstimate {
  private static final int TRIAL_NOTES = 32;

  /** Of the rate that an estimate counts samples at; any would do. */
  private static final int RATE_HZ = 16_000;

  /** What a rainbowgram takes in a page, and the figures of a set. */
  private static final int PICTURE_BYTES = 150_000;

  private static final int FIGURES_BYTES = 3_000;

  private ComparisonEstimate() {}

  /**
   * Measures the speed and counts. Sorting into bins is not counted: seconds for thousands of
   * notes.
   *
   * @param notes of all sets
   * @param sets how many there are, the data's other half among them
   * @param isDone whether the report is there
   * @param failed receives each note that cannot be read
   */
  public static WorkEstimate of(
      SetComparison comparison,
      ComparisonPlan plan,
      List<Note> notes,
      int sets,
      boolean isDone,
      Path output,
      BiConsumer<Note, Exception> failed)
      throws IOException {
    WorkTally tally = new WorkTally();
    List<Note> readable = new ArrayList<>();
    long samples = 0;
    int highestHz = RATE_HZ;
    for (Note note : notes) {
      try (OpenSound sound = note.open(RATE_HZ)) {
        double seconds = Math.min(plan.seconds(), (double) sound.count() / RATE_HZ);
        tally.add(isDone, seconds, 0);
        samples += Math.round(seconds * RATE_HZ);
        highestHz = Math.max(highestHz, sound.sourceRateHz());
        readable.add(note);
      } catch (IOException | WorkFailedException e) {
        failed.accept(note, e);
      }
    }
    if (isDone || readable.isEmpty()) {
      return tally.estimate(output, TRIAL_NOTES, plan.threads(), RATE_HZ, Double.NaN, 0);
    }
    long sound = Math.round(plan.seconds() * highestHz * Short.BYTES);
    tally.addBytes(sets * (FIGURES_BYTES + SetExamples.ROWS_MAX * (PICTURE_BYTES + sound)));
    long each = samples / readable.size();
    int[] next = new int[1];
    double speed =
        SpeedTest.samplesPerSecond(
            () -> {
              List<Note> batch = new ArrayList<>();
              for (int i = 0; i < Math.min(TRIAL_NOTES, readable.size()); i++) {
                batch.add(readable.get(next[0]++ % readable.size()));
              }
              comparison.measure(batch);
              return each * batch.size();
            },
            samples);
    WorkEstimate estimate =
        tally.estimate(output, TRIAL_NOTES, plan.threads(), RATE_HZ, speed, samples / speed);
    return estimate.withMore(plan.noteBytes() * readable.size());
  }
}
