package dev.synth.models.instant;

import dev.synth.dsp.MelFilterbank;
import dev.synth.dsp.pitch.Pitch;
import dev.synth.models.instant.sound.NoiseBands;
import dev.synth.models.instant.sound.NoteControls;
import java.util.Arrays;

/**
 * Controls as the values that the decoder tells, about 1 in magnitude, and back. A frame has for
 * each of its points the levels of all partials and those of the noise bands, relative to the level
 * of the frame; behind these stand the tunings of the lowest partials. The tuning of a partial is
 * the mean over the frames of a note, each weighted by the partial's power at the frame's first
 * point.
 */
public final class ControlCoding {
  /** The relative level that is 0 to the network. */
  public static final double MIDDLE_DB = -30;

  /** The levels apart that are 1 to the network. */
  public static final double SCALE_DB = 20;

  private static final double SCALE_CENTS = 50;

  /** Levels below are not told apart. */
  private static final double FLOOR_DB = -90;

  /** Nor are relative ones below. */
  private static final double LOWEST_DB = -75;

  /**
   * Levels down to here below the note's loudest weigh alike, and over this range less and less.
   */
  private static final double AUDIBLE_DB = 50;

  private static final double FADING_DB = 40;
  private static final double LEAST_WEIGHT = 0.1;

  /** The tuning of a partial so far below the note's loudest does not matter. */
  private static final double HEARD_DB = 42;

  /** The share of half a recording's rate up to which filters leave its sound alone. */
  private static final double KNOWN = 0.9;

  private final InstantSpec spec;
  private final PointPower power;
  private final double[] bandDb;
  private final double[] bandHz;

  /** A coding for models of {@code spec}. */
  public ControlCoding(InstantSpec spec) {
    this.spec = spec;
    this.power = new PointPower(spec);
    NoiseBands bands = new NoiseBands(spec.noiseBands(), spec.sampleRateHz());
    this.bandDb = bandWidthDb(bands);
    this.bandHz = new double[bands.count()];
    Arrays.setAll(bandHz, bands::middleHz);
  }

  /**
   * What the decoder should tell, and how much each value matters.
   *
   * @param values [frames, values]
   * @param weights [frames, values]; 0 for what cannot be heard
   * @param levelDb [frames] the level of each frame
   */
  public record Targets(float[] values, float[] weights, float[] levelDb) {}

  /**
   * The levels of the frames of controls: the mean power of their points.
   *
   * @return [frames] dB
   */
  private float[] levels(NoteControls controls, double pitch) {
    double[] weights = power.weights(pitch);
    int frames = controls.points() / InstantSpec.POINTS_PER_FRAME;
    float[] levels = new float[frames];
    for (int f = 0; f < frames; f++) {
      double sum = 0;
      for (int q = 0; q < InstantSpec.POINTS_PER_FRAME; q++) {
        int point = f * InstantSpec.POINTS_PER_FRAME + q;
        for (int k = 0; k < spec.partials(); k++) {
          sum += weights[k] * linear(controls.partialDb()[point * spec.partials() + k]);
        }
        for (int b = 0; b < spec.noiseBands(); b++) {
          sum +=
              weights[spec.partials() + b]
                  * linear(controls.noiseDb()[point * spec.noiseBands() + b]);
        }
      }
      levels[f] =
          (float)
              Math.max(
                  MeasuredChannels.SILENT_DB,
                  10 * Math.log10(sum / InstantSpec.POINTS_PER_FRAME + 1e-12));
    }
    return levels;
  }

  private static double linear(double db) {
    return db <= NoteControls.SILENT_DB ? 0 : Math.pow(10, db / 10);
  }

  /**
   * The targets of a note or a piece of one.
   *
   * @param controls of four points a frame
   * @param pitch MIDI, that the partials were measured at
   * @param peakDb of the loudest partial of the whole note
   * @param topHz up to where the note's sound is known; what lies above weighs nothing
   */
  public Targets targets(NoteControls controls, double pitch, double peakDb, double topHz) {
    int columns = spec.valuesPerFrame();
    int frames = controls.points() / InstantSpec.POINTS_PER_FRAME;
    float[] values = new float[frames * columns];
    float[] weights = new float[frames * columns];
    float[] levels = levels(controls, pitch);
    double[] density = partialDensity(Pitch.hzOfMidi(pitch), controls.tuningCents(), topHz);
    double peak = Math.max(FLOOR_DB, peakDb);
    float[] loudest = new float[spec.partials()];
    for (int f = 0; f < frames; f++) {
      Arrays.fill(loudest, (float) FLOOR_DB);
      for (int q = 0; q < InstantSpec.POINTS_PER_FRAME; q++) {
        int point = f * InstantSpec.POINTS_PER_FRAME + q;
        int at = f * columns + q * spec.valuesPerPoint();
        for (int k = 0; k < spec.partials(); k++) {
          double db = Math.max(FLOOR_DB, controls.partialDb()[point * spec.partials() + k]);
          values[at + k] = relative(db, levels[f]);
          weights[at + k] = (float) (density[k] * audible(db - peak));
          loudest[k] = (float) Math.max(loudest[k], db);
        }
        int noise = at + spec.partials();
        for (int b = 0; b < spec.noiseBands(); b++) {
          double db = Math.max(FLOOR_DB, controls.noiseDb()[point * spec.noiseBands() + b]);
          values[noise + b] = relative(db, levels[f]);
          weights[noise + b] =
              isKnown(bandHz[b], topHz) ? (float) audible(db + bandDb[b] - peak) : 0;
        }
      }
      int tunings = (f + 1) * columns - spec.ownTunings();
      for (int k = 0; k < spec.ownTunings(); k++) {
        values[tunings + k] = (float) (controls.tuningCents()[k] / SCALE_CENTS);
        weights[tunings + k] = (float) (density[k] * heard(loudest[k] - peak));
      }
    }
    return new Targets(values, weights, levels);
  }

