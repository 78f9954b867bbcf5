package dev.synth.dataset.inspect;

import dev.synth.dsp.Levels;

/**
 * The spread of levels over any number of notes, in the memory of a histogram: least and greatest
 * exactly, the median to a tenth of a decibel.
 */
public final class LevelHistogram {
  private static final int LOWEST_DB = -120;
  private static final int HIGHEST_DB = 40;
  private static final int BINS_A_DB = 10;

  private final int[] counts = new int[(HIGHEST_DB - LOWEST_DB) * BINS_A_DB + 1];
  private int count;
  private double least = Double.POSITIVE_INFINITY;
  private double greatest = Double.NEGATIVE_INFINITY;

  /** Adds the level of {@code amplitude}. */
  void add(double amplitude) {
    double dbfs = Levels.dbfs(amplitude);
    least = Math.min(least, dbfs);
    greatest = Math.max(greatest, dbfs);
    long bin = Math.round((dbfs - LOWEST_DB) * BINS_A_DB);
    counts[(int) Math.max(0, Math.min(counts.length - 1, bin))]++;
    count++;
  }

  /** How many levels there are; without any, the others mean nothing. */
  public int count() {
    return count;
  }

  /** The lowest level in dBFS; negative infinity where a sound is all zeros. */
  public double least() {
    return least;
  }

  /** The highest level in dBFS. */
  public double greatest() {
    return greatest;
  }

  /** The level that half of them do not exceed, in dBFS, but not under -120. */
  public double median() {
    int below = 0;
    int bin = 0;
    while (bin < counts.length - 1 && 2 * (below += counts[bin]) < count) {
      bin++;
    }
    return LOWEST_DB + bin / (double) BINS_A_DB;
  }

  /** How many levels lie from {@code fromDb}, included, to {@code toDb}, excluded. */
  public int between(int fromDb, int toDb) {
    int sum = 0;
    int from = Math.max(0, (fromDb - LOWEST_DB) * BINS_A_DB);
    int to = Math.min(counts.length, (toDb - LOWEST_DB) * BINS_A_DB);
    for (int bin = from; bin < to; bin++) {
      sum += counts[bin];
    }
    return sum;
  }
}
