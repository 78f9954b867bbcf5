package dev.synth.models.instant.train;

import dev.synth.models.instant.FrameFeatures;
import dev.synth.models.instant.FrameIntonation;
import dev.synth.models.instant.InstantSpec;
import dev.synth.models.instant.sound.ControlSynthesizer;
import dev.synth.models.instant.sound.NoiseBands;
import dev.synth.models.instant.sound.NoteControls;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Sounds that recordings have few of, played along the envelope of a note: sines, squares, organs
 * with any stops pulled, slopes, other balances of partials and noise, vibrato. They are played by
 * the synthesizer, so what the encoder hears and what the decoder should make fit exactly.
 */
final class SyntheticControls {
  private static final int ENCODER_POINT =
      InstantSpec.ENCODER_HOP_SAMPLES / InstantSpec.POINTS_PER_FRAME;

  /** The partials of an organ's drawbars and mixtures. */
  private static final int[] STOPS = {1, 2, 3, 4, 5, 6, 8, 10, 12, 16};

  private static final double STOP_SHARE = 0.4;
  private static final double VIBRATO_SHARE = 0.6;
  private static final double[] VIBRATO_HZ = {3, 8};
  private static final double MOST_VIBRATO_CENTS = 60;
  private static final double NOISE_RANGE_DB = 15;
  private static final double PARTIAL_DEVIATION_DB = 4;
  private static final double[] SLOPE_DB_PER_OCTAVE = {3, 24};

  private final ControlSynthesizer synthesizer;

  /** For each noise band at the encoder's rate, the place among those of the controls. */
  private final double[] bandPlaces;

  SyntheticControls(InstantSpec spec) {
    int rate = InstantSpec.ENCODER_RATE_HZ;
    synthesizer = new ControlSynthesizer(rate, ENCODER_POINT, spec.partials(), spec.noiseBands());
    NoiseBands from = new NoiseBands(spec.noiseBands(), spec.sampleRateHz());
    NoiseBands to = new NoiseBands(spec.noiseBands(), rate);
    bandPlaces = new double[to.count()];
    for (int b = 0; b < bandPlaces.length; b++) {
      bandPlaces[b] = place(from, to.middleHz(b));
    }
  }

  private static double place(NoiseBands bands, double hz) {
    int upper = 1;
    while (upper < bands.count() - 1 && bands.middleHz(upper) < hz) {
      upper++;
    }
    double low = bands.middleHz(upper - 1);
    double share = (hz - low) / (bands.middleHz(upper) - low);
    return upper - 1 + Math.max(0, Math.min(1, share));
  }

  /** A random sound along the levels of {@code note}. Safe for use by several threads. */
  AnalyzedNote random(AnalyzedNote note, SplittableRandom random) {
    NoteControls own = note.controls();
    int partials = own.partials();
    float[] partialDb = own.partialDb().clone();
    float[] noiseDb = own.noiseDb().clone();
    float[] tuning = new float[partials];
    double noise = NOISE_RANGE_DB * (2 * random.nextDouble() - 1);
    switch (random.nextInt(9)) {
      case 0 -> replace(partialDb, partials, pure(partials), own.points());
      case 1 -> replace(partialDb, partials, stops(partials, random), own.points());
      case 2 -> replace(partialDb, partials, slope(partials, random), own.points());
      case 3 -> {
        for (int i = 0; i < partialDb.length; i++) {
          partialDb[i] = i % partials % 2 == 1 ? NoteControls.SILENT_DB : partialDb[i];
        }
      }
      default -> {
        System.arraycopy(own.tuningCents(), 0, tuning, 0, partials);
        for (int k = 0; k < partials; k++) {
          add(partialDb, k, partials, PARTIAL_DEVIATION_DB * random.nextGaussian());
        }
      }
    }
    if (random.nextBoolean()) {
      add(noiseDb, 0, 1, noise);
    } else {
      Arrays.fill(noiseDb, NoteControls.SILENT_DB);
    }
    float[] cents = vibrato(own.cents(), random);
    NoteControls controls =
        new NoteControls(partials, own.bands(), partialDb, noiseDb, cents, tuning);
    return new AnalyzedNote(
        note.midi(), play(note.midi(), controls, random), controls, note.topHz());
  }

