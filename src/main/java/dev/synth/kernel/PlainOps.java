package dev.synth.kernel;

/**
 * The reference: one loop an operation, in double precision, straight from the formulas. Works on
 * either data type. Slow; tests compare the other implementations with it.
 */
final class PlainOps implements Ops {
  @Override
  public void multiply(
      Matrix a, boolean transposeA, Matrix b, boolean transposeB, Matrix out, boolean accumulate) {
    int inner = transposeA ? a.rows() : a.columns();
    for (int i = 0; i < out.rows(); i++) {
      for (int j = 0; j < out.columns(); j++) {
        double sum = accumulate ? out.get(i, j) : 0;
        for (int k = 0; k < inner; k++) {
          double left = transposeA ? a.get(k, i) : a.get(i, k);
          double right = transposeB ? b.get(j, k) : b.get(k, j);
          sum += left * right;
        }
        out.set(i, j, sum);
      }
    }
  }

  @Override
  public void addBias(Matrix in, Matrix bias, Matrix out) {
    for (int n = 0; n < in.rows(); n++) {
      for (int c = 0; c < in.columns(); c++) {
        out.set(n, c, in.get(n, c) + bias.get(0, c));
      }
    }
  }

  @Override
  public void sumRows(Matrix in, Matrix sums) {
    for (int c = 0; c < in.columns(); c++) {
      double sum = 0;
      for (int n = 0; n < in.rows(); n++) {
        sum += in.get(n, c);
      }
      sums.set(0, c, sum);
    }
  }

  @Override
  public void addFrames(Matrix x, Matrix frames, int batch, int hop) {
    for (int n = 0; n < x.rows(); n++) {
      for (int c = 0; c < x.columns(); c++) {
        x.set(n, c, x.get(n, c) + frames.get(frameRow(n, batch, hop), c));
      }
    }
  }

  @Override
  public void sumFrames(Matrix in, Matrix frames, int batch, int hop, double scale) {
    for (int f = 0; f < frames.rows(); f++) {
      for (int c = 0; c < in.columns(); c++) {
        double sum = 0;
        for (int t = f / batch * hop; t < (f / batch + 1) * hop; t++) {
          int n = t * batch + f % batch;
          sum += n < in.rows() ? in.get(n, c) : 0;
        }
        frames.set(f, c, scale * sum);
      }
    }
  }

  @Override
  public void spreadFrames(Matrix frames, Matrix out, int batch, int hop, double scale) {
    for (int n = 0; n < out.rows(); n++) {
      for (int c = 0; c < out.columns(); c++) {
        out.set(n, c, scale * frames.get(frameRow(n, batch, hop), c));
      }
    }
  }

  @Override
  public void gate(Matrix pre, Matrix frames, int batch, int hop, Matrix out) {
    int channels = out.columns();
    for (int n = 0; n < out.rows(); n++) {
      int f = frameRow(n, batch, hop);
      for (int c = 0; c < channels; c++) {
        double a = 1 / (1 + Math.exp(-(pre.get(n, c) + frames.get(f, c))));
        double b = Math.tanh(pre.get(n, channels + c) + frames.get(f, channels + c));
        pre.set(n, c, a);
        pre.set(n, channels + c, b);
        out.set(n, c, a * b);
      }
    }
  }

  @Override
  public void gateOutput(Matrix ab, Matrix out) {
    int channels = out.columns();
    for (int n = 0; n < out.rows(); n++) {
      for (int c = 0; c < channels; c++) {
        out.set(n, c, ab.get(n, c) * ab.get(n, channels + c));
      }
    }
  }

  @Override
  public void gateGradient(Matrix ab, Matrix dOut) {
    int channels = dOut.columns();
    for (int n = 0; n < dOut.rows(); n++) {
      for (int c = 0; c < channels; c++) {
        double a = ab.get(n, c);
        double b = ab.get(n, channels + c);
        double d = dOut.get(n, c);
        ab.set(n, c, d * b * a * (1 - a));
        ab.set(n, channels + c, d * a * (1 - b * b));
      }
    }
  }

  @Override
  public void relu(Matrix in, Matrix out) {
    for (int n = 0; n < in.rows(); n++) {
      for (int c = 0; c < in.columns(); c++) {
        out.set(n, c, Math.max(in.get(n, c), 0));
      }
    }
  }

  @Override
  public void reluGradient(Matrix in, Matrix dOut) {
    for (int n = 0; n < in.rows(); n++) {
      for (int c = 0; c < in.columns(); c++) {
        dOut.set(n, c, in.get(n, c) > 0 ? dOut.get(n, c) : 0);
      }
    }
  }

  @Override
  public void addReluGradient(Matrix in, Matrix dOut, Matrix x) {
    for (int n = 0; n < in.rows(); n++) {
      for (int c = 0; c < in.columns(); c++) {
        x.set(n, c, x.get(n, c) + (in.get(n, c) > 0 ? dOut.get(n, c) : 0));
      }
    }
  }

  @Override
  public double crossEntropy(Matrix logits, int[] codes, Matrix gradient, double scale) {
    int classes = logits.columns();
    double total = 0;
    for (int n = 0; n < logits.rows(); n++) {
      double max = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < classes; k++) {
        max = Math.max(max, logits.get(n, k));
      }
      double sum = 0;
      for (int k = 0; k < classes; k++) {
        sum += Math.exp(logits.get(n, k) - max);
      }
      total += Math.log(sum) + max - logits.get(n, codes[n]);
      if (gradient != null) {
        for (int k = 0; k < classes; k++) {
          double probability = Math.exp(logits.get(n, k) - max) / sum;
          gradient.set(n, k, scale * (probability - (k == codes[n] ? 1 : 0)));
        }
      }
    }
    return total;
  }

  @Override
  public String description() {
    return "plain Java loops";
  }

  private static int frameRow(int row, int batch, int hop) {
    return row / batch / hop * batch + row % batch;
  }
}
