package dev.synth.wavenet;

/**
 * A tone at a note's pitch that the decoder hears beside its own past: sines and cosines of the
 * pitch and its harmonics, as in the source of neural source-filter models (Wang, Takaki and
 * Yamagishi 2019, "Neural Source-Filter-Based Waveform Model for Statistical Parametric Speech
 * Synthesis"). A decoder that knows where in its cycle a note is need not count periods in a past
 * that it made up itself, so its pitch cannot drift.
 *
 * <p>Harmonics from half the sample rate up are silent, and so is the whole of it where the pitch
 * is not known.
 */
public final class PitchOscillator {
  private static final double A4_HZ = 440;
  private static final int A4_MIDI = 69;

  private final int harmonics;
  private final int audible;
  private final double cyclesPerSample;

  /** An oscillator for a note of {@code pitch}, MIDI or {@link WaveNetSpec#UNKNOWN_PITCH}. */
  public PitchOscillator(WaveNetSpec spec, int pitch) {
    harmonics = spec.pitchHarmonics();
    if (pitch == WaveNetSpec.UNKNOWN_PITCH) {
      cyclesPerSample = 0;
      audible = 0;
    } else {
      cyclesPerSample = frequencyHz(pitch) / spec.sampleRateHz();
      audible = (int) Math.min(harmonics, Math.ceil(0.5 / cyclesPerSample) - 1);
    }
  }

  /** Frequency of a MIDI pitch in equal temperament. */
  public static double frequencyHz(int pitch) {
    return A4_HZ * Math.pow(2, (pitch - A4_MIDI) / 12.0);
  }

  /** Values it writes for a sample: a sine and a cosine for each harmonic. */
  public int channels() {
    return 2 * harmonics;
  }

  /** Where it stands at {@code sample} if it starts at 0 and keeps its pitch, in cycles [0, 1). */
  public double cyclesAt(long sample) {
    double cycles = sample * cyclesPerSample;
    return cycles - Math.floor(cycles);
  }

  /** {@link #cyclesAt} of the first {@code samples} samples. */
  float[] steadyCycles(int samples) {
    float[] cycles = new float[samples];
    for (int t = 0; t < samples; t++) {
      cycles[t] = (float) cyclesAt(t);
    }
    return cycles;
  }

  /**
   * Writes sin(2πkc), cos(2πkc) for k = 1 .. harmonics.
   *
   * @param cycles c, where it stands
   * @param offset of the first value in {@code out}
   */
  public void write(double cycles, float[] out, int offset) {
    double sin1 = Math.sin(2 * Math.PI * cycles);
    double cos1 = Math.cos(2 * Math.PI * cycles);
    double sin = 0;
    double cos = 1;
    for (int k = 0; k < harmonics; k++) {
      double turned = sin * cos1 + cos * sin1;
      cos = cos * cos1 - sin * sin1;
      sin = turned;
      out[offset + 2 * k] = k < audible ? (float) sin : 0f;
      out[offset + 2 * k + 1] = k < audible ? (float) cos : 0f;
    }
  }
}
