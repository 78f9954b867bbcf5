package dev.synth.dsp.pitch;

import java.util.Arrays;
import org.jtransforms.fft.DoubleFFT_1D;

/**
 * The period of one frame of sound by YIN.
 *
 * <p>A frame is compared with itself shifted by every lag: d(lag) = sum over j in [0, window) of
 * (x[j] - x[j + lag])². Divided by its mean over all shorter lags, it starts at 1 and dips towards
 * 0 at the period and its multiples. The first dip that is deep enough is the period.
 *
 * <p>Dividing moves a dip a little, and a parabola fits a dip a few samples wide only roughly, so
 * the period is then read from the undivided dips at twice, four and eight times it: the error in
 * samples stays, the period it is divided by grows.
 *
 * <p>Source: de Cheveigné and Kawahara 2002, "YIN, a fundamental frequency estimator for speech and
 * music", JASA 111, steps 1 to 5. Expanded as energy + energy - 2 · correlation, the sum costs
 * three FFTs. Unlike the paper, the depth asked for grows with the deepest dip, so that in a noisy
 * note the period is not lost to one of its multiples.
 *
 * <p>Holds buffers and an FFT plan: one instance a thread.
 */
final class Yin {
  // The paper's absolute threshold, here above the deepest dip.
  private static final double DEPTH = 0.1;
  private static final int MAX_MULTIPLE = 8;

  private final int windowSamples;
  private final int minLag;
  private final int maxLag;
  private final DoubleFFT_1D fft;
  private final double[] head;
  private final double[] frame;
  private final double[] difference;
  private final double[] dips;

  /** A period in samples, and d there: 0 for a perfect repeat, about 1 for noise. */
  record Period(double samples, double aperiodicity) {}

  /**
   * Prepares frames of {@code windowSamples + maxLag + 1} samples.
   *
   * @param windowSamples how many samples are compared at each lag
   * @param minLag the shortest period looked for, in samples, at least 2
   * @param maxLag the longest, in samples
   */
  Yin(int windowSamples, int minLag, int maxLag) {
    this.windowSamples = windowSamples;
    this.minLag = minLag;
    this.maxLag = maxLag;
    // Correlations wrap round only beyond maxLag + 1, where none is read.
    int fftSamples = Integer.highestOneBit(frameSamples() - 1) << 1;
    this.fft = new DoubleFFT_1D(fftSamples);
    this.head = new double[fftSamples];
    this.frame = new double[fftSamples];
    this.difference = new double[maxLag + 2];
    this.dips = new double[maxLag + 2];
  }

  int frameSamples() {
    return windowSamples + maxLag + 1;
  }

  /** The period of the frame that starts at {@code fromSample}. */
  Period period(float[] samples, int fromSample) {
    compare(samples, fromSample);
    normalise();
    double deepest = Double.MAX_VALUE;
    for (int lag = minLag; lag <= maxLag; lag++) {
      if (isDip(dips, lag)) {
        deepest = Math.min(deepest, depthAt(lag));
      }
    }
    for (int lag = minLag; lag <= maxLag; lag++) {
      if (isDip(dips, lag) && depthAt(lag) <= deepest + DEPTH) {
        return new Period(refine(lag), depthAt(lag));
      }
    }
    return new Period(maxLag, 1); // no dip at all: nothing repeats
  }

  private double refine(int dipLag) {
    double period = dipLag + offsetAt(dips, dipLag);
    for (int k = 1; k <= MAX_MULTIPLE && k * period < maxLag - 1; k *= 2) {
      int lag = (int) Math.round(k * period);
      if (difference[lag + 1] < difference[lag]) {
        lag++;
      } else if (difference[lag - 1] < difference[lag]) {
        lag--;
      }
      if (!isDip(difference, lag)) {
        break;
      }
      period = (lag + offsetAt(difference, lag)) / k;
    }
    return period;
  }

  private void compare(float[] samples, int fromSample) {
    Arrays.fill(head, 0);
    Arrays.fill(frame, 0);
    for (int i = 0; i < frameSamples(); i++) {
      frame[i] = samples[fromSample + i];
    }
    System.arraycopy(frame, 0, head, 0, windowSamples);
    double headEnergy = 0;
    for (int i = 0; i < windowSamples; i++) {
      headEnergy += frame[i] * frame[i];
    }
    double shiftedEnergy = headEnergy;
    for (int lag = 0; lag < difference.length; lag++) {
      difference[lag] = headEnergy + shiftedEnergy;
      double leaves = frame[lag];
      double enters = lag + windowSamples < frameSamples() ? frame[lag + windowSamples] : 0;
      shiftedEnergy += enters * enters - leaves * leaves;
    }
    correlate();
    for (int lag = 0; lag < difference.length; lag++) {
      difference[lag] = Math.max(0, difference[lag] - 2 * frame[lag]); // rounding may leave -1e-16
    }
  }

  /** Replaces {@code frame} by its correlation with {@code head} at each lag. */
  private void correlate() {
    fft.realForward(head);
    fft.realForward(frame);
    // JTransforms packs the two real bins, 0 and Nyquist, into the first two places.
    frame[0] *= head[0];
    frame[1] *= head[1];
    for (int i = 2; i < frame.length; i += 2) {
      double re = frame[i] * head[i] + frame[i + 1] * head[i + 1];
      double im = frame[i + 1] * head[i] - frame[i] * head[i + 1];
      frame[i] = re;
      frame[i + 1] = im;
    }
    fft.realInverse(frame, true);
  }

  private void normalise() {
    double sum = 0;
    dips[0] = 1;
    for (int lag = 1; lag < dips.length; lag++) {
      sum += difference[lag];
      dips[lag] = sum == 0 ? 1 : difference[lag] * lag / sum;
    }
  }

  private static boolean isDip(double[] d, int lag) {
    return d[lag] < d[lag - 1] && d[lag] <= d[lag + 1];
  }

  /** Where the parabola through a dip and its neighbours is lowest, from the dip, in samples. */
  private static double offsetAt(double[] d, int lag) {
    return (d[lag - 1] - d[lag + 1]) / 2 / (d[lag - 1] - 2 * d[lag] + d[lag + 1]);
  }

  private double depthAt(int lag) {
    double offset = offsetAt(dips, lag);
    return Math.max(0, dips[lag] - offset * (dips[lag - 1] - dips[lag + 1]) / 4);
  }
}
