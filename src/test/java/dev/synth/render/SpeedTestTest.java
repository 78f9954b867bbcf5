package dev.synth.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.generate.GenerationRequest;
import dev.synth.generate.NoteSupply;
import dev.synth.generate.ProgressListener;
import dev.synth.latent.LatentFormat;
import dev.synth.model.Synthesizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On a clock that only the work moves. */
class SpeedTestTest {
  private static final int LEAD = 100;
  private long nanos;

  /** Notes and samples of each run. */
  private final List<int[]> runs = new ArrayList<>();

  /** Takes a time for every run, and for every sample. */
  private final class Timed implements Synthesizer {
    private final double runSeconds;
    private final double samplesPerSecond;

    Timed(double runSeconds, double samplesPerSecond) {
      this.runSeconds = runSeconds;
      this.samplesPerSecond = samplesPerSecond;
    }

    @Override
    public LatentFormat format() {
      return new LatentFormat(2, 512, 16_000);
    }

    @Override
    public int leadSamples() {
      return LEAD;
    }

    @Override
    public void synthesize(
        NoteSupply supply, long total, int threads, int notesAtOnce, ProgressListener listener) {
      assertEquals(2, threads);
      assertEquals(4, notesAtOnce);
      int notes = 0;
      int longest = 0;
      for (NoteSupply.Order order = supply.next(); order != null; order = supply.next()) {
        GenerationRequest request = order.request();
        check(request);
        notes++;
        longest = Math.max(longest, request.samples());
        order.finished(new float[request.samples()]);
      }
      runs.add(new int[] {notes, longest});
      double seconds = runSeconds + (long) notes * (LEAD + longest) / samplesPerSecond;
      nanos += Math.round(1e9 * seconds);
    }

    @Override
    public int notesAtOnce(int notes, int threads, int wanted) {
      throw new AssertionError("it is told");
    }

    @Override
    public long bytesPerNote() {
      return 1;
    }

    @Override
    public void check(GenerationRequest request) {
      assertTrue(request.samples() <= 512 * request.embedding().frames());
    }

    @Override
    public String description() {
      return "a clock";
    }
  }

  private double measure(Synthesizer synthesizer, int notes, int samples) throws IOException {
    runs.clear();
    nanos = 0;
    long all = (long) notes * (LEAD + samples);
    return new SpeedTest(() -> nanos).of(new SpeedTest.Playing(synthesizer, 2, 4, notes, all), all);
  }

  private void assertLongest(int notes, int samples) {
    assertEquals(notes, runs.stream().mapToInt(run -> run[0]).max().orElseThrow());
    assertEquals(samples, runs.stream().mapToInt(run -> run[1]).max().orElseThrow());
  }

  @Test
  void aFastModelIsNotHiddenByWhatEveryRunTakes() throws IOException {
    double speed = 2e6;
    assertEquals(speed, measure(new Timed(0.05, speed), 1000, 64_000), 0.2 * speed);
    assertTrue(nanos < 10e9, "in a few seconds");
  }

  @Test
  void aSlowModelPlaysShortNotes() throws IOException {
    double speed = 2_000;
    assertEquals(speed, measure(new Timed(0.05, speed), 1000, 64_000), 0.1 * speed);
    assertLongest(4, 256);
    assertTrue(nanos < 6e9, "in a few seconds");
  }

  /** Then the time of a run is that of the work, and the speed is the work's. */
  @Test
  void theTrialIsNoLongerThanTheWork() throws IOException {
    double seconds = 0.05 + 3 * 1000 / 2e6;
    assertEquals(3 * 1000 / seconds, measure(new Timed(0.05, 2e6), 3, 900), 1e-3 * 1000 / seconds);
    assertLongest(3, 900);
    measure(new Timed(0.05, 2e6), 6, 900);
    assertLongest(6, 900);
  }

  /** One run may be late for any reason, so that there are several. */
  @Test
  void aShortWorkIsRepeated() throws IOException {
    measure(new Timed(0.05, 2e6), 1, 200);
    assertLongest(1, 256);
    assertTrue(nanos >= 0.6e9, "as long warmed up as measured, at least");
  }

  @Test
  void workThatCannotGrowIsRepeated() throws IOException {
    nanos = 0;
    double speed =
        new SpeedTest(() -> nanos)
            .of(
                () -> {
                  nanos += 10_000_000;
                  return 500;
                },
                1000);
    assertEquals(50_000, speed, 1e-6 * 50_000);
    assertEquals(0.6e9, nanos, 0.03e9);
  }
}
