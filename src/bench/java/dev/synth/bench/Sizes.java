package dev.synth.bench;

/**
 * Sizes of a network, the same as synth's preset of that name without the pitch. The scripts compare
 * the parameter counts both sides print.
 */
record Sizes(
    int encoderWidth,
    int encoderLayers,
    int latent,
    int hop,
    int width,
    int skip,
    int layers,
    int layersPerStage,
    int taps) {
  static final int CODES = 256;

  static Sizes of(String preset) {
    return switch (preset) {
      case "nsynth" -> new Sizes(128, 30, 16, 512, 512, 256, 30, 10, 3);
      case "small" -> new Sizes(64, 10, 16, 512, 64, 128, 10, 10, 3);
      case "tiny" -> new Sizes(16, 6, 16, 512, 16, 32, 10, 5, 3);
      default -> throw new IllegalArgumentException("no preset " + preset);
    };
  }

  int dilation(int layer) {
    return 1 << layer % layersPerStage;
  }
}
