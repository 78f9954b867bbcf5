package dev.synth.kernel.onednn;

import dev.synth.kernel.Matrix;
import dev.synth.kernel.Parallel;
import dev.synth.kernel.Products;
import dev.synth.kernel.nd4j.Nd4jMatrix;
import java.util.Arrays;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.ShortPointer;

/**
 * Products of factors that are rounded to bfloat16, with sums in float, by oneDNN. Rows are worked
 * on in blocks that stay in the second-level cache: all taps of a convolution are gathered into one
 * block as they are rounded, and are one product.
 */
public final class Bf16Products implements Products.Convolving {
  private static final int[] ONE_TAP = {0};
  private static final int BYTES = 2;

  /** What a thread's room is for. */
  private static final int BLOCK = 0;

  private static final int PACKED = 1;
  private static final int ROUNDED = 2;
  private static final int TRANSPOSED = 3;

  /** Least columns of the first factor, that is rows of a large gradient, of a part. */
  private static final int COLUMNS = 256;

  private final Parallel parallel;
  private final Products exact;
  private final ThreadLocal<Local> local = ThreadLocal.withInitial(Local::new);

  /**
   * Products that {@code parallel}'s threads share.
   *
   * @throws IllegalStateException if oneDNN cannot be used here, or is no faster for it; the
   *     message says what it lacks
   */
  public Bf16Products(Parallel parallel) {
    this.exact = new FloatProducts(parallel);
    if (!OneDnn.isFastInBf16()) {
      throw new IllegalStateException(OneDnn.NO_BF16);
    }
    this.parallel = parallel;
  }

  @Override
  public void multiply(
      Matrix a, boolean transposeA, Matrix b, boolean transposeB, Matrix out, boolean accumulate) {
    if (!transposeA) {
      convolve(a, ONE_TAP, b, transposeB, out, accumulate);
    } else if (!transposeB) {
      gradient(a, ONE_TAP, b, out, accumulate);
    } else {
      exact.multiply(a, true, b, true, out, accumulate); // no network does
    }
  }

  @Override
  public void convolve(Matrix in, int[] rowsAway, Matrix kernel, Matrix out) {
    convolve(in, rowsAway, kernel, false, out, false);
  }

  @Override
  public void kernelGradient(Matrix in, int[] rowsAway, Matrix dOut, Matrix dKernel) {
    gradient(in, rowsAway, dOut, dKernel, false);
  }

  @Override
  public void inputGradient(
      Matrix dOut, int[] rowsAway, Matrix kernel, Matrix dIn, boolean accumulate) {
    int[] back = Arrays.stream(rowsAway).map(away -> -away).toArray();
    convolve(dOut, back, kernel, true, dIn, accumulate);
  }

  /** out = the sum over taps of rows some way away times the tap's part of the kernel. */
  private void convolve(
      Matrix in,
      int[] rowsAway,
      Matrix kernel,
      boolean transposed,
      Matrix out,
      boolean accumulate) {
    Parts.alone(parallel, () -> product(in, rowsAway, kernel, transposed, out, accumulate));
  }

  private void product(
      Matrix in,
      int[] rowsAway,
      Matrix kernel,
      boolean transposed,
      Matrix out,
      boolean accumulate) {
    int taps = rowsAway.length;
    int terms = taps * in.columns();
    int columns = out.columns();
    int rows = out.rows();
    int parts = Parts.count(rows, Parts.ROWS);
    // Parts are of one size, or of two; all take the kernel as the first is given it.
    Product.Size size =
        new Product.Size(
            memory.data_type.bf16, rows / parts, terms, columns, false, terms, false, accumulate);
    ShortPointer weights = weights(kernel, taps, in.columns(), transposed, size);
    FloatPointer result = ((Nd4jMatrix) out).pointer();
    Parts.run(
        parallel,
        parts,
        2L * rows * terms * columns,
        (from, to) -> {
          Local own = local.get();
          for (int part = from; part < to; part++) {
            int first = Parts.begin(rows, parts, part);
            int count = Parts.begin(rows, parts, part + 1) - first;
            ShortPointer block = own.factor(BLOCK, (long) count * terms);
            gather(own, new Columns(in, rowsAway, 0, in.columns()), first, count, block);
            own.product(size.withRows(count), size)
                .run(block, weights, result.getPointer((long) first * columns));
          }
        });
  }

  /**
   * The kernel as {@code product} wants it.
   *
   * @param kernel [taps · inputs, columns], or, transposed, [taps · columns, inputs]
   */
  private ShortPointer weights(
      Matrix kernel, int taps, int inputs, boolean transposed, Product.Size product) {
    Local own = local.get();
    FloatPointer from = ((Nd4jMatrix) kernel).pointer();
    int columns = product.columns();
    Copy packing = own.packing(product);
    ShortPointer packed = own.factor(PACKED, packing.bytes() / BYTES);
    long length = (long) inputs * columns;
    ShortPointer rounded = own.factor(ROUNDED, taps * length);
    own.copy(Copy.Form.rounding(kernel.rows(), kernel.columns())).run(from, rounded);
    if (transposed) {
      ShortPointer plain = rounded;
      rounded = own.factor(TRANSPOSED, taps * length);
      for (int tap = 0; tap < taps; tap++) {
        own.copy(Copy.Form.transposing(inputs, columns))
            .run(plain.getPointer(tap * length), rounded.getPointer(tap * length));
      }
    }
    packing.run(rounded, packed);
    return packed;
  }

