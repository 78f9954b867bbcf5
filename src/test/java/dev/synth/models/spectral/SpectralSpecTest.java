package dev.synth.models.spectral;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpectralSpecTest {
  private static String shapes(List<SpectralLayer> layers) {
    return layers.stream()
        .map(
            layer ->
                String.format(
                    java.util.Locale.ROOT,
                    "%s %dx%d/%dx%d %d > %d: %dx%d",
                    layer.name().substring(layer.name().indexOf('/') + 1),
                    layer.taps(),
                    layer.taps(),
                    layer.rowStride(),
                    layer.columnStride(),
                    layer.in(),
                    layer.out(),
                    layer.rows(),
                    layer.columns()))
        .collect(Collectors.joining("\n"));
  }

  /** Magenta's nfft_1024, layer by layer. */
  @Test
  void theBaselineHasThePapersLayers() {
    SpectralSpec spec = SpectralPresets.baseline();
    assertEquals(512, spec.rows());
    assertEquals(256, spec.columns());
    assertEquals(251, spec.spectra());
    assertEquals(
        """
        0 5x5/2x2 1 > 128: 256x128
        1 4x4/2x2 128 > 128: 128x64
        2 4x4/2x2 128 > 128: 64x32
        3 4x4/2x2 128 > 256: 32x16
        4 4x4/2x2 256 > 256: 16x8
        5 4x4/2x2 256 > 256: 8x4
        6 4x4/2x2 256 > 512: 4x2
        7 4x4/2x2 512 > 512: 2x1
        7_1 4x4/2x1 512 > 512: 1x1
        8 1x1/1x1 512 > 1024: 1x1
        z 1x1/1x1 1024 > 1984: 1x1""",
        shapes(spec.encoderLayers()));
    assertEquals(
        """
        0 1x1/1x1 2112 > 1024: 1x1
        1 4x4/2x2 1024 > 512: 2x2
        2 4x4/2x2 512 > 512: 4x4
        3 4x4/2x2 512 > 256: 8x8
        4 4x4/2x2 256 > 256: 16x16
        5 4x4/2x2 256 > 256: 32x32
        6 4x4/2x2 256 > 128: 64x64
        7 4x4/2x2 128 > 128: 128x128
        8 5x5/2x2 128 > 128: 256x256
        8_1 5x5/2x1 128 > 128: 512x256
        mag 1x1/1x1 128 > 1: 512x256""",
        shapes(spec.decoderLayers()));
    for (SpectralLayer layer : spec.layers()) {
      assertEquals(
          layer.name().startsWith("decoder/") && !layer.name().endsWith("mag"),
          layer.isTransposed(),
          layer.name());
      assertEquals(
          layer.name().endsWith("/z")
              ? SpectralLayer.Output.NORMALIZED
              : layer.name().endsWith("/mag")
                  ? SpectralLayer.Output.SIGMOID
                  : SpectralLayer.Output.RECTIFIED,
          layer.output(),
          layer.name());
    }
  }

  @Test
  void theBaselineHasThePapersParameters() {
    long encoder = 25 * 128 + 16 * (128 * 128 * 2 + 128 * 256 + 256 * 256 * 2 + 256 * 512);
    encoder += 16 * 512 * 512 * 2 + 512 * 1024 + 1024 * 1984;
    long encoderChannels = 3 * 128 + 3 * 256 + 3 * 512 + 1024 + 1984;
    long decoder = 2112 * 1024 + 16 * (1024 * 512 + 512 * 512 + 512 * 256 + 256 * 256 * 2);
    decoder += 16 * (256 * 128 + 128 * 128) + 25 * 128 * 128 * 2 + 128 + 1;
    long decoderChannels = 1024 + 2 * 512 + 3 * 256 + 4 * 128;
    long table = 128 * 128;
    SpectralSpec spec = SpectralPresets.baseline();
    assertEquals(
        encoder + decoder + table + 3 * (encoderChannels + decoderChannels), spec.parameterCount());
    assertEquals(1984, spec.latent().orElseThrow().channels());
    assertEquals(64_000, spec.latent().orElseThrow().hopSamples());
  }

  @Test
  void theSmallOneIsTheSameNarrower() {
    assertEquals(
        SpectralPresets.baseline().layers().stream().map(SpectralLayer::name).toList(),
        SpectralPresets.small().layers().stream().map(SpectralLayer::name).toList());
    assertTrue(
        50 * SpectralPresets.small().multiplyAdds() < SpectralPresets.baseline().multiplyAdds());
  }

  @ParameterizedTest
  @CsvSource({
    "1000, 250, 64000, fftSamples must be a power of two; got 1000",
    "1024, 200, 64000, 'hopSamples must be a divisor of half of fftSamples, 512; got 200'",
    "1024, 256, 64001, 'noteSamples must be a multiple of hopSamples, 256, and at least fftSamples,"
        + " 1024; got 64001'",
    "1024, 256, 768, 'noteSamples must be a multiple of hopSamples, 256, and at least fftSamples,"
        + " 1024; got 768'",
    "1024, 256, 131072, 'noteSamples must be less than 131072, so that the image is not broader"
        + " than high; got 131072'",
    "1024, 0, 64000, hopSamples must be from 1 to 512; got 0",
  })
  void sizesThatCannotBeAreRefused(int fft, int hop, int note, String sentence) {
    assertEquals(
        sentence.replace("; got", ", got"),
        assertThrows(
                IllegalArgumentException.class,
                () -> new SpectralSpec(16_000, fft, hop, note, 1, 1, 1, 1))
            .getMessage());
  }

  /** As high as broad is the least: then no layer halves the height alone. */
  @Test
  void imagesMayBeSquare() {
    SpectralSpec spec = new SpectralSpec(16_000, 64, 8, 31 * 8, 2, 1, 1, 1);
    assertEquals(32, spec.columns());
    assertEquals(32, spec.rows());
    assertEquals("encoder/4", spec.encoderLayers().get(4).name());
    assertEquals("encoder/5", spec.encoderLayers().get(5).name());
    assertEquals(1, spec.encoderLayers().get(4).rows());
  }
}
