package dev.synth.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.synth.io.WorkFailedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  private static Kernels.Variants<String> variants(String lack) {
    return new Kernels.Variants<>(
        note -> "plain" + note,
        note -> "nd4j" + note,
        () -> {
          if (lack != null) {
            throw new IllegalStateException(lack);
          }
          return "vector";
        });
  }

  @ParameterizedTest
  @CsvSource({
    "plain, plain",
    "PLAIN, plain",
    "nd4j, nd4j",
    "Nd4j, nd4j",
    "VECTOR, vector",
    "'', vector"
  })
  void theNameChoosesInAnyCase(String wanted, String chosen) {
    assertEquals(chosen, Kernels.choose(wanted, variants(null)));
  }

  @Test
  void aMissingFastPathSaysWhyAndWhatTurnsItOn() {
    assertEquals(
        "nd4j, slower than the Vector API (a module is missing: load it)",
        Kernels.choose("", variants("a module is missing: load it")));
    assertEquals(
        "The system property synth.kernels is vector, but a module is missing.",
        assertThrows(
                WorkFailedException.class,
                () -> Kernels.choose("vector", variants("a module is missing")))
            .getMessage());
  }

  @Test
  void anUnknownNameIsOneSentence() {
    String message =
        assertThrows(WorkFailedException.class, () -> Kernels.choose("quick", variants(null)))
            .getMessage();
    assertEquals(
        "The system property synth.kernels must be plain, nd4j, vector or onednn, not 'quick'.",
        message);
  }

  /** One property serves sequences and single samples. */
  @ParameterizedTest
  @CsvSource({"Plain, plain Java loops", "ND4J, ND4J operations on CpuBackend"})
  void thePropertyChoosesTheOperations(String wanted, String description) {
    String before = System.getProperty(Kernels.PROPERTY);
    System.setProperty(Kernels.PROPERTY, wanted);
    try (Ops ops = Kernels.choose(1)) {
      assertEquals(description, ops.description());
    } finally {
      if (before == null) {
        System.clearProperty(Kernels.PROPERTY);
      } else {
        System.setProperty(Kernels.PROPERTY, before);
      }
    }
  }
}
