package dev.synth.models.classifier.train;

import dev.synth.models.classifier.ClassifierSpec;
import dev.synth.models.classifier.HeardNote;
import dev.synth.models.classifier.NoteFeatures;
import dev.synth.train.data.Equalizer;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Changes notes so that what is said of them should stay the same: they begin later, end earlier,
 * go slower or faster, are louder, have another equaliser, or noise beside them.
 */
final class Variation {
  private static final double EQUALIZED = 0.5;

  /** Of the equaliser's gains so much is used at most: more makes other instruments. */
  private static final double MOST_EQUALIZED = 0.5;

  private static final double NOISY = 0.2;
  private static final double CUT_SHORT = 0.25;
  private static final double STRETCHED = 0.4;
  private static final double LOUDER = 0.5;
  private static final double MASKED = 0.2;

  /** Largest gain, up or down. */
  private static final double GAIN_DB = 9;

  /** Frames that a note may begin later or earlier. */
  private static final int MOST_FRAMES_LATE = 12;

  private static final int MOST_FRAMES_EARLY = 2;
  private static final double MOST_STRETCH = 0.3;
  private static final double NOISE_FROM_DB = -70;
  private static final double NOISE_TO_DB = -20;
  private static final int MOST_MASKED_BANDS = 10;

  private final ClassifierSpec spec;
  private final double[] melHz;
  private final double[] binHz;

  Variation(ClassifierSpec spec) {
    this.spec = spec;
    NoteFeatures features = new NoteFeatures(spec);
    this.melHz = new double[spec.melBands()];
    for (int band = 0; band < melHz.length; band++) {
      melHz[band] = features.melHz(band);
    }
    this.binHz = new double[NoteFeatures.bins(spec)];
    for (int bin = 0; bin < binHz.length; bin++) {
      binHz[bin] = NoteFeatures.hz(bin);
    }
  }

  /** Another note of the same labels. */
  HeardNote vary(HeardNote note, SplittableRandom random) {
    float[] mel = moved(note.mel(), random);
    float[] spectrum = note.spectrum().clone();
    double level = note.levelDb();
    if (random.nextDouble() < CUT_SHORT) {
      cut(mel, spectrum, random);
    }
    if (random.nextDouble() < EQUALIZED) {
      double share = MOST_EQUALIZED * random.nextDouble();
      Equalizer equalizer = Equalizer.random(random);
      equalize(mel, melHz, equalizer, share);
      equalize(spectrum, binHz, equalizer, share);
    }
    if (random.nextDouble() < NOISY) {
      addNoise(mel, spectrum, random);
    }
    if (random.nextDouble() < MASKED) {
      mask(mel, random);
    }
    if (random.nextDouble() < LOUDER) {
      level += GAIN_DB * (2 * random.nextDouble() - 1);
    }
    return new HeardNote(below(mel), below(spectrum), level);
  }

  /** The spectrogram later or earlier, slower or faster. */
  private float[] moved(float[] mel, SplittableRandom random) {
    int bands = spec.melBands();
    int late = random.nextInt(-MOST_FRAMES_EARLY, MOST_FRAMES_LATE + 1);
    late = random.nextBoolean() ? late : 0;
    double speed =
        random.nextDouble() < STRETCHED ? 1 + MOST_STRETCH * (2 * random.nextDouble() - 1) : 1;
    float[] moved = new float[mel.length];
    for (int f = 0; f < spec.frames(); f++) {
      double at = (f - late) * speed;
      int frame = (int) Math.floor(at);
      float share = (float) (at - frame);
      for (int band = 0; band < bands; band++) {
        float here = at(mel, frame, band);
        moved[f * bands + band] = here + share * (at(mel, frame + 1, band) - here);
      }
    }
    return moved;
  }

  private float at(float[] mel, int frame, int band) {
    return frame < 0
        ? HeardNote.FLOOR_DB
        : mel[Math.min(frame, spec.frames() - 1) * spec.melBands() + band];
  }

  /** Ends the note early; what its sections have less of the sound is quieter by that. */
  private void cut(float[] mel, float[] spectrum, SplittableRandom random) {
    int bands = spec.melBands();
    int end = random.nextInt(spec.frames() / 12, spec.frames());
    double decayDb = 1.5 + 18 * random.nextDouble(); // a frame
    for (int f = end; f < spec.frames(); f++) {
      for (int band = 0; band < bands; band++) {
        int i = f * bands + band;
        mel[i] = (float) Math.max(HeardNote.FLOOR_DB, mel[i] - decayDb * (f - end));
      }
    }
    int bins = binHz.length;
    int endSample = end * NoteFeatures.HOP_SAMPLES;
    for (int s = 0; s < NoteFeatures.SECTIONS; s++) {
      double heard = NoteFeatures.sectionShare(s, endSample);
      double db = heard <= 0 ? HeardNote.FLOOR_DB : 10 * Math.log10(heard);
      for (int i = s * bins; i < (s + 1) * bins; i++) {
        spectrum[i] = (float) Math.max(HeardNote.FLOOR_DB, spectrum[i] + db);
      }
    }
  }

