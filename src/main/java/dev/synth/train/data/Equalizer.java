package dev.synth.train.data;

import dev.synth.dsp.MelFilterbank;
import java.util.SplittableRandom;

/**
 * A smooth random curve of gains over the mel scale, which makes another instrument of a note: what
 * a network is given and what it should make of that get the same gains, so both stay exact.
 *
 * @param amplitudesDb of waves of half a period, a whole one and so on over the scale
 * @param phases of these in radians
 */
public record Equalizer(double[] amplitudesDb, double[] phases) {
  private static final int WAVES = 6;
  private static final double TOP_MEL = MelFilterbank.mel(8000);

  /** The deviation of the first wave; the n-th has a share of 1/√n of it. */
  private static final double DEVIATION_DB = 6;

  /** A curve of random waves. */
  public static Equalizer random(SplittableRandom random) {
    double[] amplitudes = new double[WAVES];
    double[] phases = new double[WAVES];
    for (int i = 0; i < WAVES; i++) {
      amplitudes[i] = DEVIATION_DB * random.nextGaussian() / Math.sqrt(i + 1);
      phases[i] = random.nextDouble(2 * Math.PI);
    }
    return new Equalizer(amplitudes, phases);
  }

  /** The gain at a frequency; above 8 kHz that at 8 kHz. */
  public double decibels(double hz) {
    double at = Math.min(1, MelFilterbank.mel(hz) / TOP_MEL);
    double sum = 0;
    for (int i = 0; i < amplitudesDb.length; i++) {
      sum += amplitudesDb[i] * Math.cos(Math.PI * (i + 1) * at + phases[i]);
    }
    return sum;
  }
}
