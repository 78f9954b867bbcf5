package dev.synth.models.wavenet.play;

import dev.synth.latent.Embedding;
import dev.synth.model.SavedModel;
import dev.synth.models.wavenet.WaveNetSpec;

/**
 * The decoder as the paper draws it: whole sequences, one layer after the other, in double. Written
 * from the description alone and sharing nothing with the generator, to be its oracle.
 */
final class ReferenceDecoder {
  private final SavedModel model;
  private final WaveNetSpec spec;
  private final int leadSamples;

  ReferenceDecoder(SavedModel model) {
    this(model, 0);
  }

  /** For codes whose first {@code leadSamples} stand before the note begins. */
  ReferenceDecoder(SavedModel model, int leadSamples) {
    this.model = model;
    this.leadSamples = leadSamples;
    this.spec = WaveNetSpec.of(model);
  }

  /** Logits [samples, 256] given the true codes. */
  double[][] logits(int[] codes, Embedding embedding, int pitch) {
    int samples = codes.length;
    double[][] shifted = new double[samples][1];
    for (int t = 1; t < samples; t++) {
      shifted[t][0] = codes[t - 1] / 128.0;
    }
    int width = spec.width();
    double[][] l = causal("startconv", shifted, spec.kernelSize(), 1, width);
    if (spec.pitchHarmonics() > 0 && pitch < 128) {
      oscillate(l, pitch);
    }
    if (spec.pastPeriods() > 0) {
      tellPeriods(l, codes, pitch);
    }
    double[][] s = causal("skip_start", l, 1, 1, spec.skipWidth());
    for (int i = 1; i <= spec.layers(); i++) {
      double[][] d =
          causal("dilatedconv_" + i, l, spec.kernelSize(), spec.dilation(i - 1), 2 * width);
      condition(d, String.valueOf(i), embedding, pitch);
      double[][] gate = new double[samples][width];
      for (int t = 0; t < samples; t++) {
        for (int c = 0; c < width; c++) {
          gate[t][c] = 1 / (1 + Math.exp(-d[t][c])) * Math.tanh(d[t][width + c]);
        }
      }
      add(s, causal("skip_" + i, gate, 1, 1, spec.skipWidth()));
      add(l, causal("res_" + i, gate, 1, 1, width));
    }
    relu(s);
    double[][] hidden = causal("out1", s, 1, 1, spec.skipWidth());
    condition(hidden, "out1", embedding, pitch);
    relu(hidden);
    return causal("logits", hidden, 1, 1, WaveNetSpec.CODES);
  }

  /** y[t] = b + Σ_j x[t - (k-1-j)·dilation] W[j], zeros before the start. */
  private double[][] causal(String name, double[][] x, int taps, int dilation, int out) {
    float[] w = model.tensor(name + "/W");
    float[] b = model.tensor(name + "/biases");
    int in = x[0].length;
    double[][] y = new double[x.length][out];
    for (int t = 0; t < x.length; t++) {
      for (int o = 0; o < out; o++) {
        double sum = b[o];
        for (int j = 0; j < taps; j++) {
          int past = t - (taps - 1 - j) * dilation;
          for (int i = 0; past >= 0 && i < in; i++) {
            sum += x[past][i] * w[(j * in + i) * out + o];
          }
        }
        y[t][o] = sum;
      }
    }
    return y;
  }

  /** Sines and cosines of the harmonics below half the rate, through their own kernel. */
  private void oscillate(double[][] l, int pitch) {
    float[] w = model.tensor("oscillator/W");
    double radians = 2 * Math.PI * 440 * Math.pow(2, (pitch - 69) / 12.0) / spec.sampleRateHz();
    for (int t = 0; t < l.length; t++) {
      for (int k = 1; k <= spec.pitchHarmonics() && k * radians < Math.PI; k++) {
        for (int c = 0; c < l[t].length; c++) {
          int row = 2 * (k - 1) * l[t].length + c;
          l[t][c] += Math.sin(k * radians * (t - leadSamples)) * w[row];
          l[t][c] += Math.cos(k * radians * (t - leadSamples)) * w[row + l[t].length];
        }
      }
    }
  }

