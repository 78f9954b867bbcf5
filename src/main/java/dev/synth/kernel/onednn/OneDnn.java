package dev.synth.kernel.onednn;

import java.util.Locale;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;

/** The library: whether it is there, and what it can do on this CPU. */
public final class OneDnn {
  /** Why bf16 is of no use, as the end of a sentence. */
  public static final String NO_BF16 = "this CPU has no instructions for bf16 (AMX, AVX512-BF16)";

  private static final int PROBE_SIZE = 64;

  private static String problem;
  private static engine cpu;
  private static String bf16Implementation = "";

  private OneDnn() {}

  /**
   * Loads the library, unless that was tried before.
   *
   * @return why it cannot be used, as the end of a sentence; null if it can
   */
  public static synchronized String load() {
    if (cpu == null && problem == null) {
      try {
        cpu = new engine(engine.kind.cpu, 0);
        bf16Implementation = implementation(memory.data_type.bf16);
      } catch (UnsatisfiedLinkError e) {
        problem = lack(e);
      } catch (LinkageError | RuntimeException e) {
        problem = "oneDNN cannot start (" + e + ")";
      }
    }
    return problem;
  }

  /** Its native code is on the class path of Linux on x86-64 alone. */
  private static String lack(UnsatisfiedLinkError e) {
    Throwable first = e;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    String said = String.valueOf(first.getMessage()).lines().findFirst().orElse("");
    return "oneDNN's own library does not load (" + said + ")";
  }

  /** Whether the CPU has instructions for products of bfloat16; without, they are slower. */
  public static boolean isFastInBf16() {
    return load() == null && bf16Implementation.matches(".*(amx|bf16|avx10).*");
  }

  /** What products of bfloat16 are computed with, such as {@code brg_matmul:avx512_core_amx}. */
  static String bf16Implementation() {
    return bf16Implementation;
  }

  static engine engine() {
    return cpu;
  }

  /** What oneDNN computes a product of such factors with. */
  private static String implementation(memory.data_type type) {
    try (memory.desc factor = matrix(type, PROBE_SIZE, PROBE_SIZE, PROBE_SIZE, false);
        memory.desc result =
            matrix(memory.data_type.f32, PROBE_SIZE, PROBE_SIZE, PROBE_SIZE, false);
        matmul.primitive_desc probe = new matmul.primitive_desc(cpu, factor, factor, result)) {
      return probe.impl_info_str().getString().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * [rows, columns] of a matrix in C order, or of the transpose of one.
   *
   * @param stride columns of that matrix
   */
  static memory.desc matrix(
      memory.data_type type, long rows, long columns, long stride, boolean transposed) {
    return new memory.desc(
        new long[] {rows, columns},
        type,
        transposed ? new long[] {1, stride} : new long[] {stride, 1});
  }
}
