package dev.synth.models.classifier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.dsp.MelFilterbank;
import dev.synth.dsp.pitch.Pitch;
import dev.synth.testing.Tones;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is measured of tones whose answer is known. */
class NoteFeaturesTest {
  private static final ClassifierSpec SPEC = new ClassifierSpec(16_000, 250, 64, 2, 2, 2);
  private static final NoteFeatures FEATURES = new NoteFeatures(SPEC);

  private static int loudest(float[] values, int from, int count) {
    return Likelihoods.largest(doubles(values), from, count);
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }

  /** A sine in the middle of a band: the band holds a mean, the neighbours the window's edges. */
  @Test
  void aSineLightsItsMelBandInEveryFrame() {
    MelFilterbank bands = new MelFilterbank(64, 30, 8000, NoteFeatures.FFT_SAMPLES, 16_000);
    for (int band : new int[] {10, 30, 60}) {
      float[] sine = Tones.sine(bands.centreHz(band), 0.5, 64_000);
      HeardNote heard = FEATURES.of(sine).orElseThrow();
      assertEquals(250 * 64, heard.mel().length);
      for (int f : new int[] {5, 100, 240}) {
        assertEquals(band, loudest(heard.mel(), f * 64, 64), "frame " + f);
        assertEquals(0, heard.mel()[f * 64 + band], 0.5);
        // A Hann window's spectrum is 60 dB down well before ten bands.
        assertTrue(heard.mel()[f * 64 + (band + 32) % 64] < -60);
      }
    }
  }

  /**
   * A sine of amplitude 1 has power 1 in its bin, and three bins in sum under a Hann window: 1.5.
   */
  @Test
  void theLevelIsTheLoudestFrames() {
    double db = FEATURES.of(Tones.sine(1000, 0.1, 64_000)).orElseThrow().levelDb();
    assertEquals(-20 + 10 * Math.log10(1.5), db, 0.05);
  }

  @ParameterizedTest
  @ValueSource(ints = {33, 60, 84, 107})
  void aNoteIsInTheMiddleOfItsThreeBins(int pitch) {
    float[] tone = Tones.sine(Pitch.hzOfMidi(pitch), 0.3, 64_000);
    HeardNote heard = FEATURES.of(tone).orElseThrow();
    int bins = NoteFeatures.bins(SPEC);
    for (int s = 0; s < NoteFeatures.SECTIONS; s++) {
      assertEquals(3 * pitch + 1, loudest(heard.spectrum(), s * bins, bins), 1, "section " + s);
    }
    float[] stack = new float[HarmonicStack.CHANNELS * HarmonicStack.PLACES];
    HarmonicStack.write(heard.spectrum(), 0, stack, 0);
    float[] profile = new float[HarmonicStack.CHANNELS];
    HarmonicStack.profile(stack, pitch, profile, 0);
    assertEquals(1, profile[3], 0.06, "the fundamental is the loudest of the first section");
    assertEquals(0, profile[0], 0.1, "there is nothing at a third of it");
  }

  @Test
  void theOctaveStandsInTheChannelOfTheSecondHarmonicOfTheNoteBelow() {
    HeardNote heard = FEATURES.of(Tones.sine(Pitch.hzOfMidi(72), 0.3, 64_000)).orElseThrow();
    float[] stack = new float[HarmonicStack.CHANNELS * HarmonicStack.PLACES];
    HarmonicStack.write(heard.spectrum(), 0, stack, 0);
    float[] profile = new float[HarmonicStack.CHANNELS];
    HarmonicStack.profile(stack, 60, profile, 0);
    assertEquals(1, profile[5], 0.06, "multiple 2");
    HarmonicStack.profile(stack, 72 - 24, profile, 0);
    assertEquals(1, profile[8], 0.06, "multiple 4");
    // Taken a fifth higher, everything is seven semitones further up.
    float[] higher = new float[stack.length];
    HarmonicStack.write(heard.spectrum(), 21, higher, 0);
    assertArrayEquals(
        Arrays.copyOfRange(stack, 100, 200), Arrays.copyOfRange(higher, 121, 221), 1e-6f);
  }

  @Test
  void leadingSilenceAndLevelChangeNothingElse() {
    float[] tone = Tones.tone(220, 0.3, 64_000);
    float[] late = new float[tone.length + 8000];
    System.arraycopy(Tones.times(tone, 0.25), 0, late, 8000, tone.length);
    HeardNote a = FEATURES.of(tone).orElseThrow();
    HeardNote b = FEATURES.of(late).orElseThrow();
    assertEquals(a.levelDb() + 20 * Math.log10(0.25), b.levelDb(), 0.2);
    int bins = NoteFeatures.bins(SPEC);
    for (int k = 1; k <= 5; k++) {
      int bin = (int) Math.round(3 * new Pitch(220 * k, 1).midi()) + 1;
      assertEquals(a.spectrum()[bins + bin], b.spectrum()[bins + bin], 1, "harmonic " + k);
    }
  }

  @Test
  void silenceIsNothing() {
    assertTrue(FEATURES.of(new float[64_000]).isEmpty());
    assertTrue(FEATURES.of(new float[0]).isEmpty());
    assertTrue(FEATURES.of(Tones.sine(440, 5e-4, 64_000)).isEmpty(), "under -60 dBFS");
  }

  @Test
  void aSoundOfAnyLengthIsHeard() {
    for (int samples : new int[] {300, 4000, 64_000, 400_000}) {
      HeardNote heard = FEATURES.of(Tones.tone(440, 0.3, samples)).orElseThrow();
      assertEquals(250 * 64, heard.mel().length);
      assertTrue(Float.isFinite(heard.mel()[0]) && Double.isFinite(heard.levelDb()));
    }
  }
}