  private static void equalize(float[] db, double[] hz, Equalizer equalizer, double share) {
    float[] gains = new float[hz.length];
    for (int i = 0; i < hz.length; i++) {
      gains[i] = (float) (share * equalizer.decibels(hz[i]));
    }
    for (int i = 0; i < db.length; i++) {
      if (db[i] > HeardNote.FLOOR_DB) {
        db[i] += gains[i % hz.length];
      }
    }
  }

  /** Steady noise whose level falls or rises evenly over the octaves. */
  private void addNoise(float[] mel, float[] spectrum, SplittableRandom random) {
    double level = NOISE_FROM_DB + (NOISE_TO_DB - NOISE_FROM_DB) * random.nextDouble();
    double slope = -6 + 9 * random.nextDouble(); // dB an octave
    for (int i = 0; i < mel.length; i++) {
      double hz = melHz[i % melHz.length];
      double power = -Math.log(1 - random.nextDouble()); // of one frame, Rayleigh's
      mel[i] = sum(mel[i], level + slope * octaves(hz) + 10 * Math.log10(power + 1e-3));
    }
    // A triangle of the spectra has a mean over several bins and frames, so its noise is steadier;
    // it is wider in hertz where it is high, and sums.
    double narrower =
        10 * Math.log10((double) NoteFeatures.FFT_SAMPLES / NoteFeatures.LONG_SAMPLES);
    for (int i = 0; i < spectrum.length; i++) {
      double hz = binHz[i % binHz.length];
      double bins = Math.max(1, hz * 0.02 * NoteFeatures.LONG_SAMPLES / spec.sampleRateHz());
      double flutter = random.nextGaussian() * 2 / Math.sqrt(bins);
      spectrum[i] =
          sum(
              spectrum[i],
              level + slope * octaves(hz) + narrower + 10 * Math.log10(bins) + flutter);
    }
  }

  /** Nothing but noise, steady or fading. */
  HeardNote noise(SplittableRandom random) {
    float[] mel = new float[spec.frames() * spec.melBands()];
    float[] spectrum = new float[NoteFeatures.SECTIONS * binHz.length];
    Arrays.fill(mel, HeardNote.FLOOR_DB);
    Arrays.fill(spectrum, HeardNote.FLOOR_DB);
    addNoise(mel, spectrum, random);
    double decayDb = random.nextBoolean() ? 0 : random.nextDouble(); // a frame
    for (int i = 0; i < mel.length; i++) {
      mel[i] -= (float) (decayDb * (i / spec.melBands()));
    }
    double share = random.nextDouble();
    Equalizer equalizer = Equalizer.random(random);
    equalize(mel, melHz, equalizer, share);
    equalize(spectrum, binHz, equalizer, share);
    return new HeardNote(below(mel), below(spectrum), -40 * random.nextDouble());
  }

  /** Two sounds at once, the second with a gain. */
  static HeardNote sum(HeardNote a, HeardNote b, double db) {
    double more = b.levelDb() + db - a.levelDb();
    float[] mel = a.mel().clone();
    for (int i = 0; i < mel.length; i++) {
      mel[i] = sum(mel[i], b.mel()[i] + more);
    }
    float[] spectrum = a.spectrum().clone();
    for (int i = 0; i < spectrum.length; i++) {
      spectrum[i] = sum(spectrum[i], b.spectrum()[i] + more);
    }
    return new HeardNote(below(mel), below(spectrum), a.levelDb() + Math.max(0, more));
  }

  /** Octaves above 1 kHz. */
  private static double octaves(double hz) {
    return Math.log(hz / 1000) / Math.log(2);
  }

  private static float sum(double db, double moreDb) {
    return (float) (10 * Math.log10(Math.pow(10, db / 10) + Math.pow(10, moreDb / 10)));
  }

  /** Some neighbouring bands are missing (Park et al. 2019, SpecAugment). */
  private void mask(float[] mel, SplittableRandom random) {
    int bands = spec.melBands();
    int count = 1 + random.nextInt(Math.min(MOST_MASKED_BANDS, bands - 1));
    int from = random.nextInt(bands - count + 1);
    for (int f = 0; f < spec.frames(); f++) {
      Arrays.fill(mel, f * bands + from, f * bands + from + count, HeardNote.FLOOR_DB);
    }
  }

  private static float[] below(float[] db) {
    float top = HeardNote.FLOOR_DB;
    for (float value : db) {
      top = Math.max(top, value);
    }
    for (int i = 0; i < db.length; i++) {
      db[i] = Math.max(HeardNote.FLOOR_DB, db[i] - top);
    }
    return db;
  }
}
