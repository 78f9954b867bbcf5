package dev.synth.kernel;

/**
 * A convolution as products: one a tap, of the same matrices some rows away; nothing is gathered or
 * padded.
 */
final class Taps {
  private Taps() {}

  /** The rows of the output that a tap {@code rowsAway} rows away contributes to. */
  private static Matrix reached(Matrix out, int rowsAway) {
    int rows = out.rows();
    return rowsAway < 0 ? out.rows(-rowsAway, rows) : out.rows(0, rows - rowsAway);
  }

  /** The rows of the input that this tap reads. */
  private static Matrix read(Matrix in, int rowsAway) {
    return reached(in, -rowsAway);
  }

  private static Matrix slice(Matrix kernel, int taps, int tap) {
    int channels = kernel.rows() / taps;
    return kernel.rows(tap * channels, (tap + 1) * channels);
  }

  /** The tap that reads every row where it stands. */
  private static int present(int[] rowsAway) {
    for (int tap = 0; tap < rowsAway.length; tap++) {
      if (rowsAway[tap] == 0) {
        return tap;
      }
    }
    throw new IllegalArgumentException("no tap reads the present row");
  }

  static void convolve(Ops ops, Matrix in, int[] rowsAway, Matrix kernel, Matrix out) {
    int taps = rowsAway.length;
    ops.multiply(in, false, slice(kernel, taps, present(rowsAway)), false, out, false);
    for (int tap = 0; tap < taps; tap++) {
      int away = rowsAway[tap];
      if (away != 0 && Math.abs(away) < in.rows()) {
        Matrix part = slice(kernel, taps, tap);
        ops.multiply(read(in, away), false, part, false, reached(out, away), true);
      }
    }
  }

  static void kernelGradient(Ops ops, Matrix in, int[] rowsAway, Matrix dOut, Matrix dKernel) {
    int taps = rowsAway.length;
    for (int tap = 0; tap < taps; tap++) {
      int away = rowsAway[tap];
      Matrix part = slice(dKernel, taps, tap);
      if (Math.abs(away) < in.rows()) {
        ops.multiply(read(in, away), true, reached(dOut, away), false, part, false);
      } else {
        ops.fill(part, 0);
      }
    }
  }

  static void inputGradient(
      Ops ops, Matrix dOut, int[] rowsAway, Matrix kernel, Matrix dIn, boolean accumulate) {
    int taps = rowsAway.length;
    ops.multiply(dOut, false, slice(kernel, taps, present(rowsAway)), true, dIn, accumulate);
    for (int tap = 0; tap < taps; tap++) {
      int away = rowsAway[tap];
      if (away != 0 && Math.abs(away) < dOut.rows()) {
        Matrix part = slice(kernel, taps, tap);
        ops.multiply(reached(dOut, away), false, part, true, read(dIn, away), true);
      }
    }
  }
}
