package dev.synth.kernel.onednn;

import dev.synth.kernel.Matrix;
import dev.synth.kernel.Parallel;
import dev.synth.kernel.Products;
import dev.synth.kernel.nd4j.Nd4jMatrix;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;

/** Products of floats by oneDNN, each one on one thread, and large ones cut for several. */
public final class FloatProducts implements Products {
  /** Least columns of a transposed first factor, that is rows of the result, of a part. */
  private static final int COLUMNS = 64;

  private final Parallel parallel;
  private final ThreadLocal<Local> local = ThreadLocal.withInitial(Local::new);

  /**
   * Products that {@code parallel}'s threads share.
   *
   * @throws IllegalStateException if oneDNN cannot be used here; the message says what it lacks
   */
  public FloatProducts(Parallel parallel) {
    String problem = OneDnn.load();
    if (problem != null) {
      throw new IllegalStateException(problem);
    }
    this.parallel = parallel;
  }

  @Override
  public void multiply(
      Matrix a, boolean transposeA, Matrix b, boolean transposeB, Matrix out, boolean accumulate) {
    Parts.alone(parallel, () -> product(a, transposeA, b, transposeB, out, accumulate));
  }

  private void product(
      Matrix a, boolean transposeA, Matrix b, boolean transposeB, Matrix out, boolean accumulate) {
    int terms = transposeA ? a.rows() : a.columns();
    if (transposeA && !transposeB && Parts.inSums(out.length(), terms)) {
      multiplyInSums(a, b, out, accumulate);
      return;
    }
    int rows = out.rows();
    int columns = out.columns();
    int parts = Parts.count(rows, transposeA ? COLUMNS : Parts.ROWS);
    FloatPointer left = ((Nd4jMatrix) a).pointer();
    FloatPointer right = ((Nd4jMatrix) b).pointer();
    FloatPointer result = ((Nd4jMatrix) out).pointer();
    Parts.run(
        parallel,
        parts,
        2L * rows * terms * columns,
        (from, to) -> {
          Local own = local.get();
          for (int part = from; part < to; part++) {
            int first = Parts.begin(rows, parts, part);
            Product.Size size =
                new Product.Size(
                    memory.data_type.f32,
                    Parts.begin(rows, parts, part + 1) - first,
                    terms,
                    columns,
                    transposeA,
                    a.columns(),
                    transposeB,
                    accumulate);
            own.product(size)
                .run(
                    left.getPointer(transposeA ? first : (long) first * terms),
                    right,
                    result.getPointer((long) first * columns));
          }
        });
  }

  /** out = aᵀ · b, where the sums are long and few: each part adds up some of the rows. */
  private void multiplyInSums(Matrix a, Matrix b, Matrix out, boolean accumulate) {
    int terms = a.rows();
    FloatPointer left = ((Nd4jMatrix) a).pointer();
    FloatPointer right = ((Nd4jMatrix) b).pointer();
    FloatPointer result = ((Nd4jMatrix) out).pointer();
    FloatPointer sums = local.get().sums((Parts.SUMS - 1) * out.length());
    Parts.run(
        parallel,
        Parts.SUMS,
        2L * out.length() * terms,
        (from, to) -> {
          Local own = local.get();
          for (int part = from; part < to; part++) {
            int begin = Parts.begin(terms, Parts.SUMS, part);
            int rows = Parts.begin(terms, Parts.SUMS, part + 1) - begin;
            FloatPointer sum = part == 0 ? result : sums.getPointer((part - 1) * out.length());
            int chunks = Parts.count(rows, Parts.ROWS);
            for (int chunk = 0; chunk < chunks; chunk++) {
              int first = begin + Parts.begin(rows, chunks, chunk);
              Product.Size size =
                  new Product.Size(
                      memory.data_type.f32,
                      a.columns(),
                      begin + Parts.begin(rows, chunks, chunk + 1) - first,
                      b.columns(),
                      true,
                      a.columns(),
                      false,
                      chunk > 0 || part == 0 && accumulate);
              own.product(size)
                  .run(
                      left.getPointer((long) first * a.columns()),
                      right.getPointer((long) first * b.columns()),
                      sum);
            }
          }
        });
    Parts.add((Nd4jMatrix) out, sums, Parts.SUMS - 1);
  }

  @Override
  public String description() {
    return "oneDNN products in float";
  }
}
