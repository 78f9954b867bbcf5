package dev.synth.models.instant;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.synth.dsp.MelFilterbank;
import dev.synth.dsp.pitch.Pitch;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LevelEnvelopeTest {
  private static final InstantSpec SPEC = new InstantSpec(16_000, 7, 2, 3, 6, 3, 20, 2, 4, 9);
  private static final int OUTPUTS = SPEC.decoderStack().outputs();
  private static final int VALUES = SPEC.valuesPerFrame();

  /** An envelope that is straight over mel is read off exactly, wherever a partial lies. */
  @Test
  void partialsGetTheEnvelopeAtTheirFrequency() {
    float[] outputs = new float[2 * OUTPUTS];
    for (int f = 0; f < 2; f++) {
      for (int q = 0; q < 4; q++) {
        int at = f * OUTPUTS + q * (SPEC.valuesPerPoint() + SPEC.envelopePoints());
        outputs[at + 3] = 10; // the fourth partial differs
        outputs[at + 20] = -7; // noise
        for (int e = 0; e < 9; e++) {
          outputs[at + SPEC.valuesPerPoint() + e] = q + e / 8f;
        }
      }
      outputs[(f + 1) * OUTPUTS - 1] = 5; // tuning
    }
    double[] pitches = {60, 88.4};
    float[] values = new LevelEnvelope(SPEC).values(outputs, pitches);
    assertEquals(2 * VALUES, values.length);
    for (int f = 0; f < 2; f++) {
      double hz = Pitch.hzOfMidi(pitches[f]);
      for (int q = 0; q < 4; q++) {
        int at = f * VALUES + q * SPEC.valuesPerPoint();
        for (int k = 1; k <= 20; k++) {
          double place = Math.min(1, MelFilterbank.mel(k * hz) / MelFilterbank.mel(8000));
          assertEquals(q + place + (k == 4 ? 10 : 0), values[at + k - 1], 1e-5);
        }
        assertEquals(-7, values[at + 20]);
      }
      assertEquals(5, values[(f + 1) * VALUES - 1]);
    }
  }

  @Test
  void slopesAreThoseOfTheValues() {
    Random random = new Random(1);
    int frames = 3;
    int crops = 2;
    double[] outputs = random.doubles((long) crops * frames * OUTPUTS, -1, 1).toArray();
    double[] weights = random.doubles((long) crops * frames * VALUES, -1, 1).toArray();
    double[] pitches = {50.5, 71};
    LevelEnvelope envelope = new LevelEnvelope(SPEC);
    double[] slopes = new double[outputs.length];
    for (int b = 0; b < crops; b++) {
      envelope.writeSlopes(weights, b, crops, frames, pitches[b], slopes);
    }
    // The values are linear in the outputs: so the sum of the one is that of the other.
    for (int i = 0; i < 60; i++) {
      int at = random.nextInt(outputs.length);
      double before = weighted(envelope, outputs, weights, pitches, crops, frames);
      outputs[at] += 1;
      double after = weighted(envelope, outputs, weights, pitches, crops, frames);
      assertEquals(slopes[at], after - before, 1e-9);
    }
  }

  private static double weighted(
      LevelEnvelope envelope,
      double[] outputs,
      double[] weights,
      double[] pitches,
      int crops,
      int frames) {
    double[] values = new double[weights.length];
    for (int b = 0; b < crops; b++) {
      envelope.write(outputs, b, crops, frames, pitches[b], values);
    }
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += weights[i] * values[i];
    }
    return sum;
  }

  @Test
  void aCropIsAsItsFrames() {
    float[] outputs = new float[3 * OUTPUTS];
    double[] same = new double[outputs.length];
    Random random = new Random(2);
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = random.nextFloat();
      same[i] = outputs[i];
    }
    double[] values = new double[3 * VALUES];
    LevelEnvelope envelope = new LevelEnvelope(SPEC);
    envelope.write(same, 0, 1, 3, 64.5, values);
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = (float) values[i];
    }
    assertArrayEquals(rounded, envelope.values(outputs, new double[] {64.5, 64.5, 64.5}));
  }
}
