package dev.synth.audio;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.WavFile.Encoding;
import dev.synth.io.CannotCreateException;
import dev.synth.testing.WavBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WavFileTest {
  @TempDir private Path dir;

  private AudioClip readBytes(byte[] bytes) throws IOException {
    return AudioFile.read(Files.write(dir.resolve("in.wav"), bytes));
  }

  private static void assertSamples(AudioClip clip, float... expected) {
    assertArrayEquals(expected, clip.samples());
  }

  @Test
  void everySixteenBitValueComesBackUnchanged() throws IOException {
    float[] samples = new float[65_536];
    for (int v = -32_768; v <= 32_767; v++) {
      samples[v + 32_768] = v / 32_768f;
    }
    Path file = dir.resolve("all.wav");
    WavFile.write(file, new AudioClip(samples, 16_000), Encoding.PCM16, false);
    AudioClip back = AudioFile.read(file);
    assertArrayEquals(samples, back.samples());
    assertEquals(16_000, back.sampleRateHz());
    assertEquals(44 + 2 * 65_536, Files.size(file));
  }

  @Test
  void floatsComeBackExactly() throws IOException {
    long seed = 7;
    System.out.println("WavFileTest seed " + seed);
    Random random = new Random(seed);
    float[] samples = new float[40_001];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (2 * random.nextGaussian());
    }
    Path file = dir.resolve("float.wav");
    WavFile.write(file, new AudioClip(samples, 192_000), Encoding.FLOAT32, false);
    AudioClip back = AudioFile.read(file);
    assertArrayEquals(samples, back.samples());
    assertEquals(192_000, back.sampleRateHz());
  }

  @Test
  void integersAreRoundedAndClamped() throws IOException {
    Path file = dir.resolve("clamp.wav");
    float[] samples = {1f, -1f, 5f, -5f, 0.6f / 32_768, -0.6f / 32_768, 0.4f / 32_768};
    WavFile.write(file, new AudioClip(samples, 16_000), Encoding.PCM16, false);
    float top = 32_767 / 32_768f;
    float step = 1 / 32_768f;
    assertSamples(AudioFile.read(file), top, -1f, top, -1f, step, -step, 0f);
  }

  @Test
  void ditherKeepsTheMeanAndIsRepeatable() throws IOException {
    float[] samples = new float[200_000];
    Arrays.fill(samples, 100.3f / 32_768);
    AudioClip clip = new AudioClip(samples, 16_000);
    Path file = dir.resolve("dither.wav");
    WavFile.write(file, clip, Encoding.PCM16_DITHERED, false);
    final byte[] first = Files.readAllBytes(file);
    double sum = 0;
    double squares = 0;
    for (float x : AudioFile.read(file).samples()) {
      double error = x * 32_768.0 - 100.3;
      assertTrue(Math.abs(error) < 1.5, "error " + error);
      sum += error;
      squares += error * error;
    }
    assertEquals(0, sum / samples.length, 0.01);
    // Triangular noise (1/6) and rounding (1/12), whatever the sample: a quarter of a step squared.
    assertEquals(0.25, squares / samples.length, 0.005);
    WavFile.write(file, clip, Encoding.PCM16_DITHERED, true);
    assertArrayEquals(first, Files.readAllBytes(file));
  }

  @Test
  void otherReadersUnderstandBothHeaders() throws Exception {
    AudioClip clip = new AudioClip(new float[] {0f, 0.5f, -0.5f}, 16_000);
    for (Encoding encoding : Encoding.values()) {
      Path file = dir.resolve(encoding + ".wav");
      WavFile.write(file, clip, encoding, false);
      try (AudioInputStream in = AudioSystem.getAudioInputStream(file.toFile())) {
        AudioFormat format = in.getFormat();
        assertEquals(3, in.getFrameLength());
        assertEquals(1, format.getChannels());
        assertEquals(16_000f, format.getSampleRate());
        assertEquals(
            encoding == Encoding.FLOAT32
                ? AudioFormat.Encoding.PCM_FLOAT
                : AudioFormat.Encoding.PCM_SIGNED,
            format.getEncoding());
      }
    }
  }

  @Test
  void integersOfEverySize() throws IOException {
    assertSamples(
        readBytes(new WavBytes().fmt(1, 1, 8_000, 8).chunk("data", 0, 128, 192).build()),
        -1f,
        0f,
        0.5f);
    assertSamples(
        readBytes(
            new WavBytes().fmt(1, 1, 8_000, 24).chunk("data", 0, 0, 0x80, 0, 0, 0x40).build()),
        -1f,
        0.5f);
    assertSamples(
        readBytes(new WavBytes().fmt(1, 1, 8_000, 24).chunk("data", 0xFF, 0xFF, 0xFF).build()),
        (float) -0x1p-23);
    assertSamples(
        readBytes(
            new WavBytes()
                .fmt(1, 1, 8_000, 32)
                .chunk("data", 0, 0, 0, 0x80, 0, 0, 0, 0x40)
                .build()),
        -1f,
        0.5f);
  }

  @Test
  void floatsOfBothSizes() throws IOException {
    ByteBuffer body = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    body.putDouble(1.25).putDouble(-0.1).flip();
    assertSamples(
        readBytes(new WavBytes().fmt(3, 1, 44_100, 64).ascii("data").u32(16).raw(body).build()),
        1.25f,
        -0.1f);
    body.clear();
    body.putFloat(1.25f).putFloat(-0.1f).flip();
    assertSamples(
        readBytes(new WavBytes().fmt(3, 1, 44_100, 32).ascii("data").u32(8).raw(body).build()),
        1.25f,
        -0.1f);
  }

  @Test
  void extensibleFilesAndChannelsMixedByMean() throws IOException {
    byte[] bytes =
        new WavBytes()
            .extensible(1, 3, 48_000, 16)
            .chunk("data", 0, 0x40, 0, 0x20, 0, 0, 0, 0xC0, 0, 0xE0, 0, 0)
            .build();
    AudioClip clip = readBytes(bytes);
    assertSamples(clip, 0.25f, -0.25f);
    assertEquals(48_000, clip.sampleRateHz());
    ByteBuffer body = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    body.putFloat(1f).putFloat(0.5f).flip();
    assertSamples(
        readBytes(
            new WavBytes().extensible(3, 2, 48_000, 32).ascii("data").u32(8).raw(body).build()),
        0.75f);
  }

  @Test
  void otherChunksAreSkippedWithTheirPadding() throws IOException {
    byte[] bytes =
        new WavBytes()
            .chunk("bext", 1, 2, 3)
            .fmt(1, 1, 16_000, 16)
            .chunk("LIST", 'I', 'N', 'F', 'O', 'x')
            .chunk("fact", 1, 0, 0, 0)
            .chunk("data", 0, 0x40)
            .chunk("id3 ", 9)
            .build();
    assertSamples(readBytes(bytes), 0.5f);
  }

  @Test
  void sizesLeftOpenByStreamingWriters() throws IOException {
    for (long size : new long[] {0L, 0xFFFF_FFFFL, 0x7FFF_F000L, 0x8000_0000L}) {
      WavBytes bytes =
          new WavBytes().fmt(1, 1, 16_000, 16).ascii("data").u32(size).raw(0, 0x40, 0, 0xC0);
      assertSamples(readBytes(bytes.build(size)), 0.5f, -0.5f);
    }
  }

  @Test
  void halfAFrameAtTheEndIsIgnored() throws IOException {
    assertSamples(
        readBytes(new WavBytes().fmt(1, 1, 16_000, 16).chunk("data", 0, 0x40, 1).build()), 0.5f);
  }

  @Test
  void longerThanOneBuffer() throws IOException {
    int frames = 70_000;
    ByteBuffer body = ByteBuffer.allocate(6 * frames).order(ByteOrder.LITTLE_ENDIAN);
    byte[] head = new WavBytes().fmt(1, 3, 16_000, 16).ascii("data").u32(body.capacity()).build();
    for (int i = 0; i < frames; i++) {
      short value = (short) i;
      body.putShort(value).putShort(value).putShort(value);
    }
    AudioClip clip =
        readBytes(
            ByteBuffer.allocate(head.length + body.capacity()).put(head).put(body.flip()).array());
    assertEquals(frames, clip.samples().length);
    for (int i = 0; i < frames; i++) {
      assertEquals((short) i / 32_768f, clip.samples()[i]);
    }
  }

  @Test
  void writingRefusesWhatCannotBeHeard() {
    Path file = dir.resolve("bad.wav");
    for (float[] samples : new float[][] {{}, {0f, Float.NaN}, {Float.NEGATIVE_INFINITY}}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> WavFile.write(file, new AudioClip(samples, 16_000), Encoding.PCM16, true));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> WavFile.write(file, new AudioClip(new float[1], 3_999), Encoding.PCM16, true));
    assertFalse(Files.exists(file));
  }

  @Test
  void existingFilesAreKept() throws IOException {
    Path file = Files.writeString(dir.resolve("kept.wav"), "keep me");
    AudioClip clip = new AudioClip(new float[4], 16_000);
    assertThrows(
        CannotCreateException.class, () -> WavFile.write(file, clip, Encoding.PCM16, false));
    assertEquals("keep me", Files.readString(file));
    WavFile.write(file, clip, Encoding.PCM16, true);
    assertEquals(4, AudioFile.read(file).samples().length);
  }

  @Test
  void integersOf24BitsAreExactToTheirStep() throws IOException {
    float[] samples = {0, 0.5f, -0.5f, 1, -1, 1.5f, 1e-7f, 0.1f, 0.25f};
    Path file = dir.resolve("24.wav");
    WavFile.write(file, new AudioClip(samples, 16_000), Encoding.PCM24, false);
    // An odd number of bytes, and the zero that makes the chunk even.
    assertEquals(44 + 9 * 3 + 1, Files.size(file));
    float[] read = AudioFile.read(file).samples();
    for (int i = 0; i < samples.length; i++) {
      double bounded = Math.max(-1, Math.min(1 - 0x1p-23, samples[i]));
      assertEquals(bounded, read[i], 0x1p-24, "sample " + i);
    }
  }

  /** The chunk's numbers by hand, behind the sound and, of an odd number of bytes, its zero. */
  @Test
  void whatSamplersWantStandsBehindTheSound() throws IOException {
    SamplerInfo sampler = new SamplerInfo(60, Optional.of(new SampleLoop(2, 7)));
    for (int channels = 1; channels <= 2; channels++) {
      for (Encoding encoding : Encoding.values()) {
        for (int rateHz : new int[] {16_000, 44_100}) {
          Path file = dir.resolve("note.wav");
          AudioClip clip = new AudioClip(new float[9], rateHz);
          WavFile.write(file, clip, encoding, channels, WavExtras.NONE, true);
          byte[] plain = Files.readAllBytes(file);
          assertEquals(Optional.empty(), WavFile.samplerInfo(file));
          WavFile.write(file, clip, encoding, channels, WavExtras.of(sampler), true);
          ByteBuffer bytes =
              ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
          assertEquals(bytes.limit() - 8, bytes.getInt(4), "the RIFF chunk is the rest");
          assertEquals(plain.length + 68, bytes.limit());
          assertArrayEquals(
              Arrays.copyOfRange(plain, 8, plain.length),
              Arrays.copyOfRange(bytes.array(), 8, plain.length));
          assertEquals("smpl", new String(bytes.array(), plain.length, 4, US_ASCII));
          int[] numbers = new int[16];
          bytes.position(plain.length + 4).asIntBuffer();
          bytes.slice().order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(numbers);
          int nanoseconds = rateHz == 16_000 ? 62_500 : 22_676;
          assertArrayEquals(
              new int[] {60, 0, 0, nanoseconds, 60, 0, 0, 0, 1, 0, 0, 0, 2, 6, 0, 0}, numbers);
          assertEquals(Optional.of(sampler), WavFile.samplerInfo(file));
          assertEquals(9, AudioFile.read(file).samples().length);
          assertEquals(List.of(), AudioFile.read(file).remarks());
        }
      }
    }
    Path file = dir.resolve("note.wav");
    WavFile.write(
        file,
        new AudioClip(new float[3], 8_000),
        Encoding.PCM24,
        1,
        WavExtras.of(new SamplerInfo(127)),
        true);
    assertEquals(Optional.of(new SamplerInfo(127)), WavFile.samplerInfo(file));
    assertEquals(44 + 10 + 44, Files.size(file));
    Files.writeString(file, "no WAV");
    assertEquals(Optional.empty(), WavFile.samplerInfo(file));
  }
}