  private static void add(float[] db, int from, int step, double gain) {
    for (int i = from; i < db.length; i += step) {
      if (db[i] > NoteControls.SILENT_DB) {
        db[i] = (float) Math.max(NoteControls.SILENT_DB, db[i] + gain);
      }
    }
  }

  /** Gives each point's power to partials of these levels. */
  private static void replace(float[] partialDb, int partials, double[] levelsDb, int points) {
    double sum = 0;
    for (double db : levelsDb) {
      sum += Math.pow(10, db / 10);
    }
    for (int p = 0; p < points; p++) {
      double power = 0;
      for (int k = 0; k < partials; k++) {
        power += Math.pow(10, partialDb[p * partials + k] / 10);
      }
      double level = 10 * Math.log10(power / sum);
      for (int k = 0; k < partials; k++) {
        partialDb[p * partials + k] = (float) Math.max(NoteControls.SILENT_DB, level + levelsDb[k]);
      }
    }
  }

  private static double[] silence(int partials) {
    double[] levels = new double[partials];
    Arrays.fill(levels, 2 * NoteControls.SILENT_DB);
    return levels;
  }

  private static double[] pure(int partials) {
    double[] levels = silence(partials);
    levels[0] = 0;
    return levels;
  }

  private static double[] stops(int partials, SplittableRandom random) {
    double[] levels = silence(partials);
    levels[Math.min(partials, STOPS[random.nextInt(3)]) - 1] = 0;
    for (int stop : STOPS) {
      if (stop <= partials && random.nextDouble() < STOP_SHARE) {
        levels[stop - 1] = -20 * random.nextDouble();
      }
    }
    return levels;
  }

  private static double[] slope(int partials, SplittableRandom random) {
    double perOctave = random.nextDouble(SLOPE_DB_PER_OCTAVE[0], SLOPE_DB_PER_OCTAVE[1]);
    boolean odd = random.nextBoolean();
    double[] levels = silence(partials);
    for (int k = 0; k < partials; k += odd ? 2 : 1) {
      levels[k] = -perOctave * Math.log(k + 1) / Math.log(2);
    }
    return levels;
  }

  private static float[] vibrato(float[] cents, SplittableRandom random) {
    float[] moved = cents.clone();
    if (random.nextDouble() < VIBRATO_SHARE) {
      double depth = MOST_VIBRATO_CENTS * random.nextDouble();
      double perPoint =
          2
              * Math.PI
              * random.nextDouble(VIBRATO_HZ[0], VIBRATO_HZ[1])
              * ENCODER_POINT
              / InstantSpec.ENCODER_RATE_HZ;
      double phase = random.nextDouble(2 * Math.PI);
      for (int p = 0; p < moved.length; p++) {
        moved[p] += (float) (depth * Math.sin(phase + perPoint * p));
      }
    }
    return moved;
  }

  /** What the encoder hears of it. */
  private float[] play(double midi, NoteControls controls, SplittableRandom random) {
    int bands = bandPlaces.length;
    float[] noiseDb = new float[controls.points() * bands];
    for (int p = 0; p < controls.points(); p++) {
      for (int b = 0; b < bands; b++) {
        int lower = Math.min(bands - 2, (int) bandPlaces[b]);
        double share = bandPlaces[b] - lower;
        int at = p * bands + lower;
        noiseDb[p * bands + b] =
            (float) ((1 - share) * controls.noiseDb()[at] + share * controls.noiseDb()[at + 1]);
      }
    }
    NoteControls audible =
        new NoteControls(
            controls.partials(),
            bands,
            controls.partialDb(),
            noiseDb,
            controls.cents(),
            controls.tuningCents());
    int frames = controls.points() / InstantSpec.POINTS_PER_FRAME;
    int samples = frames * InstantSpec.ENCODER_HOP_SAMPLES;
    float[] sound = synthesizer.play(audible, midi, samples, random.nextLong());
    float[] cents = new float[frames];
    for (int f = 0; f < frames; f++) {
      int middle = f * InstantSpec.POINTS_PER_FRAME + InstantSpec.POINTS_PER_FRAME / 2;
      cents[f] = controls.cents()[middle];
    }
    float[] features = new float[frames * FrameFeatures.COUNT];
    double[] hz = FrameIntonation.hz(midi, cents, 0, frames);
    new FrameFeatures().write(sound, 0, frames, hz, features, 0);
    return features;
  }
}
