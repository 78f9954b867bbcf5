package dev.synth.dsp;

import dev.synth.audio.SampleLoop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A loop in the sustained part of a note, which a sampler repeats for as long as a key is held.
 *
 * <p>The sustained part is the longest stretch of short frames whose level is within 12 dB of the
 * loudest one's, less 0.1 s at both ends, where notes begin and end. A loop begins and ends there
 * at rising zero crossings: after sample {@code to - 1}, below zero, comes sample {@code from}, at
 * or above it. What decides is how alike the sound is around both places, over a window of 50 ms
 * (or two periods of the pitch, if that is longer) on each side, which is the difference
 *
 * <pre>d = sum (x[from + j] - x[to + j])² / sum (x[from + j]² + x[to + j]²),</pre>
 *
 * 0 where they are equal, 1 where they have nothing in common (it is 1 less the normalised
 * correlation of two equally loud windows). Only whole periods make it small in a harmonic tone,
 * and in one with vibrato only whole periods of that, too, since over 100 ms a tone that rises and
 * one that falls by a few cents part by radians. A crossfade of both windows' first halves ({@link
 * #crossfade}) takes the level down by 10 log10(1 - d / 2) dB in its middle: 0.46 dB at the largest
 * d that is taken, 0.2, and 0.04 dB at 0.02, below which loops are equally good: the one that
 * differs least is taken of those that are at least three quarters as long as the longest.
 * Differences of level below about 0.5 dB are not noticed, and the halves of the two windows do not
 * differ by more: a note that dies away by 2 dB a second, or faster, has no loop. Nor may the level
 * swell or sink by more than 6 dB on the way, which would be heard as pulses. A loop has at least
 * 10 periods and 0.25 s, so that its repeats are no tone of their own.
 *
 * @param loop the loop
 * @param difference d
 * @param fadeSamples half the window, the length of the crossfade
 */
public record SustainLoop(SampleLoop loop, double difference, int fadeSamples) {
  private static final double WINDOW_SECONDS = 0.05;
  private static final int WINDOW_PERIODS = 2;
  private static final double LENGTH_SECONDS = 0.25;
  private static final int LENGTH_PERIODS = 10;
  private static final double LARGEST_DIFFERENCE = 0.2;
  private static final double UNHEARD_DIFFERENCE = 0.02;
  private static final double ENDS_DB = 0.5;
  private static final double SWELL_DB = 6;
  private static final double SUSTAIN_DB = 12;

  /** Loops that are as long as this part of the longest are long, too. */
  private static final double LONG = 0.75;

  /** Places where loops are tried to begin, spread over the first half of the sustained part. */
  private static final int STARTS = 24;

  /**
   * The best loop of a note.
   *
   * @param samples amplitudes, [samples]
   * @param hz of its pitch, positive
   * @return empty where there is none, as in notes that die away, in noise and in short notes
   */
  public static Optional<SustainLoop> find(float[] samples, int sampleRateHz, double hz) {
    double period = sampleRateHz / hz;
    int window = (int) Math.ceil(Math.max(WINDOW_SECONDS * sampleRateHz, WINDOW_PERIODS * period));
    int shortest =
        (int) Math.ceil(Math.max(LENGTH_SECONDS * sampleRateHz, LENGTH_PERIODS * period));
    if (samples.length < shortest + 4 * window) {
      return Optional.empty();
    }
    return new Search(samples, window, shortest).best();
  }

  /**
   * The sound with the end of the loop faded into what comes before the loop's beginning, along a
   * raised cosine: its last sample is then the one before the first, so that the repeat goes on as
   * the beginning did.
   *
   * @return a copy
   */
  public float[] crossfade(float[] samples) {
    float[] faded = samples.clone();
    for (int i = 1; i <= fadeSamples; i++) {
      double gain = (1 - Math.cos(Math.PI * i / fadeSamples)) / 2;
      int at = loop.to() - fadeSamples + i - 1;
      faded[at] = (float) ((1 - gain) * samples[at] + gain * samples[at - loop.samples()]);
    }
    return faded;
  }

