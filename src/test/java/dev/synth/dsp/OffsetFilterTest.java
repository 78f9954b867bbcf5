package dev.synth.dsp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.SampleReader;
import dev.synth.testing.Tones;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetFilterTest {
  private static final int RATE_HZ = Tones.RATE_HZ;

  private static float[] constant(double value, int samples) {
    float[] constant = new float[samples];
    Arrays.fill(constant, (float) value);
    return constant;
  }

  private static double furthest(float[] a, float[] b) {
    double furthest = 0;
    for (int i = 0; i < a.length; i++) {
      furthest = Math.max(furthest, Math.abs(a[i] - b[i]));
    }
    return furthest;
  }

  /** A pluck after 0.1 s of silence, four seconds in all. */
  private static float[] pluck() {
    float[] pluck = new float[4 * RATE_HZ];
    System.arraycopy(Tones.pluck(220, 3 * RATE_HZ), 0, pluck, RATE_HZ / 10, 3 * RATE_HZ);
    return pluck;
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.5, 0.05, 0.2})
  void anOffsetLeavesNothingBehindNotEvenAtTheStart(double offset) {
    float[] silent = OffsetFilter.filter(constant(offset, 5 * RATE_HZ), RATE_HZ);
    assertEquals(0, Levels.peak(silent), 1e-6);
    float[] clean = OffsetFilter.filter(pluck(), RATE_HZ);
    float[] with = OffsetFilter.filter(Tones.plus(pluck(), constant(offset, 4 * RATE_HZ)), RATE_HZ);
    // All that is left of the offset is the mean of the pluck itself, which was taken for more.
    assertTrue(furthest(clean, with) < 1e-3, "furthest " + furthest(clean, with));
  }

  @Test
  void aCleanNoteIsHardlyChanged() {
    float[] note = pluck();
    float[] filtered = OffsetFilter.filter(note, RATE_HZ);
    assertEquals(0, Levels.peak(Arrays.copyOf(filtered, RATE_HZ / 10)), "silence before it");
    assertEquals(1, Levels.rms(filtered) / Levels.rms(note), 1e-3);
    Stft stft = new Stft(1024, 256);
    float[] before = stft.magnitudes(note)[40];
    float[] after = stft.magnitudes(filtered)[40];
    for (int partial = 1; partial <= 6; partial++) {
      int bin = Math.round(partial * 220f * 1024 / RATE_HZ);
      assertEquals(1, after[bin] / before[bin], 1e-3, "partial " + partial);
    }
  }

  /** It stands at 0 at its start, although its mean is 0.1. */
  @Test
  void aNoteThatDriftsLaterBeginsFromRest() {
    float[] drifting = new float[4 * RATE_HZ];
    Arrays.fill(drifting, RATE_HZ, drifting.length, 0.13f);
    float[] filtered = OffsetFilter.filter(drifting, RATE_HZ);
    assertEquals(0, Levels.peak(Arrays.copyOf(filtered, RATE_HZ)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 63_999, 64_000, 64_001, 100_000})
  void pieceByPieceIsTheSame(int samples) throws IOException {
    float[] sound = Tones.plus(Tones.noise(0.1, samples, 1), constant(0.05, samples));
    float[] whole = OffsetFilter.filter(sound, RATE_HZ);
    Random sizes = new Random(samples);
    SampleReader slow = SampleReader.of(sound);
    SampleReader reader =
        OffsetFilter.reader(
            into -> {
              float[] less = new float[Math.min(into.length, 1 + sizes.nextInt(5_000))];
              int count = slow.read(less);
              System.arraycopy(less, 0, into, 0, Math.max(0, count));
              return count;
            },
            RATE_HZ);
    float[] pieces = new float[samples];
    int done = 0;
    float[] into = new float[1 + sizes.nextInt(40_000)];
    for (int count = reader.read(into); count >= 0; count = reader.read(into)) {
      System.arraycopy(into, 0, pieces, done, count);
      done += count;
      into = new float[1 + sizes.nextInt(40_000)];
    }
    assertEquals(samples, done);
    assertArrayEquals(whole, pieces);
    assertEquals(-1, reader.read(into));
  }
}
