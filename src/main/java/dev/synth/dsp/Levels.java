package dev.synth.dsp;

import java.util.Objects;

/**
 * How loud samples are. Decibels are relative to full scale, amplitude 1: a constant 1 has 0 dBFS,
 * a full-scale sine a peak of 0 and an RMS of -3.01 dBFS.
 */
public final class Levels {
  private Levels() {}

  /**
   * The root mean square.
   *
   * @param samples amplitudes, [samples]
   * @return RMS amplitude; 0 where there are no samples
   */
  public static double rms(float[] samples) {
    return rms(samples, 0, samples.length);
  }

  /**
   * The root mean square of part of an array.
   *
   * @param fromSample the first sample, included
   * @param toSample the last sample, excluded
   * @return RMS amplitude; 0 for an empty range
   * @throws IndexOutOfBoundsException if the range is not within the array
   */
  public static double rms(float[] samples, int fromSample, int toSample) {
    Objects.checkFromToIndex(fromSample, toSample, samples.length);
    if (fromSample == toSample) {
      return 0;
    }
    double squares = 0;
    for (int i = fromSample; i < toSample; i++) {
      squares += (double) samples[i] * samples[i];
    }
    return Math.sqrt(squares / (toSample - fromSample));
  }

  /**
   * The largest magnitude.
   *
   * @param samples amplitudes, [samples]
   * @return peak amplitude; 0 where there are no samples
   */
  public static double peak(float[] samples) {
    float peak = 0;
    for (float sample : samples) {
      peak = Math.max(peak, Math.abs(sample));
    }
    return peak;
  }

  /** The samples times {@code gain}; a copy. */
  public static float[] times(float[] samples, double gain) {
    float[] scaled = new float[samples.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (float) (gain * samples[i]);
    }
    return scaled;
  }

  /** The samples, turned down as a whole so that the largest is at full scale, if one passes it. */
  public static float[] withinFullScale(float[] samples) {
    double peak = peak(samples);
    if (peak <= 1) {
      return samples;
    }
    float[] within = times(samples, 1 / peak);
    for (int i = 0; i < within.length; i++) {
      within[i] = Math.max(-1f, Math.min(1f, within[i])); // rounding
    }
    return within;
  }

  /**
   * An amplitude in decibels relative to full scale.
   *
   * @param amplitude at least 0
   * @return 20 log10(amplitude); negative infinity for 0
   */
  public static double dbfs(double amplitude) {
    return 20 * Math.log10(amplitude);
  }

  /** The amplitude of a level in decibels relative to full scale, the inverse of {@link #dbfs}. */
  public static double amplitude(double dbfs) {
    return Math.pow(10, dbfs / 20);
  }
}
