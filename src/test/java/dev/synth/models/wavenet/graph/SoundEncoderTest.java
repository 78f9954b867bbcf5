package dev.synth.models.wavenet.graph;

import static dev.synth.kernel.ElementType.FLOAT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.synth.audio.SampleReader;
import dev.synth.kernel.Kernels;
import dev.synth.models.wavenet.WaveNetPresets;
import dev.synth.models.wavenet.WaveNetSpec;
import dev.synth.testing.MatrixProducts;
import dev.synth.testing.RandomModels;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An encoder that takes windows against one that takes the whole sound at once. */
@Tag("slow")
class SoundEncoderTest {
  private static final long SEED = 5;

  /** Longer than any sound here. */
  private static final int WHOLE = 1 << 20;

  private static final WaveNetSpec ODD =
      new WaveNetSpec(16_000, 7, 6, 3, 10, 6, 7, 4, 4, 5, 2, 2, true, 2);

  static Stream<WaveNetSpec> specs() {
    return Stream.of(ODD, WaveNetPresets.tiny(), WaveNetPresets.small(), wide());
  }

  /** The preset nsynth's width and dilations, fewer layers. */
  private static WaveNetSpec wide() {
    WaveNetSpec s = WaveNetPresets.nsynth();
    return new WaveNetSpec(
        s.sampleRateHz(), s.encoderWidth(), 9, 16, 512, 4, 4, 1, 10, 3, 0, 0, false, 0);
  }

  private static SoundEncoder encoder(WaveNetSpec spec, int windowSamples) {
    Map<String, float[]> tensors = RandomModels.model(spec, SEED).tensors();
    return SoundEncoder.create(spec, tensors, Kernels.choose(2), windowSamples);
  }

  private static float[] sound(int samples) {
    Random random = new Random(SEED);
    float[] sound = new float[samples];
    double phase = 0;
    for (int t = 0; t < samples; t++) {
      phase += 0.05 + 0.03 * Math.sin(t * 1e-3);
      sound[t] = (float) (0.5 * Math.sin(phase) + 0.05 * random.nextGaussian());
    }
    return sound;
  }

  @ParameterizedTest
  @MethodSource("specs")
  void windowsMakeTheWholeSoundsEmbedding(WaveNetSpec spec) {
    int hop = spec.hopSamples();
    try (SoundEncoder whole = encoder(spec, WHOLE);
        SoundEncoder windows = encoder(spec, 1);
        SoundEncoder longer = encoder(spec, 11 * hop + 3)) {
      for (int frames : new int[] {1, 5, 6, 13, 37}) {
        for (int more : new int[] {0, 1, hop / 2 + 1}) {
          float[] sound = sound(frames * hop + more);
          float[] expected = whole.encode(sound);
          String what = spec + " of " + sound.length + " samples";
          assertEquals(spec.frames(sound.length) * spec.latentChannels(), expected.length, what);
          assertArrayEquals(expected, windows.encode(sound), MatrixProducts.tolerance(), what);
          assertArrayEquals(expected, longer.encode(sound), MatrixProducts.tolerance(), what);
        }
      }
    }
  }

  /** However the sound comes, and wherever it ends in a window. */
  @Test
  void piecesMakeTheWholeSoundsEmbedding() throws IOException {
    try (SoundEncoder whole = encoder(ODD, WHOLE);
        SoundEncoder windows = encoder(ODD, 200)) {
      for (int samples = 900; samples < 1150; samples += 27) {
        float[] sound = sound(samples);
        float[] expected = whole.encode(sound);
        for (int piece : new int[] {1, 17, 333}) {
          SampleReader reader = SampleReader.of(sound);
          float[] actual =
              windows.encode(
                  into -> {
                    float[] some = new float[Math.min(piece, into.length)];
                    int count = reader.read(some);
                    System.arraycopy(some, 0, into, 0, Math.max(0, count));
                    return count;
                  });
          assertArrayEquals(
              expected,
              actual,
              MatrixProducts.tolerance(),
              samples + " samples in pieces of " + piece);
        }
      }
    }
  }

  @Test
  void plainKernelsTakeWindows() {
    Map<String, float[]> tensors = RandomModels.model(ODD, SEED).tensors();
    float[] sound = sound(777);
    try (SoundEncoder whole = SoundEncoder.create(ODD, tensors, Kernels.plain(FLOAT), WHOLE);
        SoundEncoder windows = SoundEncoder.create(ODD, tensors, Kernels.plain(FLOAT), 1)) {
      assertArrayEquals(whole.encode(sound), windows.encode(sound));
    }
  }

  /** The beginning of a sound does not depend on what comes long after. */
  @Test
  void aLongSoundBeginsAsAShortOne() {
    WaveNetSpec spec = WaveNetPresets.tiny();
    try (SoundEncoder encoder = encoder(spec, 20_000)) {
      float[] sound = sound(200_000);
      float[] all = encoder.encode(sound);
      float[] begin = encoder.encode(Arrays.copyOf(sound, 10_240));
      int frames = 15; // of 20: the rest hears the end
      assertArrayEquals(
          Arrays.copyOf(begin, frames * spec.latentChannels()),
          Arrays.copyOf(all, frames * spec.latentChannels()),
          MatrixProducts.tolerance());
    }
  }

  @Test
  void nothingHasNoEmbedding() {
    try (SoundEncoder encoder = encoder(ODD, 200)) {
      assertThrows(IllegalArgumentException.class, () -> encoder.encode(new float[0]));
    }
  }
}
