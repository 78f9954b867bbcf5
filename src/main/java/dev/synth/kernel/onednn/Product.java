package dev.synth.kernel.onednn;

import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Pointer;

/**
 * A product of one size, made once: oneDNN writes machine code for it. Sums and results are in
 * float. Of one thread alone.
 */
final class Product {
  /**
   * What it is made for: [rows, terms] by [terms, columns].
   *
   * @param type of the factors; a second one of bfloat16 is given as {@link Copy} packs it
   * @param transposeA whether the first factor is the transpose of rows of a matrix
   * @param strideA columns of the matrix that the first factor lies in
   * @param transposeB whether the second factor is the transpose of a matrix [columns, terms]
   * @param accumulate whether the product is added to what is there
   */
  record Size(
      memory.data_type type,
      int rows,
      int terms,
      int columns,
      boolean transposeA,
      int strideA,
      boolean transposeB,
      boolean accumulate) {
    Size withRows(int otherRows) {
      return new Size(type, otherRows, terms, columns, transposeA, strideA, transposeB, accumulate);
    }
  }

  private final matmul product;
  private final memory left;
  private final memory right;
  private final memory result;
  private final IntMemoryMap arguments = new IntMemoryMap();
  private final stream stream = new stream(OneDnn.engine());

  /**
   * Makes it.
   *
   * @param packed how the second factor lies in memory; null for what serves this size best
   */
  Product(Size size, memory.desc packed) {
    try (memory.desc a =
            OneDnn.matrix(size.type, size.rows, size.terms, size.strideA, size.transposeA);
        memory.desc b = packed == null ? second(size) : new memory.desc(packed);
        memory.desc c =
            OneDnn.matrix(memory.data_type.f32, size.rows, size.columns, size.columns, false);
        primitive_attr attributes = new primitive_attr()) {
      if (size.accumulate) {
        try (post_ops sum = new post_ops()) {
          sum.append_sum();
          attributes.set_post_ops(sum);
        }
      }
      try (matmul.primitive_desc description =
          new matmul.primitive_desc(OneDnn.engine(), a, b, c, attributes, false)) {
        product = new matmul(description);
        right = new memory(description.weights_desc(), OneDnn.engine(), new Pointer());
      }
      left = new memory(a, OneDnn.engine(), new Pointer());
      result = new memory(c, OneDnn.engine(), new Pointer());
    }
    arguments.put(dnnl.DNNL_ARG_SRC, left);
    arguments.put(dnnl.DNNL_ARG_WEIGHTS, right);
    arguments.put(dnnl.DNNL_ARG_DST, result);
  }

  private static memory.desc second(Size size) {
    if (size.type == memory.data_type.f32) {
      int stride = size.transposeB ? size.terms : size.columns;
      return OneDnn.matrix(size.type, size.terms, size.columns, stride, size.transposeB);
    }
    return new memory.desc(new long[] {size.terms, size.columns}, size.type, memory.format_tag.any);
  }

  /** How the second factor lies in memory. */
  memory.desc packed() {
    return right.get_desc();
  }

  /** Computes it from and to these places. */
  void run(Pointer a, Pointer b, Pointer out) {
    left.set_data_handle(a);
    right.set_data_handle(b);
    result.set_data_handle(out);
    product.execute(stream, arguments);
    stream._wait();
  }
}
