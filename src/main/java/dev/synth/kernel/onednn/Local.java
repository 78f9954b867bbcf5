package dev.synth.kernel.onednn;

import dev.synth.kernel.nd4j.Nd4jBackend;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.ShortPointer;

/** What one thread keeps: primitives by their sizes, and memory to work in. */
final class Local {
  private final Map<Product.Size, Product> products = new HashMap<>();
  private final Map<Copy.Form, Copy> copies = new HashMap<>();
  private final Map<Product.Size, Copy> packings = new HashMap<>();
  private final ShortPointer[] factors = new ShortPointer[4];
  private FloatPointer sums;

  /** What runs within is this thread's alone: OpenMP keeps that number by thread. */
  Local() {
    Nd4jBackend.setThreads(1);
  }

  Product product(Product.Size size) {
    return products.computeIfAbsent(size, wanted -> new Product(wanted, null));
  }

  /** A product whose second factor is packed as that of {@code other} is. */
  Product product(Product.Size size, Product.Size other) {
    if (size.equals(other)) {
      return product(size);
    }
    Product first = product(other);
    return products.computeIfAbsent(size, wanted -> new Product(wanted, first.packed()));
  }

  Copy copy(Copy.Form form) {
    return copies.computeIfAbsent(form, Copy.Form::copy);
  }

  /** Packs the second factor of {@code product}. */
  Copy packing(Product.Size product) {
    return packings.computeIfAbsent(
        product, wanted -> Copy.packing(wanted, product(wanted).packed()));
  }

  /** Room for {@code length} values of bfloat16, the same for the same {@code index}. */
  ShortPointer factor(int index, long length) {
    if (factors[index] == null || factors[index].capacity() < length) {
      if (factors[index] != null) {
        factors[index].close();
      }
      factors[index] = new ShortPointer(length);
    }
    return factors[index];
  }

  /** Room for {@code length} floats. */
  FloatPointer sums(long length) {
    if (sums == null || sums.capacity() < length) {
      if (sums != null) {
        sums.close();
      }
      sums = new FloatPointer(length);
    }
    return sums;
  }
}
