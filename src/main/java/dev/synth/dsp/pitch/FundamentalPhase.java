package dev.synth.dsp.pitch;

/**
 * Where a note is in its cycle, sample for sample: the phase of its fundamental, found by moving
 * the frequency it should have down to zero and looking at the angle of what is there (the
 * heterodyne of Moorer 1973, "The Heterodyne Filter as a Tool for Analysis of Transient
 * Waveforms"). It follows notes that are a little out of tune, and vibrato.
 *
 * <p>The window is of Hann's shape and at least four periods long, so that neither the second
 * harmonic nor a constant reaches the fundamental's place. Where nothing is there, as in silence
 * and noise, the phase advances at the frequency given.
 */
public final class FundamentalPhase {
  private static final int MIN_WINDOW_SAMPLES = 1_024;
  private static final int PERIODS = 4;
  private static final int STEPS_PER_WINDOW = 8;

  /** A fundamental with less than this share of the amplitude is not followed. */
  private static final double MIN_SHARE = 0.05;

  private final float[] samples;
  private final double cyclesPerSample;
  private final double[] window;
  private final double weights; // their sum

  private FundamentalPhase(float[] samples, double cyclesPerSample) {
    this.samples = samples;
    this.cyclesPerSample = cyclesPerSample;
    int half = (int) Math.max(MIN_WINDOW_SAMPLES, Math.ceil(PERIODS / cyclesPerSample)) / 2;
    window = new double[2 * half + 1];
    double sum = 0;
    for (int i = 0; i < window.length; i++) {
      window[i] = 0.5 + 0.5 * Math.cos(Math.PI * (i - half) / (half + 1));
      sum += window[i];
    }
    weights = sum;
  }

  /**
   * Phases of a piece of a note, in cycles: a note cos(2πc) has phase c, from 0 (inclusive) to 1.
   *
   * @param samples the whole note
   * @param frequencyHz the fundamental it should have, above 0 and below half the rate
   * @param from first sample of the piece
   * @param count samples of the piece, [count] phases; beyond the note's end it continues as
   *     silence
   * @throws IllegalArgumentException if the frequency is not one the rate can hold
   */
  public static float[] cycles(
      float[] samples, int sampleRateHz, double frequencyHz, int from, int count) {
    if (!(frequencyHz > 0 && frequencyHz < sampleRateHz / 2.0)) {
      throw new IllegalArgumentException(
          "frequencyHz must be between 0 and half of " + sampleRateHz + ", got " + frequencyHz);
    }
    return new FundamentalPhase(samples, frequencyHz / sampleRateHz).cycles(from, count);
  }

  private float[] cycles(int from, int count) {
    float[] cycles = new float[count];
    int step = window.length / STEPS_PER_WINDOW;
    double lead = lead(from, 0);
    for (int done = 0; done < count; done += step) {
      double next = lead(from + done + step, lead);
      for (int i = 0; i < step && done + i < count; i++) {
        double at = (from + done + i) * cyclesPerSample + lead + (next - lead) * i / (double) step;
        cycles[done + i] = (float) Math.min(at - Math.floor(at), Math.nextDown(1f));
      }
      lead = next;
    }
    return cycles;
  }

  /**
   * By how much the fundamental around {@code center} is ahead of one that started at 0, in cycles,
   * within half a cycle of {@code before}; {@code before} itself where there is none.
   */
  private double lead(int center, double before) {
    int half = window.length / 2;
    double real = 0;
    double imaginary = 0;
    double energy = 0;
    for (int i = 0; i < window.length; i++) {
      int t = center + i - half;
      double x = t >= 0 && t < samples.length ? samples[t] : 0;
      double angle = -2 * Math.PI * cyclesPerSample * t;
      real += window[i] * x * Math.cos(angle);
      imaginary += window[i] * x * Math.sin(angle);
      energy += window[i] * x * x;
    }
    double amplitude = 2 * Math.hypot(real, imaginary) / weights;
    if (!(amplitude > MIN_SHARE * Math.sqrt(2 * energy / weights))) {
      return before;
    }
    double turn = Math.atan2(imaginary, real) / (2 * Math.PI) - before;
    return before + turn - Math.rint(turn);
  }
}
