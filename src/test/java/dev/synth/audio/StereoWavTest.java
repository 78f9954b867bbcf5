package dev.synth.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StereoWavTest {
  @Test
  @DisplayName("left and right are written by turns, and the header counts frames")
  void twoChannels(@TempDir Path dir) throws IOException {
    AudioClip clip = new AudioClip(new float[] {0.5f, -0.5f, 0.25f, 0, -1, 1}, 48_000);
    Path pcm = dir.resolve("a.wav");
    WavFile.writeStereo(pcm, clip, WavFile.Encoding.PCM16, WavExtras.NONE, false);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(pcm)).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(2, bytes.getShort(22));
    assertEquals(48_000, bytes.getInt(24));
    assertEquals(4 * 48_000, bytes.getInt(28));
    assertEquals(12, bytes.getInt(40));
    assertEquals(16_384, bytes.getShort(44));
    assertEquals(-16_384, bytes.getShort(46));
    assertEquals(8_192, bytes.getShort(48));
    AudioClip mono = AudioFile.read(pcm);
    assertEquals(3, mono.samples().length);
    assertEquals(0.125, mono.samples()[1], 1e-4);

    Path real = dir.resolve("b.wav");
    WavFile.writeStereo(real, clip, WavFile.Encoding.FLOAT32, WavExtras.NONE, false);
    bytes = ByteBuffer.wrap(Files.readAllBytes(real)).order(ByteOrder.LITTLE_ENDIAN);
    assertEquals(3, bytes.getInt(46), "frames in the fact chunk");
    assertEquals(24, bytes.getInt(54));
    AudioClip odd = new AudioClip(new float[3], 48_000);
    assertThrows(
        IllegalArgumentException.class,
        () -> WavFile.writeStereo(real, odd, WavFile.Encoding.PCM16, WavExtras.NONE, true));
  }
}
