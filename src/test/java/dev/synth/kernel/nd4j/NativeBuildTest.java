package dev.synth.kernel.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativeBuildTest {
  @ParameterizedTest
  @CsvSource({
    "flags : fpu sse2 avx avx2 fma avx512f avx512dq avx512bw,-onednn-avx512",
    "flags : fpu sse2 avx avx2 fma avx512f,-onednn-avx2",
    "flags : fpu sse2 avx avx2 fma,-onednn-avx2",
    "flags : fpu sse2 avx,''",
    "flags : fpu avx2x fmac,''",
    "FPU SSE4.2 FMA AVX1.0 BMI1 AVX2 AVX512F AVX512BW,-onednn-avx512",
    "FPU SSE4.2 FMA AVX1.0 BMI1 AVX2,-onednn-avx2",
    "FPU SSE4.2 AVX1.0,''",
  })
  void theBuildFitsTheCpu(String flags, String extension) {
    assertEquals(extension, NativeBuild.extension(flags));
  }

  @ParameterizedTest
  @CsvSource({"0,''", "128,''", "256,-onednn-avx2", "512,-onednn-avx512"})
  void whereTheSystemDoesNotTellTheVectorsDo(int bits, String extension) {
    assertEquals(extension, NativeBuild.extension(bits));
  }

  /** What the JVM's vectors tell is never more than what the system lists. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void theVectorsPromiseNothingThatTheCpuLacks() throws IOException {
    List<String> narrowFirst = List.of("", "-onednn-avx2", "-onednn-avx512");
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      String flags = lines.filter(line -> line.startsWith("flags")).findFirst().orElse("");
      int listed = narrowFirst.indexOf(NativeBuild.extension(flags));
      assertTrue(narrowFirst.indexOf(NativeBuild.ofVectors()) <= listed, flags);
    }
  }
}
