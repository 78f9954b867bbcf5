package dev.synth.models.classifier;

import dev.synth.dsp.ActiveRegion;
import dev.synth.dsp.MelFilterbank;
import dev.synth.dsp.OffsetFilter;
import dev.synth.dsp.Stft;
import dev.synth.dsp.Windows;
import dev.synth.dsp.pitch.Pitch;
import java.util.Arrays;
import java.util.Optional;
import org.jtransforms.fft.FloatFFT_1D;

/**
 * Measures notes for a classifier, from where the sound begins.
 *
 * <p>The spectrogram has frames of {@value #FFT_SAMPLES} samples every {@value #HOP_SAMPLES} and
 * bands of equal width on the mel scale. That tells what changes fast, but not one low note from
 * the next. So there are spectra of {@value #LONG_SAMPLES} samples, too, three to the semitone,
 * which are means over the beginning, the first second and what follows.
 *
 * <p>Holds buffers and FFT plans: one instance a thread.
 */
public final class NoteFeatures {
  /** Samples from one frame of the spectrogram to the next. */
  public static final int HOP_SAMPLES = 256;

  /** Samples of a frame of the spectrogram. */
  public static final int FFT_SAMPLES = 512;

  /** Samples of a frame of the spectra. */
  public static final int LONG_SAMPLES = 8_192;

  /** Parts of a note that have a spectrum each. */
  public static final int SECTIONS = 3;

  private static final int LONG_HOP_SAMPLES = 2_048;

  /** The first frame of each section, and the end of the last: those behind hear the release. */
  private static final int[] SECTION_FRAMES = {0, 1, 8, 20};

  private static final double MIN_HZ = 30;

  /** Sound begins where it comes this near to its loudest. */
  private static final double ONSET_RANGE_DB = 40;

  private static final double TINY = 1e-12;

  private final ClassifierSpec spec;
  private final Stft stft = new Stft(FFT_SAMPLES, HOP_SAMPLES);
  private final MelFilterbank mel;
  private final FloatFFT_1D fft = new FloatFFT_1D(LONG_SAMPLES);
  private final float[] window = Windows.hann(LONG_SAMPLES);
  private final float[] frame = new float[LONG_SAMPLES];
  private final int bins;

  /** Features as models of {@code spec} take them. */
  public NoteFeatures(ClassifierSpec spec) {
    this.spec = spec;
    int rate = spec.sampleRateHz();
    this.mel = new MelFilterbank(spec.melBands(), MIN_HZ, rate / 2.0, FFT_SAMPLES, rate);
    this.bins = bins(spec);
  }

  /** Bins of a spectrum: as many as there are below half the rate. */
  public static int bins(ClassifierSpec spec) {
    double top = new Pitch(spec.sampleRateHz() / 2.0, 1).midi();
    return (int) Math.floor(top * HarmonicStack.PER_SEMITONE) + 1;
  }

  /** The frequency of {@code bin}. */
  public static double hz(double bin) {
    return Pitch.hzOfMidi((bin - HarmonicStack.CENTRE) / HarmonicStack.PER_SEMITONE);
  }

  /** The share of {@code section} in which a note of {@code samples} samples is heard. */
  public static double sectionShare(int section, int samples) {
    int from = SECTION_FRAMES[section] * LONG_HOP_SAMPLES;
    int to = (SECTION_FRAMES[section + 1] - 1) * LONG_HOP_SAMPLES + LONG_SAMPLES;
    return Math.max(0, Math.min(1, (double) (samples - from) / (to - from)));
  }

  /** The middle of a band of the spectrogram. */
  public double melHz(int band) {
    return mel.centreHz(band);
  }

  /**
   * Measures a note.
   *
   * @param samples amplitudes at the spec's rate
   * @return empty if it is silent
   */
  public Optional<HeardNote> of(float[] samples) {
    float[] sound = OffsetFilter.filter(samples, spec.sampleRateHz());
    Optional<ActiveRegion> active =
        ActiveRegion.of(sound, 0, sound.length, ONSET_RANGE_DB, spec.sampleRateHz());
    if (active.isEmpty()) {
      return Optional.empty();
    }
    int from = Math.max(0, active.get().fromSample() - spec.sampleRateHz() / 100);
    float[] heard = Arrays.copyOfRange(sound, from, from + spec.heardSamples());
    float[] spectrogram = new float[spec.frames() * spec.melBands()];
    double level = spectrogram(heard, spectrogram);
    float[] spectrum = new float[SECTIONS * bins];
    for (int s = 0; s < SECTIONS; s++) {
      section(heard, s, spectrum);
    }
    return Optional.of(new HeardNote(below(spectrogram), below(spectrum), level));
  }

  /** Returns the loudest frame's level, dBFS. */
  private double spectrogram(float[] heard, float[] into) {
    float[][] magnitudes = stft.magnitudes(heard);
    double loudest = 0;
    for (int f = 0; f < spec.frames(); f++) {
      float[] power = magnitudes[f];
      double sum = 0;
      for (int bin = 0; bin < power.length; bin++) {
        power[bin] *= power[bin];
        sum += power[bin];
      }
      loudest = Math.max(loudest, sum);
      float[] means = mel.means(power);
      for (int band = 0; band < means.length; band++) {
        into[f * means.length + band] = decibels(means[band]);
      }
    }
    return decibels(loudest);
  }

  private void section(float[] heard, int section, float[] into) {
    float[] power = new float[LONG_SAMPLES / 2];
    int count = 0;
    for (int f = SECTION_FRAMES[section]; f < SECTION_FRAMES[section + 1]; f++) {
      int start = f * LONG_HOP_SAMPLES;
      if (start >= heard.length) {
        break;
      }
      for (int i = 0; i < LONG_SAMPLES; i++) {
        frame[i] = start + i < heard.length ? window[i] * heard[start + i] : 0;
      }
      fft.realForward(frame);
      for (int bin = 1; bin < power.length; bin++) {
        power[bin] += frame[2 * bin] * frame[2 * bin] + frame[2 * bin + 1] * frame[2 * bin + 1];
      }
      count++;
    }
    // A full-scale sine in the middle of a bin has power 1 there.
    double scale = 16.0 / ((double) LONG_SAMPLES * LONG_SAMPLES * Math.max(1, count));
    for (int bin = 0; bin < bins; bin++) {
      into[section * bins + bin] = decibels(scale * band(power, bin));
    }
  }

  /**
   * The power in a triangle from the bin below to the bin above, or over two bins of the FFT where
   * that is more: there this is a straight line between them.
   */
  private double band(float[] power, int bin) {
    double hzPerBin = (double) spec.sampleRateHz() / LONG_SAMPLES;
    double centre = hz(bin) / hzPerBin;
    double below = Math.min(hz(bin - 1.0) / hzPerBin, centre - 1);
    double above = Math.max(hz(bin + 1.0) / hzPerBin, centre + 1);
    double sum = 0;
    int last = Math.min(power.length - 1, (int) Math.floor(above));
    for (int k = Math.max(1, (int) Math.ceil(below)); k <= last; k++) {
      sum +=
          power[k] * (k < centre ? (k - below) / (centre - below) : (above - k) / (above - centre));
    }
    return sum;
  }

  private static float decibels(double power) {
    return (float) (10 * Math.log10(power + TINY));
  }

  /** The values under the largest of them. */
  private static float[] below(float[] db) {
    float top = Float.NEGATIVE_INFINITY;
    for (float value : db) {
      top = Math.max(top, value);
    }
    for (int i = 0; i < db.length; i++) {
      db[i] = Math.max(HeardNote.FLOOR_DB, db[i] - top);
    }
    return db;
  }
}
