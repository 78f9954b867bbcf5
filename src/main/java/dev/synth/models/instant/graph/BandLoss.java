package dev.synth.models.instant.graph;

import dev.synth.dsp.MelFilterbank;
import dev.synth.dsp.pitch.Pitch;
import dev.synth.models.instant.ControlCoding;
import dev.synth.models.instant.InstantSpec;
import dev.synth.models.instant.sound.NoiseBands;
import java.util.Arrays;

/**
 * How far the mel spectrum of some controls is from that of others, without playing them: the power
 * of each mel band is that of the partials and the noise in it. Squared differences of levels, in
 * units of {@value #UNIT_DB} dB, the mean over points and bands. What is {@value #RANGE_DB} dB
 * below the note's loudest band counts as silence in both.
 */
final class BandLoss {
  private static final double UNIT_DB = 10;
  private static final double RANGE_DB = 60;
  private static final double NEPERS = Math.log(10) / 10;

  private final InstantSpec spec;
  private final int bands;
  private final double[] middleMel;

  /** What is in each mel band of 1 for each noise band. */
  private final double[][] noiseShares;

  /**
   * A loss over mel bands up to half the rate.
   *
   * @param bands how many
   */
  BandLoss(InstantSpec spec, int bands) {
    this.spec = spec;
    this.bands = bands;
    middleMel = new double[bands + 2];
    double top = MelFilterbank.mel(spec.sampleRateHz() / 2.0);
    for (int b = 0; b < middleMel.length; b++) {
      middleMel[b] = top * b / (bands + 1);
    }
    noiseShares = noiseShares();
  }

  private double[][] noiseShares() {
    NoiseBands noise = new NoiseBands(spec.noiseBands(), spec.sampleRateHz());
    double[][] shares = new double[spec.noiseBands()][bands];
    for (int b = 0; b < bands; b++) {
      int band = b;
      double[] powers = noise.power(hz -> triangle(band, hz));
      for (int n = 0; n < powers.length; n++) {
        shares[n][b] = powers[n];
      }
    }
    return shares;
  }

  private double triangle(int band, double hz) {
    double mel = MelFilterbank.mel(hz);
    double width = middleMel[1] - middleMel[0];
    return Math.max(0, 1 - Math.abs(mel - middleMel[band + 1]) / width);
  }

  /** Where the partials of a note lie: for each two bands, and their shares of it. */
  private final class Partials {
    private final int[] band = new int[spec.partials()];
    private final double[] lower = new double[spec.partials()];
    private final double[] upper = new double[spec.partials()];

    Partials(double pitch) {
      double hz = Pitch.hzOfMidi(pitch);
      double width = middleMel[1] - middleMel[0];
      for (int k = 0; k < band.length; k++) {
        double at = (k + 1) * hz;
        if (at >= 0.49 * spec.sampleRateHz()) {
          band[k] = -2;
          continue;
        }
        double place = MelFilterbank.mel(at) / width - 1;
        band[k] = (int) Math.floor(place);
        upper[k] = place - band[k];
        lower[k] = 1 - upper[k];
      }
    }

    void add(int k, double power, double[] into) {
      if (band[k] >= 0) {
        into[band[k]] += lower[k] * power;
      }
      if (band[k] >= -1 && band[k] + 1 < bands) {
        into[band[k] + 1] += upper[k] * power;
      }
    }

    double slope(int k, double[] of) {
      double slope = band[k] >= 0 ? lower[k] * of[band[k]] : 0;
      return band[k] >= -1 && band[k] + 1 < bands ? slope + upper[k] * of[band[k] + 1] : slope;
    }
  }

  /**
   * Which rows are a crop's: row f·step + offset is frame f.
   *
   * @param first frame
   * @param end the frame behind the last
   */
  record Rows(int first, int end, int offset, int step) {
    private int points() {
      return InstantSpec.POINTS_PER_FRAME * (end - first);
    }

    private int row(int point) {
      return (first + point / InstantSpec.POINTS_PER_FRAME) * step + offset;
    }
  }

  /**
   * What a crop is of.
   *
   * @param pitch MIDI
   * @param topHz up to where its sound is known; bands that reach above do not count
   */
  record Sound(double pitch, double topHz) {}

