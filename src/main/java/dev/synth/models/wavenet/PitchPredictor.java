package dev.synth.models.wavenet;

import dev.synth.audio.MuLaw;

/**
 * Features of the sound one and more periods of its pitch ago, an input of the decoder: where a
 * network of fixed dilations must find by itself what repeats, these values stand a period apart
 * whatever the pitch, as in pitch-dependent dilated convolutions (Wu et al. 2019, "Quasi-Periodic
 * WaveNet Vocoder: A Pitch Dependent Dilated Convolution Model for Parametric Speech Generation")
 * and in the long-term predictors of speech coders. A mean over periods keeps what repeats with the
 * pitch, and lets go of all else, errors of the decoder's own among it.
 *
 * <p>It follows one sound from its first sample on, and uses no sample before it is made. Where the
 * pitch is unknown, and where a period is under {@value #MIN_PERIOD_SAMPLES} samples, its values
 * depend on the last two samples only.
 */
public final class PitchPredictor {
  /** Values per sample. */
  public static final int HINTS = 6;

  /** How far back it looks, in samples. */
  private static final int REACH_SAMPLES = 2_048;

  /** How many samples back its values depend on: a mean of two samples ago is in it. */
  static final int FIELD_SAMPLES = REACH_SAMPLES + 2;

  private static final int MIN_PERIOD_SAMPLES = 4;

  /** Periods of the shorter mean. */
  private static final int FEW = 3;

  /** The share of the last sample's distance from the mean over many periods that is kept. */
  private static final double DISTANCE_SHARE = 0.85;

  /** The frequency is that of the oscillator over this many samples. */
  private static final int FREQUENCY_SAMPLES = 512;

  /** Memory that one takes, but for its few single numbers. */
  public static final long BYTES = Double.BYTES * (REACH_SAMPLES + FREQUENCY_SAMPLES + 9L);

  /** A frequency further from the pitch than this share is not believed. */
  private static final double MAX_DETUNING = 0.03;

  private final int periods;
  private final double nominal; // cycles per sample; 0 where the pitch is unknown or too high
  private final double[] past = new double[REACH_SAMPLES + 8]; // sample t at t mod length
  private final double[] totals = new double[FREQUENCY_SAMPLES + 1]; // cycles in all, as past
  private int sample;
  private double lastCycles;
  private double total;
  private double fewBefore; // the mean over few periods a sample ago
  private double fewSecondBefore;
  private double manyBefore;

  /** Of a sound at its start, of {@code pitch}, MIDI or {@link WaveNetSpec#UNKNOWN_PITCH}. */
  public PitchPredictor(WaveNetSpec spec, int pitch) {
    periods = spec.pastPeriods();
    double cycles = new PitchOscillator(spec, pitch).cyclesPerSample();
    nominal = cycles <= 1.0 / MIN_PERIOD_SAMPLES ? cycles : 0;
  }

  /**
   * Advances to the next sample and writes the features of those before it, companded as the
   * decoder's past is: the sample a period ago, the mean over three periods and over the spec's
   * number of periods; the linear prediction the classes count from; that prediction of the
   * distance from the mean over three, added to the mean; and the mean over many with a share of
   * the last distance from it.
   *
   * @param cycles where the note's oscillator stands at the sample
   * @param previous the companded sample before, as the decoder receives it; 0 before the first
   * @param out receives {@link #HINTS} values from {@code offset}
   */
  public void next(float cycles, float previous, float[] out, int offset) {
    if (sample > 0) {
      past[(sample - 1) % past.length] = MuLaw.decode(Math.round(128 * previous));
    }
    double newest = sample < 1 ? 0 : past[(sample - 1) % past.length];
    double before = sample < 2 ? 0 : past[(sample - 2) % past.length];
    double one = 0;
    double few = 0;
    double many = 0;
    if (nominal > 0) {
      follow(cycles);
      double period = 1 / frequency();
      double sum = 0;
      int count = 0;
      for (int m = 1; m <= periods && reaches(m * period); m++) {
        sum += ago(m * period);
        count = m;
        one = m == 1 ? sum : one;
        few = m <= FEW ? sum / m : few;
      }
      many = count > 0 ? sum / count : 0;
    }
    out[offset] = companded(one);
    out[offset + 1] = companded(few);
    out[offset + 2] = companded(many);
    out[offset + 3] = companded(ResidualCoding.prediction(newest, before));
    out[offset + 4] =
        companded(few + ResidualCoding.prediction(newest - fewBefore, before - fewSecondBefore));
    out[offset + 5] = companded(many + DISTANCE_SHARE * (newest - manyBefore));
    fewSecondBefore = fewBefore;
    fewBefore = few;
    manyBefore = many;
    sample++;
  }

  /** Follows the oscillator to {@code cycles}. */
  private void follow(float cycles) {
    if (sample > 0) {
      double step = cycles - lastCycles - nominal;
      total += nominal + step - Math.rint(step);
    }
    lastCycles = cycles;
    totals[sample % totals.length] = total;
  }

  /** Recent cycles per sample. */
  private double frequency() {
    int span = Math.min(sample, FREQUENCY_SAMPLES);
    double then = totals[(sample - span) % totals.length];
    double frequency = span == 0 ? nominal : (total - then) / span;
    return Math.abs(frequency / nominal - 1) <= MAX_DETUNING ? frequency : nominal;
  }

  private boolean reaches(double delay) {
    int whole = (int) Math.ceil(delay);
    return whole + 1 <= Math.min(sample, REACH_SAMPLES);
  }

  /** The sound {@code delay} samples before the one at hand, by Lagrange's cubic. */
  private double ago(double delay) {
    int whole = (int) Math.ceil(delay);
    double u = whole - delay; // between the sample whole ago and the next
    double a = at(whole + 1);
    double b = at(whole);
    double c = at(whole - 1);
    double d = at(whole - 2);
    return -u * (u - 1) * (u - 2) / 6 * a
        + (u + 1) * (u - 1) * (u - 2) / 2 * b
        - (u + 1) * u * (u - 2) / 2 * c
        + (u + 1) * u * (u - 1) / 6 * d;
  }

  private double at(int ago) {
    return past[(sample - ago) % past.length];
  }

  private static float companded(double x) {
    return (float) MuLaw.compand(x);
  }
}
