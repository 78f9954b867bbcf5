package dev.synth.kernel.onednn;

import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Pointer;

/**
 * Copies a matrix into another form: floats are rounded to bfloat16, to nearest even, or a factor
 * is packed as a product wants it. Of one size and one thread alone.
 */
final class Copy {
  /**
   * [rows, columns] of a matrix as bfloat16.
   *
   * @param from type of the values; floats are rounded
   * @param transposed whether the source is the transpose of a matrix
   * @param stride columns of the matrix that the source lies in
   * @param toStride columns of the matrix that the copy lies in
   */
  record Form(
      memory.data_type from, int rows, int columns, boolean transposed, int stride, int toStride) {
    /** Rounding of floats that lie side by side, as the copy does. */
    static Form rounding(int rows, int columns) {
      return new Form(memory.data_type.f32, rows, columns, false, columns, columns);
    }

    /** The transpose of [columns, rows], already rounded: of floats it is ten times as slow. */
    static Form transposing(int rows, int columns) {
      return new Form(memory.data_type.bf16, rows, columns, true, rows, columns);
    }

    Copy copy() {
      try (memory.desc source = OneDnn.matrix(from, rows, columns, stride, transposed);
          memory.desc target =
              OneDnn.matrix(memory.data_type.bf16, rows, columns, toStride, false)) {
        return new Copy(source, target);
      }
    }
  }

  /**
   * Packs the second factor of a product, [terms, columns] of bfloat16, as the product wants it.
   */
  static Copy packing(Product.Size product, memory.desc packed) {
    try (memory.desc source =
        OneDnn.matrix(
            memory.data_type.bf16, product.terms(), product.columns(), product.columns(), false)) {
      return new Copy(source, packed);
    }
  }

  private final reorder copy;
  private final memory from;
  private final memory to;
  private final long bytes;
  private final IntMemoryMap arguments = new IntMemoryMap();
  private final stream stream = new stream(OneDnn.engine());

  private Copy(memory.desc source, memory.desc target) {
    from = new memory(source, OneDnn.engine(), new Pointer());
    to = new memory(target, OneDnn.engine(), new Pointer());
    bytes = target.get_size();
    copy = new reorder(from, to);
    arguments.put(dnnl.DNNL_ARG_FROM, from);
    arguments.put(dnnl.DNNL_ARG_TO, to);
  }

  /** What the copy takes. */
  long bytes() {
    return bytes;
  }

  /** Copies from one place to the other. */
  void run(Pointer source, Pointer target) {
    from.set_data_handle(source);
    to.set_data_handle(target);
    copy.execute(stream, arguments);
    stream._wait();
  }
}
