package dev.synth.models.wavenet;

import dev.synth.dsp.pitch.FundamentalPhase;
import dev.synth.dsp.pitch.Pitch;

/**
 * A tone at a note's pitch that the decoder takes as input beside its own past: sines and cosines
 * of the pitch and its harmonics, as in the source of neural source-filter models (Wang, Takaki and
 * Yamagishi 2019, "Neural Source-Filter-Based Waveform Model for Statistical Parametric Speech
 * Synthesis"). A decoder that knows where in its cycle a note is need not count periods in a past
 * that it made up itself, so its pitch cannot drift.
 *
 * <p>Harmonics from half the sample rate up are silent, and so is the whole of it where the pitch
 * is not known.
 */
public final class PitchOscillator {
  private final int sampleRateHz;
  private final int harmonics;
  private final int audible;
  private final double frequencyHz; // 0 if unpitched
  private final double cyclesPerSample;

  /** An oscillator for a note of {@code pitch}, MIDI or {@link WaveNetSpec#UNKNOWN_PITCH}. */
  public PitchOscillator(WaveNetSpec spec, int pitch) {
    sampleRateHz = spec.sampleRateHz();
    harmonics = spec.pitchHarmonics();
    boolean known = pitch != WaveNetSpec.UNKNOWN_PITCH;
    frequencyHz = known ? Pitch.hzOfMidi(pitch) : 0;
    cyclesPerSample = frequencyHz / sampleRateHz;
    audible = known ? (int) Math.min(harmonics, Math.ceil(0.5 / cyclesPerSample) - 1) : 0;
  }

  /** Values it writes for a sample: a sine and a cosine for each harmonic. */
  public int channels() {
    return 2 * harmonics;
  }

  /** Its frequency, 0 where the pitch is unknown. */
  double cyclesPerSample() {
    return cyclesPerSample;
  }

  /** Where it stands at {@code sample} if it starts at 0 and keeps its pitch, in cycles [0, 1). */
  public double cyclesAt(long sample) {
    double cycles = sample * cyclesPerSample;
    return cycles - Math.floor(cycles);
  }

  /** {@link #cyclesAt} of the first {@code samples} samples. */
  public float[] steadyCycles(int samples) {
    float[] cycles = new float[samples];
    for (int t = 0; t < samples; t++) {
      cycles[t] = (float) cyclesAt(t);
    }
    return cycles;
  }

  /**
   * Where it stands over a piece of a known note, in step with the note's own fundamental, as a
   * generated note is in step with it.
   *
   * @param samples the whole note
   * @param from first sample of the piece
   * @param count samples of the piece
   * @return cycles [count]; zeros for an oscillator that is silent anyway
   */
  public float[] cyclesAlong(float[] samples, int from, int count) {
    return audible == 0
        ? new float[count]
        : FundamentalPhase.cycles(samples, sampleRateHz, frequencyHz, from, count);
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