  /** out [taps · C, O] = the transpose of all taps' rows times {@code d}. */
  private void gradient(Matrix in, int[] rowsAway, Matrix d, Matrix out, boolean accumulate) {
    Parts.alone(parallel, () -> sum(in, rowsAway, d, out, accumulate));
  }

  private void sum(Matrix in, int[] rowsAway, Matrix d, Matrix out, boolean accumulate) {
    int rows = in.rows();
    long operations = 2L * rows * out.length();
    FloatPointer result = ((Nd4jMatrix) out).pointer();
    if (Parts.inSums(out.length(), rows)) {
      FloatPointer sums = local.get().sums((Parts.SUMS - 1) * out.length());
      Parts.run(
          parallel,
          Parts.SUMS,
          operations,
          (from, to) -> {
            for (int part = from; part < to; part++) {
              int begin = Parts.begin(rows, Parts.SUMS, part);
              int end = Parts.begin(rows, Parts.SUMS, part + 1);
              FloatPointer sum = part == 0 ? result : sums.getPointer((part - 1) * out.length());
              Columns all = new Columns(in, rowsAway, 0, in.columns());
              add(all, begin, end, d, sum, part == 0 && accumulate);
            }
          });
      Parts.add((Nd4jMatrix) out, sums, Parts.SUMS - 1);
      return;
    }
    int parts = Parts.count(in.columns(), COLUMNS);
    Parts.run(
        parallel,
        parts,
        operations,
        (from, to) -> {
          for (int part = from; part < to; part++) {
            int begin = Parts.begin(in.columns(), parts, part);
            int end = Parts.begin(in.columns(), parts, part + 1);
            Columns some = new Columns(in, rowsAway, begin, end);
            long row = (long) begin * out.columns();
            add(some, 0, rows, d, result.getPointer(row), accumulate);
          }
        });
  }

  /** Columns of all taps' rows. */
  private record Columns(Matrix in, int[] rowsAway, int from, int to) {
    int count() {
      return to - from;
    }

    int stride() {
      return rowsAway.length * count();
    }
  }

  /** sum += for each tap, the transpose of rows {@code begin} to {@code end} times those of d. */
  private void add(
      Columns columns, int begin, int end, Matrix d, FloatPointer sum, boolean accumulate) {
    Local own = local.get();
    FloatPointer gradient = ((Nd4jMatrix) d).pointer();
    int taps = columns.rowsAway.length;
    boolean whole = columns.count() == columns.in.columns();
    int chunks = Parts.count(end - begin, Parts.ROWS);
    for (int chunk = 0; chunk < chunks; chunk++) {
      int first = begin + Parts.begin(end - begin, chunks, chunk);
      int count = begin + Parts.begin(end - begin, chunks, chunk + 1) - first;
      ShortPointer block = own.factor(BLOCK, (long) count * columns.stride());
      gather(own, columns, first, count, block);
      // The taps' rows of the result are one matrix where all columns are there.
      Product.Size size =
          new Product.Size(
              memory.data_type.bf16,
              whole ? columns.stride() : columns.count(),
              count,
              d.columns(),
              true,
              columns.stride(),
              false,
              accumulate || chunk > 0);
      ShortPointer rounded = own.factor(ROUNDED, (long) count * d.columns());
      own.copy(Copy.Form.rounding(count, d.columns()))
          .run(gradient.getPointer((long) first * d.columns()), rounded);
      Copy packing = own.packing(size);
      ShortPointer packed = own.factor(PACKED, packing.bytes() / BYTES);
      packing.run(rounded, packed);
      for (int tap = 0; tap < (whole ? 1 : taps); tap++) {
        long row = (long) tap * columns.in.columns() * d.columns();
        own.product(size)
            .run(block.getPointer((long) tap * columns.count()), packed, sum.getPointer(row));
      }
    }
  }

  /**
   * Rounds columns of rows that stand some way from rows {@code first} on, a tap beside the other;
   * zero where there are none.
   */
  private static void gather(Local own, Columns columns, int first, int count, ShortPointer block) {
    Matrix in = columns.in;
    FloatPointer from = ((Nd4jMatrix) in).pointer();
    int stride = columns.stride();
    for (int away : columns.rowsAway) {
      if (first + away < 0 || first + away + count > in.rows()) {
        Pointer.memset(block, 0, (long) count * stride * BYTES);
        break;
      }
    }
    for (int tap = 0; tap < columns.rowsAway.length; tap++) {
      int wanted = first + columns.rowsAway[tap];
      int low = Math.max(0, wanted);
      int high = Math.min(in.rows(), wanted + count);
      if (low < high) {
        own.copy(
                new Copy.Form(
                    memory.data_type.f32, high - low, columns.count(), false, in.columns(), stride))
            .run(
                from.getPointer((long) low * in.columns() + columns.from),
                block.getPointer((long) (low - wanted) * stride + (long) tap * columns.count()));
      }
    }
  }

  @Override
  public String description() {
    return "oneDNN products in bf16 (" + OneDnn.bf16Implementation() + ")";
  }
}
