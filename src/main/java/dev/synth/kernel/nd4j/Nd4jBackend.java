package dev.synth.kernel.nd4j;

import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** What stands behind ND4J's operations on this machine. */
public final class Nd4jBackend {
  private Nd4jBackend() {}

  /**
   * Loads ND4J, by the native build that fits the CPU.
   *
   * @param threads threads of the products that the calling thread asks for: OpenMP keeps that
   *     number by thread
   */
  public static void start(int threads) {
    NativeBuild.choose();
    if (isCpu()) {
      setThreads(threads);
    }
  }

  /** Sets how many threads OpenMP gives the calling thread, in ND4J and oneDNN alike. */
  public static void setThreads(int threads) {
    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
  }

  /** Whether the arrays lie in the host's memory. */
  public static boolean isCpu() {
    return name().equals("CpuBackend");
  }

  static String name() {
    return Nd4j.getBackend().getClass().getSimpleName();
  }
}
