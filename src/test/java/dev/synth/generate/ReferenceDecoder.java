package dev.synth.generate;

import dev.synth.latent.Embedding;
import dev.synth.model.SynthModel;
import dev.synth.wavenet.WaveNetSpec;

/**
 * The decoder as the paper draws it: whole sequences, one layer after the other, in double. Written
 * from the description alone and sharing nothing with the generator, to be its oracle.
 */
final class ReferenceDecoder {
  private final SynthModel model;
  private final WaveNetSpec spec;

  ReferenceDecoder(SynthModel model) {
    this.model = model;
    this.spec = model.spec();
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
          l[t][c] += Math.sin(k * radians * t) * w[row];
          l[t][c] += Math.cos(k * radians * t) * w[row + l[t].length];
        }
      }
    }
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
        y[t][o] += mapped[t / spec.hopSamples()][o];
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