  private static final class Search {
    private final float[] x;
    private final int window;
    private final int shortest;
    private final double[] energyBefore;
    private final int frame;
    private final double[] levels;

    Search(float[] x, int window, int shortest) {
      this.x = x;
      this.window = window;
      this.shortest = shortest;
      this.energyBefore = new double[x.length + 1];
      for (int i = 0; i < x.length; i++) {
        energyBefore[i + 1] = energyBefore[i] + (double) x[i] * x[i];
      }
      // Half a window is a whole period at least, so that levels do not follow the wave.
      this.frame = window / 2;
      this.levels = new double[x.length / frame];
      for (int i = 0; i < levels.length; i++) {
        levels[i] = energy(i * frame, (i + 1) * frame);
      }
    }

    private double energy(int from, int to) {
      return energyBefore[to] - energyBefore[from];
    }

    private static double ratio(double db) {
      return Math.pow(10, db / 10);
    }

    /** The sustained part: its first frame and the one behind its last. */
    private int[] sustained() {
      double loudest = Arrays.stream(levels).max().orElse(0);
      int[] longest = {0, 0};
      int from = 0;
      for (int i = 0; i <= levels.length; i++) {
        if (i == levels.length || levels[i] < loudest * ratio(-SUSTAIN_DB)) {
          if (i - from > longest[1] - longest[0]) {
            longest = new int[] {from, i};
          }
          from = i + 1;
        }
      }
      return loudest == 0 ? new int[] {0, 0} : longest;
    }

    Optional<SustainLoop> best() {
      int[] part = sustained();
      int first = part[0] * frame + 2 * window;
      int last = part[1] * frame - 2 * window;
      if (last - first < shortest) {
        return Optional.empty();
      }
      List<SustainLoop> found = new ArrayList<>();
      double least = LARGEST_DIFFERENCE;
      int before = -1;
      for (int i = 0; i < STARTS; i++) {
        int from = rising(first + (int) ((long) i * (last - first) / (2 * STARTS)), last);
        if (from == before || last - from < shortest) {
          continue;
        }
        before = from;
        for (int to = rising(from + shortest, last); to < last; to = rising(to + 1, last)) {
          double difference = difference(from, to);
          if (difference <= LARGEST_DIFFERENCE && isSteady(from, to)) {
            found.add(new SustainLoop(new SampleLoop(from, to), difference, window));
            least = Math.min(least, difference);
          }
        }
      }
      double enough = Math.max(UNHEARD_DIFFERENCE, 2 * least);
      found.removeIf(each -> each.difference() > enough);
      int longest = found.stream().mapToInt(each -> each.loop().samples()).max().orElse(0);
      return found.stream()
          .filter(each -> each.loop().samples() >= LONG * longest)
          .min(Comparator.comparingDouble(SustainLoop::difference));
    }

    /** The first rising zero crossing at {@code at} or behind it, or {@code end}. */
    private int rising(int at, int end) {
      int i = at;
      while (i < end && !(x[i - 1] < 0 && x[i] >= 0)) {
        i++;
      }
      return i;
    }

    /** d; larger than the largest where the sums need not be finished to know that. */
    private double difference(int from, int to) {
      if (!alike(energy(from - window, from), energy(to - window, to))
          || !alike(energy(from, from + window), energy(to, to + window))) {
        return 2;
      }
      double a = energy(from - window, from + window);
      double b = energy(to - window, to + window);
      double bound = LARGEST_DIFFERENCE * (a + b);
      double sum = 0;
      for (int j = -window; j < window && sum <= bound; j++) {
        double apart = (double) x[from + j] - x[to + j];
        sum += apart * apart;
      }
      return sum / (a + b);
    }

    private static boolean alike(double a, double b) {
      return a <= b * ratio(ENDS_DB) && b <= a * ratio(ENDS_DB);
    }

    private boolean isSteady(int from, int to) {
      double mean = energy(from, to) / (to - from) * frame;
      for (int i = from / frame + 1; i < to / frame; i++) {
        if (levels[i] > mean * ratio(SWELL_DB) || levels[i] < mean * ratio(-SWELL_DB)) {
          return false;
        }
      }
      return true;
    }
  }
}
