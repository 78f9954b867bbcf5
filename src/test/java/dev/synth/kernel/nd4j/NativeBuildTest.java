package dev.synth.kernel.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
  })
  void theBuildFitsTheCpu(String flags, String extension) {
    assertEquals(extension, NativeBuild.extension(flags));
  }
}
