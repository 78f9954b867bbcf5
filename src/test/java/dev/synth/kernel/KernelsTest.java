package dev.synth.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

class KernelsTest {
  @AfterEach
  void allCores() {
    Kernels.choose(Runtime.getRuntime().availableProcessors());
  }

  /** The products' threads are OpenMP's, which know nothing of ours. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void threadsReachOpenMp(int threads) {
    assumeTrue(Nd4j.getBackend().getClass().getSimpleName().equals("CpuBackend"));
    Kernels.choose(threads);
    assertEquals(threads, NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads());
  }
}