  /**
   * The controls that values stand for.
   *
   * @param values [frames, values]
   * @param levelDb [frames] the level that each frame gets
   * @param cents [points] deviation of the pitch
   * @param pitch MIDI, that is played
   */
  public NoteControls controls(float[] values, float[] levelDb, float[] cents, double pitch) {
    int columns = spec.valuesPerFrame();
    int frames = levelDb.length;
    int points = frames * InstantSpec.POINTS_PER_FRAME;
    float[] partialDb = new float[points * spec.partials()];
    float[] noiseDb = new float[points * spec.noiseBands()];
    double[] tuning = new double[spec.ownTunings()];
    double[] heard = new double[spec.ownTunings()];
    double[] weights = power.weights(pitch);
    for (int f = 0; f < frames; f++) {
      double offset = levelDb[f] - levelDb(values, f * columns, weights);
      for (int q = 0; q < InstantSpec.POINTS_PER_FRAME; q++) {
        int point = f * InstantSpec.POINTS_PER_FRAME + q;
        int at = f * columns + q * spec.valuesPerPoint();
        for (int k = 0; k < spec.partials(); k++) {
          partialDb[point * spec.partials() + k] = audible(values[at + k], offset);
        }
        int noise = at + spec.partials();
        for (int b = 0; b < spec.noiseBands(); b++) {
          noiseDb[point * spec.noiseBands() + b] = audible(values[noise + b], offset);
        }
      }
      int tunings = (f + 1) * columns - spec.ownTunings();
      for (int k = 0; k < spec.ownTunings(); k++) {
        double weight = Math.pow(10, (decibels(values[f * columns + k]) + offset) / 10);
        tuning[k] += weight * SCALE_CENTS * values[tunings + k];
        heard[k] += weight;
      }
    }
    float[] tuningCents = new float[spec.partials()];
    for (int k = 0; k < tuning.length; k++) {
      tuningCents[k] = (float) (heard[k] > 0 ? tuning[k] / heard[k] : 0);
    }
    return new NoteControls(
        spec.partials(), spec.noiseBands(), partialDb, noiseDb, cents, tuningCents);
  }

  /** The level that a frame's values have as they are. */
  private double levelDb(float[] values, int at, double[] weights) {
    double sum = 0;
    for (int i = 0; i < InstantSpec.POINTS_PER_FRAME * weights.length; i++) {
      double weight = weights[i % weights.length];
      if (weight > 0) {
        sum += weight * Math.pow(10, decibels(values[at + i]) / 10);
      }
    }
    return 10 * Math.log10(sum / InstantSpec.POINTS_PER_FRAME);
  }

  private static float relative(double db, double levelDb) {
    return (float) ((Math.max(LOWEST_DB, db - levelDb) - MIDDLE_DB) / SCALE_DB);
  }

  private static double decibels(float value) {
    return MIDDLE_DB + SCALE_DB * value;
  }

  private static float audible(float value, double offset) {
    double db = decibels(value) + offset;
    return db <= FLOOR_DB ? NoteControls.SILENT_DB : (float) db;
  }

  private static double audible(double belowPeakDb) {
    return Math.max(LEAST_WEIGHT, Math.min(1, 1 + (belowPeakDb + AUDIBLE_DB) / FADING_DB));
  }

  /** As {@link #audible}, but what is not heard does not count. */
  private static double heard(double belowPeakDb) {
    return Math.max(0, Math.min(1, 1 + belowPeakDb / HEARD_DB));
  }

  /** Weights by which each mel of the spectrum counts alike; 0 where a partial cannot sound. */
  private double[] partialDensity(double hz, float[] tuningCents, double topHz) {
    double[] density = new double[spec.partials()];
    double full = MelFilterbank.mel(8000) / 80;
    for (int k = 0; k < density.length; k++) {
      double at = (k + 1) * hz * Math.pow(2, tuningCents[k] / 1200);
      if (at < 0.49 * spec.sampleRateHz() && isKnown(at, topHz)) {
        double mels = MelFilterbank.mel(at + 0.5 * hz) - MelFilterbank.mel(at - 0.5 * hz);
        density[k] = Math.min(1, mels / full);
      }
    }
    return density;
  }

  /** Whether a recording that ends at {@code topHz}, by a filter below it, tells of a frequency. */
  private boolean isKnown(double hz, double topHz) {
    return topHz >= spec.sampleRateHz() / 2.0 || hz < KNOWN * topHz;
  }

  /** Decibels that make a band's power of its power within 1 kHz. */
  private static double[] bandWidthDb(NoiseBands bands) {
    double[] db = new double[bands.count()];
    for (int b = 0; b < db.length; b++) {
      double from = bands.middleHz(Math.max(0, b - 1));
      double to = bands.middleHz(Math.min(db.length - 1, b + 1));
      db[b] = 10 * Math.log10((to - from) / 2 / 1000);
    }
    return db;
  }
}
