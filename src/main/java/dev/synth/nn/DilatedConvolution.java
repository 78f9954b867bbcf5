package dev.synth.nn;

import dev.synth.kernel.Matrix;
import dev.synth.kernel.Ops;

/**
 * A dilated convolution of sequences [time · batch, channels]: out[t] = Σ_j in[t + offset_j] · W_j,
 * zero outside the sequence. A tap that reaches {@code o} samples away reads the same matrix
 * o·batch rows away.
 *
 * @param taps kernel size, odd
 * @param dilation samples between taps
 * @param causal whether the last tap reads the present sample and the others the past, or the
 *     middle tap reads the present
 * @param batch sequences side by side
 */
public record DilatedConvolution(Ops ops, int taps, int dilation, boolean causal, int batch) {

  private int[] rowsAway() {
    int present = causal ? taps - 1 : taps / 2;
    int[] away = new int[taps];
    for (int tap = 0; tap < taps; tap++) {
      away[tap] = (tap - present) * dilation * batch;
    }
    return away;
  }

  /** out [N, O] = the convolution of {@code in} [N, C] with {@code kernel} [taps · C, O]. */
  public void forward(Matrix in, Matrix kernel, Matrix out) {
    ops.convolve(in, rowsAway(), kernel, out);
  }

  /** dKernel = the gradient of the kernel. */
  public void kernelGradient(Matrix in, Matrix dOut, Matrix dKernel) {
    ops.kernelGradient(in, rowsAway(), dOut, dKernel);
  }

  /** dIn = the gradient of the input, or dIn += with {@code accumulate}. */
  public void inputGradient(Matrix dOut, Matrix kernel, Matrix dIn, boolean accumulate) {
    ops.inputGradient(dOut, rowsAway(), kernel, dIn, accumulate);
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
