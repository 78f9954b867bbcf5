package dev.synth.nn;

import dev.synth.kernel.Matrix;
import dev.synth.kernel.Ops;

/**
 * A dilated convolution of sequences [time · batch, channels]: out[t] = Σ_j in[t + offset_j] · W_j,
 * zero outside the sequence. A tap that reaches {@code o} samples away reads the same matrix
 * o·batch rows away, so each tap is one product of two row views; nothing is gathered or padded.
 *
 * @param taps kernel size, odd
 * @param dilation samples between taps
 * @param causal whether the last tap reads the present sample and the others the past, or the
 *     middle tap reads the present
 * @param batch sequences side by side
 */
public record DilatedConvolution(Ops ops, int taps, int dilation, boolean causal, int batch) {

  private int rowsAway(int tap) {
    int present = causal ? taps - 1 : taps / 2;
    return (tap - present) * dilation * batch;
  }

  private int presentTap() {
    return causal ? taps - 1 : taps / 2;
  }

  /** The rows of the output that tap {@code rowsAway} rows away contributes to. */
  private static Matrix reached(Matrix out, int rowsAway) {
    int rows = out.rows();
    return rowsAway < 0 ? out.rows(-rowsAway, rows) : out.rows(0, rows - rowsAway);
  }

  /** The rows of the input that this tap reads. */
  private static Matrix read(Matrix in, int rowsAway) {
    return reached(in, -rowsAway);
  }

  private Matrix slice(Matrix kernel, int tap) {
    int channels = kernel.rows() / taps;
    return kernel.rows(tap * channels, (tap + 1) * channels);
  }

  /** out [N, O] = the convolution of {@code in} [N, C] with {@code kernel} [taps · C, O]. */
  public void forward(Matrix in, Matrix kernel, Matrix out) {
    ops.multiply(in, false, slice(kernel, presentTap()), false, out, false);
    for (int tap = 0; tap < taps; tap++) {
      int away = rowsAway(tap);
      if (away != 0 && Math.abs(away) < in.rows()) {
        ops.multiply(read(in, away), false, slice(kernel, tap), false, reached(out, away), true);
      }
    }
  }

  /** dKernel = the gradient of the kernel. */
  public void kernelGradient(Matrix in, Matrix dOut, Matrix dKernel) {
    for (int tap = 0; tap < taps; tap++) {
      int away = rowsAway(tap);
      if (Math.abs(away) < in.rows()) {
        ops.multiply(read(in, away), true, reached(dOut, away), false, slice(dKernel, tap), false);
      } else {
        ops.fill(slice(dKernel, tap), 0);
      }
    }
  }

  /** dIn = the gradient of the input, or dIn += with {@code accumulate}. */
  public void inputGradient(Matrix dOut, Matrix kernel, Matrix dIn, boolean accumulate) {
    ops.multiply(dOut, false, slice(kernel, presentTap()), true, dIn, accumulate);
    for (int tap = 0; tap < taps; tap++) {
      int away = rowsAway(tap);
      if (away != 0 && Math.abs(away) < dOut.rows()) {
        ops.multiply(reached(dOut, away), false, slice(kernel, tap), true, read(dIn, away), true);
      }
    }
  }

  /**
   * A signal as a matrix whose product with a kernel [taps, O] is a convolution of one channel:
   * column j of {@code out} [samples · batch, taps] holds the sample at {@code firstOffset + j}
   * from each row's own, zero outside the signal.
   *
   * @param signal [batch, samples] in C order
   */
  public static void signalTaps(Ops ops, float[] signal, int batch, int firstOffset, Matrix out) {
    int samples = signal.length / batch;
    int taps = out.columns();
    float[] columns = new float[signal.length * taps];
    for (int t = 0; t < samples; t++) {
      for (int b = 0; b < batch; b++) {
        for (int j = 0; j < taps; j++) {
          int at = t + firstOffset + j;
          if (at >= 0 && at < samples) {
            columns[(t * batch + b) * taps + j] = signal[b * samples + at];
          }
        }
      }
    }
    ops.upload(columns, out);
  }
}
