package dev.synth.models.wavenet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.MuLaw;
import dev.synth.dsp.pitch.Pitch;
import org.junit.jupiter.api.Test;

/** On sounds whose periods are known; a reference of its own is in ReferenceDecoder. */
class PitchPredictorTest {
  private static final WaveNetSpec SPEC = WaveNetPresets.small();
  private static final int SAMPLES = 8_000;

  /** What is told of a sound, in amplitudes, [HINTS] a sample. */
  private static double[][] told(byte[] codes, int pitch, double hz) {
    PitchPredictor periods = new PitchPredictor(SPEC, pitch);
    double[][] told = new double[codes.length][PitchPredictor.HINTS];
    float[] out = new float[PitchPredictor.HINTS];
    for (int t = 0; t < codes.length; t++) {
      double cycles = t * hz / SPEC.sampleRateHz();
      periods.next(
          (float) (cycles - Math.floor(cycles)), t < 1 ? 0 : MuLaw.companded(codes[t - 1]), out, 0);
      for (int i = 0; i < out.length; i++) {
        told[t][i] = Math.signum(out[i]) * (Math.pow(256, Math.abs(out[i])) - 1) / 255;
      }
    }
    return told;
  }

  private static byte[] tone(double hz) {
    float[] tone = new float[SAMPLES];
    for (int t = 0; t < SAMPLES; t++) {
      tone[t] = (float) (0.5 * Math.sin(2 * Math.PI * hz * t / SPEC.sampleRateHz()));
    }
    return MuLaw.encode(tone);
  }

  /** RMS of what is told, beside the sound itself, once all periods are there. */
  private static double rms(double[][] told, int hint, byte[] minus) {
    double squares = 0;
    for (int t = 4_000; t < SAMPLES; t++) {
      double off = told[t][hint] - (minus == null ? 0 : MuLaw.decode(minus[t]));
      squares += off * off;
    }
    return Math.sqrt(squares / (SAMPLES - 4_000));
  }

  @Test
  void meansOverPeriodsOfATuneToneAreTheTone() {
    for (int pitch : new int[] {36, 60, 84}) {
      double hz = Pitch.hzOfMidi(pitch);
      byte[] tone = tone(hz);
      double[][] told = told(tone, pitch, hz);
      // Codes are steps of up to 4.4 %, so half of that at most, in what is told and in the tone.
      for (int hint = 0; hint < 3; hint++) {
        assertEquals(0, rms(told, hint, tone), 0.5 * 0.022, "pitch " + pitch + ", hint " + hint);
      }
      assertTrue(rms(told, 2, tone) < rms(told, 0, tone), "a mean is nearer than one period");
    }
  }

  @Test
  void aToneOutOfTuneIsFollowedWithItsOscillator() {
    double hz = Pitch.hzOfMidi(72) * Math.pow(2, 30 / 1_200.0);
    byte[] tone = tone(hz);
    assertEquals(0, rms(told(tone, 72, hz), 2, tone), 0.5 * 0.022);
    // Left to the pitch's own period, eight periods would be 0.14 cycles off.
    assertTrue(rms(told(tone, 72, Pitch.hzOfMidi(72)), 2, tone) > 0.1);
  }

  @Test
  void whatDoesNotRepeatWithThePitchIsLetGo() {
    double hz = Pitch.hzOfMidi(60);
    // Half a cycle and a bit more from period to period: a mean of eight is nearly nothing.
    byte[] other = tone(4.5625 * hz);
    double[][] told = told(other, 60, hz);
    assertEquals(0.5 / Math.sqrt(2), rms(told, 0, null), 0.02);
    assertTrue(rms(told, 2, null) < 0.2 * rms(told, 0, null));
  }

  @Test
  void whereThePitchIsUnknownOnlyTheLastSamplesAreTold() {
    byte[] tone = tone(440);
    double[][] told = told(tone, WaveNetSpec.UNKNOWN_PITCH, 0);
    for (int t = 2; t < SAMPLES; t++) {
      double x1 = MuLaw.decode(tone[t - 1]);
      double x2 = MuLaw.decode(tone[t - 2]);
      double prediction = 1.8 * x1 - 0.85 * x2;
      double[] expected = {0, 0, 0, prediction, prediction, 0.85 * x1};
      for (int i = 0; i < expected.length; i++) {
        // Floats of companded values: 6e-8 of up to 1.2, whose slope is 5.5 (x + 1/255).
        assertEquals(expected[i], told[t][i], 1e-6, "sample " + t + ", hint " + i);
      }
    }
  }
}