  private int knownBands(double topHz) {
    int known = bands;
    double topMel = MelFilterbank.mel(Math.min(topHz, spec.sampleRateHz() / 2.0));
    while (known > 0 && middleMel[known + 1] > topMel * (1 + 1e-9)) {
      known--;
    }
    return known;
  }

  /**
   * The loss of one crop.
   *
   * @param values that the network tells
   * @param targets likewise
   * @param levelDb of the rows, which values and targets are relative to
   * @param scale of what is added to {@code slopes}
   * @param slopes receives the gradient; may be null
   */
  double add(
      double[] values,
      float[] targets,
      float[] levelDb,
      Rows rows,
      Sound sound,
      double scale,
      double[] slopes) {
    int columns = spec.valuesPerFrame();
    int points = rows.points();
    Partials partials = new Partials(sound.pitch());
    double[][] wanted = new double[points][bands];
    double most = 0;
    for (int p = 0; p < points; p++) {
      int at = at(p, rows, columns);
      for (int k = 0; k < spec.partials(); k++) {
        partials.add(k, 0.5 * power(targets[at + k]), wanted[p]);
      }
      addNoise(targets, at + spec.partials(), wanted[p]);
      double level = level(levelDb, rows.row(p));
      for (int b = 0; b < bands; b++) {
        wanted[p][b] *= level;
      }
      for (double power : wanted[p]) {
        most = Math.max(most, power);
      }
    }
    double floor = Math.max(1e-12, most * Math.pow(10, -RANGE_DB / 10));
    double unit = 1 / (NEPERS * UNIT_DB);
    double sum = 0;
    int known = knownBands(sound.topHz());
    double mean = known > 0 ? 1.0 / (points * known) : 0;
    double[] powers = new double[spec.valuesPerPoint()];
    double[] made = new double[bands];
    double[] of = new double[bands];
    for (int p = 0; p < points; p++) {
      int at = at(p, rows, columns);
      Arrays.fill(made, 0);
      double level = level(levelDb, rows.row(p));
      for (int i = 0; i < powers.length; i++) {
        powers[i] = level * power(values[at + i]);
      }
      for (int k = 0; k < spec.partials(); k++) {
        partials.add(k, 0.5 * powers[k], made);
      }
      for (int n = 0; n < spec.noiseBands(); n++) {
        double power = powers[spec.partials() + n];
        for (int b = 0; b < bands; b++) {
          made[b] += power * noiseShares[n][b];
        }
      }
      for (int b = 0; b < known; b++) {
        double apart = unit * Math.log((made[b] + floor) / (wanted[p][b] + floor));
        sum += mean * apart * apart;
        of[b] = scale * mean * 2 * apart * unit / (made[b] + floor);
      }
      if (slopes == null) {
        continue;
      }
      double perValue = NEPERS * ControlCoding.SCALE_DB;
      for (int k = 0; k < spec.partials(); k++) {
        slopes[at + k] += perValue * 0.5 * powers[k] * partials.slope(k, of);
      }
      for (int n = 0; n < spec.noiseBands(); n++) {
        double slope = 0;
        for (int b = 0; b < bands; b++) {
          slope += of[b] * noiseShares[n][b];
        }
        int place = spec.partials() + n;
        slopes[at + place] += perValue * powers[place] * slope;
      }
    }
    return sum;
  }

  private static double level(float[] levelDb, int row) {
    return Math.exp(NEPERS * levelDb[row]);
  }

  private int at(int point, Rows rows, int columns) {
    return rows.row(point) * columns + point % InstantSpec.POINTS_PER_FRAME * spec.valuesPerPoint();
  }

  private void addNoise(float[] values, int at, double[] into) {
    for (int n = 0; n < spec.noiseBands(); n++) {
      double power = power(values[at + n]);
      for (int b = 0; b < bands; b++) {
        into[b] += power * noiseShares[n][b];
      }
    }
  }

  private static double power(double value) {
    return Math.exp(NEPERS * (ControlCoding.MIDDLE_DB + ControlCoding.SCALE_DB * value));
  }
}
