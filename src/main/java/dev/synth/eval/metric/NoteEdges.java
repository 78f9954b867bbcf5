package dev.synth.eval.metric;

import dev.synth.dsp.Levels;

/** How a note begins and where it ends. */
public final class NoteEdges {
  private static final double START_SECONDS = 0.002;
  private static final double ATTACK_FROM = 0.1;
  private static final double ATTACK_TO = 0.9;

  /** A peak that comes later is a swell's, not the attack's. */
  private static final double ATTACK_MOST_SECONDS = 0.5;

  /** The start of silence is not looked for below this. */
  private static final double LOWEST_DB = -80;

  /** Two steps of 16 bits: what stays below is digital silence. */
  static final double SILENT = 2 / 32_768.0;

  private final int sampleRateHz;

  public NoteEdges(int sampleRateHz) {
    this.sampleRateHz = sampleRateHz;
  }

  /**
   * The largest step from one sample to the next in the first 2 ms, the step from silence to the
   * first sample among them. A note that begins in the middle of a wave pops.
   *
   * @return per cent of the note's peak; NaN for silence
   */
  public double startJumpPercent(float[] samples) {
    double before = 0;
    double largest = 0;
    for (int t = 0; t < startSamples(samples); t++) {
      largest = Math.max(largest, Math.abs(samples[t] - before));
      before = samples[t];
    }
    double peak = Levels.peak(samples);
    return peak == 0 ? Double.NaN : 100 * largest / peak;
  }

  /**
   * The peak of the first 2 ms.
   *
   * @return dB relative to the note's peak, -80 at the least; NaN for silence
   */
  public double startLevelDb(float[] samples) {
    double peak = Levels.peak(samples);
    if (peak == 0) {
      return Double.NaN;
    }
    double first = 0;
    for (int t = 0; t < startSamples(samples); t++) {
      first = Math.max(first, Math.abs(samples[t]));
    }
    return Math.max(LOWEST_DB, Levels.dbfs(first / peak));
  }

  private int startSamples(float[] samples) {
    return Math.min(samples.length, (int) Math.round(START_SECONDS * sampleRateHz));
  }

  /**
   * The attack time: from the first sample of 10 % of the note's peak to the first of 90 % of the
   * peak of the half second that follows (rise time as in IEEE Std 181, of the magnitude).
   *
   * @return ms; NaN for silence
   */
  public double attackMs(float[] samples) {
    double peak = Levels.peak(samples);
    if (peak == 0) {
      return Double.NaN;
    }
    int begin = first(samples, 0, ATTACK_FROM * peak);
    int end = (int) Math.min(samples.length, begin + ATTACK_MOST_SECONDS * sampleRateHz);
    double reached = 0;
    for (int t = begin; t < end; t++) {
      reached = Math.max(reached, Math.abs(samples[t]));
    }
    return 1000.0 * (first(samples, begin, ATTACK_TO * reached) - begin) / sampleRateHz;
  }

  private static int first(float[] samples, int from, double amplitude) {
    int t = from;
    while (Math.abs(samples[t]) < amplitude) {
      t++;
    }
    return t;
  }

  /**
   * How much earlier than the original a sound becomes digital silence, below 2 steps of 16 bits,
   * to its end.
   *
   * @param other as long as the original
   * @return seconds, at least 0
   */
  public double cutSeconds(float[] original, float[] other) {
    return Math.max(0, end(original) - end(other)) / (double) sampleRateHz;
  }

  /** The sample after the last that is not silent. */
  private static int end(float[] samples) {
    int end = samples.length;
    while (end > 0 && Math.abs(samples[end - 1]) < SILENT) {
      end--;
    }
    return end;
  }
}
