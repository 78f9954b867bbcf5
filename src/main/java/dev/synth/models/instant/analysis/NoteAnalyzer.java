package dev.synth.models.instant.analysis;

import dev.synth.dsp.pitch.Pitch;
import dev.synth.models.instant.sound.NoiseBands;
import dev.synth.models.instant.sound.NoteControls;

/**
 * Measures the controls that play a note: what {@link
 * dev.synth.models.instant.sound.ControlSynthesizer} makes of them has the note's partials and the
 * power of its noise.
 */
public final class NoteAnalyzer {
  /** A partial's window: two and a half periods keep neighbours apart by 40 dB and more. */
  private static final double PERIODS = 2.5;

  private static final double LEAST_WINDOW_SECONDS = 0.012;

  /** Partials from this share of the rate on are not looked for. */
  private static final double AUDIBLE = 0.49;

  /** The first sample above this share of the peak is the onset. */
  private static final double ONSET = 0.01;

  private final int rateHz;
  private final int hopSamples;
  private final int partials;
  private final int bands;

  /** An analyzer of sounds of {@code rateHz}, for controls of these sizes. */
  public NoteAnalyzer(int rateHz, int hopSamples, int partials, int bands) {
    this.rateHz = rateHz;
    this.hopSamples = hopSamples;
    this.partials = partials;
    this.bands = bands;
  }

  /**
   * The controls of a note.
   *
   * @param sound amplitudes, [samples]
   * @param pitch MIDI note number that the note is known to have, to a semitone or so
   * @param points how many; hop by hop from the first sample on
   */
  public NoteControls analyze(float[] sound, double pitch, int points) {
    double hz = Pitch.hzOfMidi(pitch);
    double[] harmonic = new double[partials];
    for (int k = 0; k < partials; k++) {
      harmonic[k] = k + 1;
    }
    float[] cents = PitchTrack.cents(sound, rateHz, hopSamples, points, hz, harmonic);
    double[] ratios = harmonic;
    double mean = 0;
    double square = 0;
    for (float c : cents) {
      mean += c / points;
      square += (double) c * c / points;
    }
    if (Math.sqrt(Math.max(0, square - mean * mean)) < STEADY_CENTS) {
      double heard = hz * Math.pow(2, mean / 1200);
      ratios = PartialTuning.ratios(sound, rateHz, onset(sound), heard, partials);
      cents = PitchTrack.cents(sound, rateHz, hopSamples, points, hz, ratios);
    }
    PhaseTrack phase = PhaseTrack.of(cents, rateHz, hopSamples, hz);
    float[] partialDb = new float[points * partials];
    float[] noiseDb = new float[points * bands];
    measure(sound, hz, ratios, phase, partialDb, noiseDb);
    float[] tuning = new float[partials];
    for (int k = 0; k < partials; k++) {
      tuning[k] = (float) (1200 * Math.log(ratios[k] / (k + 1)) / Math.log(2));
    }
    return new NoteControls(partials, bands, partialDb, noiseDb, cents, tuning);
  }

  private void measure(
      float[] sound,
      double hz,
      double[] ratios,
      PhaseTrack phase,
      float[] partialDb,
      float[] noiseDb) {
    int points = phase.points();
    NoiseBands noiseBands = new NoiseBands(bands, rateHz);
    GapNoise gaps = new GapNoise(rateHz, hopSamples, noiseBands, hz);
    Demodulator demodulator = new Demodulator(sound, hopSamples, points);
    double windowSamples = Math.max(LEAST_WINDOW_SECONDS * rateHz, PERIODS * rateHz / hz);
    double windowSquares = 0;
    for (float w : Demodulator.window(windowSamples)) {
      windowSquares += (double) w * w;
    }
    HannSums windows = demodulator.windows(windowSamples);
    HannSums gapWindows = demodulator.windows(gaps.windowSamples());
    float[] amplitudes = new float[2 * points];
    float[] residual = sound.clone();
    double[] partialPower = new double[points * partials];
    for (int k = 0; k < partials && ratios[k] * hz < AUDIBLE * rateHz; k++) {
      demodulator.turnBack(phase.times(ratios[k]));
      demodulator.amplitudes(gapWindows, amplitudes);
      demodulator.subtract(residual, amplitudes);
      demodulator.amplitudes(windows, amplitudes);
      for (int p = 0; p < points; p++) {
        partialPower[p * partials + k] =
            (double) amplitudes[2 * p] * amplitudes[2 * p]
                + (double) amplitudes[2 * p + 1] * amplitudes[2 * p + 1];
      }
    }
    double[] noise = gaps.power(residual, points, ratios);
    for (int i = 0; i < noiseDb.length; i++) {
      noiseDb[i] = decibels(noise[i]);
    }
    for (int k = 0; k < partials; k++) {
      // What the noise adds under the window.
      int band = noiseBands.nearest(ratios[k] * hz);
      double perDensity = 2 * rateHz * windowSquares / 1000;
      for (int p = 0; p < points; p++) {
        double power = partialPower[p * partials + k] - perDensity * noise[p * bands + band];
        partialDb[p * partials + k] = decibels(power);
      }
    }
  }

  private static float decibels(double power) {
    double db = 10 * Math.log10(Math.max(power, 1e-30));
    return (float) Math.max(NoteControls.SILENT_DB, db);
  }

  /** A note that moves less has partials that one long spectrum tells apart. */
  private static final double STEADY_CENTS = 8;

  private static int onset(float[] sound) {
    float peak = 0;
    for (float s : sound) {
      peak = Math.max(peak, Math.abs(s));
    }
    int at = 0;
    while (at < sound.length - 1 && Math.abs(sound[at]) <= ONSET * peak) {
      at++;
    }
    return at;
  }
}