  /** Means of the sound whole periods ago, and predictions from them. */
  private void tellPeriods(double[][] l, int[] codes, int pitch) {
    double hz = 440 * Math.pow(2, (pitch - 69) / 12.0);
    double period = spec.sampleRateHz() / hz;
    boolean known = pitch < 128 && period >= 4;
    double[] x = new double[codes.length];
    for (int t = 0; t < codes.length; t++) {
      double step = (codes[t] + 0.5) / 128;
      x[t] = codes[t] == 0 ? 0 : Math.signum(step) * (Math.pow(256, Math.abs(step)) - 1) / 255;
    }
    double[][] means = {
      mean(x, known ? period : 1e9, 1),
      mean(x, known ? period : 1e9, 3),
      mean(x, known ? period : 1e9, spec.pastPeriods())
    };
    float[] w = model.tensor("past_periods/W");
    for (int t = 0; t < l.length; t++) {
      double x1 = t < 1 ? 0 : x[t - 1];
      double x2 = t < 2 ? 0 : x[t - 2];
      double few1 = t < 1 ? 0 : means[1][t - 1];
      double few2 = t < 2 ? 0 : means[1][t - 2];
      double many1 = t < 1 ? 0 : means[2][t - 1];
      double[] told = {
        means[0][t],
        means[1][t],
        means[2][t],
        1.8 * x1 - 0.85 * x2,
        means[1][t] + 1.8 * (x1 - few1) - 0.85 * (x2 - few2),
        means[2][t] + 0.85 * (x1 - many1)
      };
      for (int i = 0; i < told.length; i++) {
        double heard = Math.signum(told[i]) * Math.log(1 + 255 * Math.abs(told[i])) / Math.log(256);
        for (int c = 0; c < l[t].length; c++) {
          l[t][c] += heard * w[i * l[t].length + c];
        }
      }
    }
  }

  /** The mean over as many of {@code periods} periods as the sound has had within 2,048 samples. */
  private static double[] mean(double[] x, double period, int periods) {
    double[] mean = new double[x.length];
    for (int t = 0; t < x.length; t++) {
      int count = 0;
      for (int m = 1; m <= periods; m++) {
        double place = t - m * period;
        int left = (int) Math.floor(place);
        if (left - 1 < 0 || t - (left - 1) > 2_048) {
          break;
        }
        // The cubic through four points, as Lagrange wrote it.
        double value = 0;
        for (int i = left - 1; i <= left + 2; i++) {
          double basis = 1;
          for (int j = left - 1; j <= left + 2; j++) {
            basis *= i == j ? 1 : (place - j) / (i - j);
          }
          value += basis * x[i];
        }
        mean[t] += value;
        count++;
      }
      mean[t] /= Math.max(1, count);
    }
    return mean;
  }

  private void condition(double[][] y, String layer, Embedding embedding, int pitch) {
    double[][] frames = new double[embedding.frames()][embedding.channels()];
    for (int f = 0; f < frames.length; f++) {
      for (int c = 0; c < frames[f].length; c++) {
        frames[f][c] = embedding.value(f, c);
      }
    }
    double[][] mapped = causal("cond_map_" + layer, frames, 1, 1, y[0].length);
    for (int t = 0; t < y.length; t++) {
      for (int o = 0; o < y[t].length; o++) {
        y[t][o] += mapped[Math.max(0, t - leadSamples) / spec.hopSamples()][o];
        for (int c = 0; c < spec.pitchChannels(); c++) {
          y[t][o] +=
              (double) model.tensor("pitch_embedding/W")[pitch * spec.pitchChannels() + c]
                  * model.tensor("pitch_map_" + layer + "/W")[c * y[t].length + o];
        }
      }
    }
  }

  private static void add(double[][] sum, double[][] addend) {
    for (int t = 0; t < sum.length; t++) {
      for (int c = 0; c < sum[t].length; c++) {
        sum[t][c] += addend[t][c];
      }
    }
  }

  private static void relu(double[][] x) {
    for (double[] row : x) {
      for (int c = 0; c < row.length; c++) {
        row[c] = Math.max(0, row[c]);
      }
    }
  }
}
