package dev.synth.app.estimate;

import dev.synth.midi.RenderPlan;
import dev.synth.midi.SoundfontRenderer.Rehearsal;
import dev.synth.render.SpeedTest;
import java.io.IOException;
import java.nio.file.Path;

/** What the rendering of a soundfont's notes would take. */
public final class SoundfontEstimate {
  /** Notes of the trial that follow each other: one after the other, notes share a program. */
  private static final int RUN_NOTES = 8;

  /** Places among all notes at which the trial's are. */
  private static final int PLACES = 16;

  /** Of a WAV file, and of the note in {@code examples.json} and the journal: measured, rounded. */
  private static final long NOTE_BYTES_MORE = 44 + 600;

  private SoundfontEstimate() {}

  /**
   * Plays some of the notes for a few seconds, spread over all.
   *
   * @param rehearsal of {@code plan}
   * @param output where the folder is, or will be
   */
  public static WorkEstimate of(RenderPlan plan, Rehearsal rehearsal, Path output)
      throws IOException {
    int rateHz = plan.rateHz();
    long samples = Math.round(plan.seconds() * rateHz);
    int notes = plan.noteCount();
    int done = rehearsal.countDone();
    WorkTally tally = new WorkTally();
    for (int i = 0; i < notes; i++) {
      tally.add(i < done, plan.seconds(), samples * Short.BYTES + NOTE_BYTES_MORE);
    }
    long samplesToDo = (notes - done) * samples;
    double speed = samplesToDo == 0 ? Double.NaN : speed(rehearsal, notes, samples, samplesToDo);
    double seconds = samplesToDo == 0 ? 0 : samplesToDo / speed;
    return tally.estimate(output, 1, 1, rateHz, speed, seconds);
  }

  private static double speed(Rehearsal rehearsal, int notes, long samples, long samplesToDo)
      throws IOException {
    int step = Math.max(RUN_NOTES, notes / PLACES);
    int[] played = new int[1];
    return SpeedTest.samplesPerSecond(
        () -> {
          int i = played[0]++;
          rehearsal.play((i / RUN_NOTES * step + i % RUN_NOTES) % notes);
          return samples;
        },
        samplesToDo);
  }
}
