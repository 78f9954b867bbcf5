package dev.synth.dsp;

import java.util.Optional;

/**
 * The part of a recording that is not silence: from the first to the last 10 ms whose RMS is within
 * some decibels of the loudest.
 *
 * @param fromSample the first sample, included
 * @param toSample the last sample, excluded
 */
public record ActiveRegion(int fromSample, int toSample) {
  /** Under this level nothing counts as sound, however quiet the rest is. */
  public static final double SILENT_DBFS = -60;

  /**
   * The sounding part of {@code samples} between two samples.
   *
   * @param samples amplitudes, [samples]
   * @param sampleRateHz their rate
   * @param rangeDb how far under the loudest 10 ms silence begins, positive
   * @return empty if no 10 ms reach {@value #SILENT_DBFS} dBFS
   */
  public static Optional<ActiveRegion> of(
      float[] samples, int from, int to, double rangeDb, int sampleRateHz) {
    int frame = sampleRateHz / 100;
    double loudest = 0;
    for (int at = from; at < to; at += frame) {
      loudest = Math.max(loudest, Levels.rms(samples, at, Math.min(to, at + frame)));
    }
    if (Levels.dbfs(loudest) < SILENT_DBFS) {
      return Optional.empty();
    }
    double floor =
        Math.max(loudest * Levels.amplitude(-rangeDb), Levels.amplitude(SILENT_DBFS - 20));
    int first = from;
    while (Levels.rms(samples, first, Math.min(to, first + frame)) < floor) {
      first += frame;
    }
    int last = to;
    while (last > first + 1 && Levels.rms(samples, Math.max(first, last - frame), last) < floor) {
      last = Math.max(first + 1, last - frame);
    }
    return Optional.of(new ActiveRegion(first, last));
  }

  /** How many samples it has. */
  public int samples() {
    return toSample - fromSample;
  }
}
