package dev.synth.testing;

import java.util.Random;

/** Sounds whose answer is known, at 16 kHz. */
public final class Tones {
  public static final int RATE_HZ = 16_000;

  private Tones() {}

  public static float[] noise(double deviation, int samples, long seed) {
    Random random = new Random(seed);
    float[] noise = new float[samples];
    for (int t = 0; t < samples; t++) {
      noise[t] = (float) (deviation * random.nextGaussian());
    }
    return noise;
  }

  public static float[] sine(double hz, double amplitude, int samples) {
    float[] sine = new float[samples];
    for (int t = 0; t < samples; t++) {
      sine[t] = (float) (amplitude * Math.sin(2 * Math.PI * hz * t / RATE_HZ));
    }
    return sine;
  }

  /** A tone of five harmonics that dies away. */
  public static float[] tone(double hz, double amplitude, int samples) {
    float[] tone = new float[samples];
    for (int t = 0; t < samples; t++) {
      for (int k = 1; k <= 5; k++) {
        tone[t] += (float) (amplitude / k * Math.sin(2 * Math.PI * k * hz * t / RATE_HZ));
      }
      tone[t] *= (float) Math.exp(-1.5 * t / RATE_HZ);
    }
    return tone;
  }

  public static float[] times(float[] samples, double gain) {
    float[] scaled = new float[samples.length];
    for (int t = 0; t < scaled.length; t++) {
      scaled[t] = (float) (gain * samples[t]);
    }
    return scaled;
  }

  public static float[] plus(float[] a, float[] b) {
    float[] sum = a.clone();
    for (int t = 0; t < sum.length; t++) {
      sum[t] += b[t];
    }
    return sum;
  }

  /** Six harmonics, each half as strong as the one below, dying away. */
  public static float[] pluck(double hz, int samples) {
    float[] pluck = new float[samples];
    for (int t = 0; t < samples; t++) {
      for (int k = 1; k <= 6; k++) {
        pluck[t] += (float) (Math.pow(0.5, k) * Math.sin(2 * Math.PI * k * hz * t / RATE_HZ));
      }
      pluck[t] *= (float) Math.exp(-2.0 * t / RATE_HZ);
    }
    return pluck;
  }
}
