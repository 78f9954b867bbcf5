package dev.synth.audio.codec.pcm;

import static dev.synth.testing.SoundBytes.ascii;
import static dev.synth.testing.SoundBytes.be;
import static dev.synth.testing.SoundBytes.chunk;
import static dev.synth.testing.SoundBytes.fmt;
import static dev.synth.testing.SoundBytes.join;
import static dev.synth.testing.SoundBytes.le;
import static dev.synth.testing.SoundBytes.riff;
import static dev.synth.testing.SoundBytes.shorts;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioClip;
import dev.synth.audio.AudioFile;
import dev.synth.io.BadDataException;
import dev.synth.io.text.Counted;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WAVs as recorders, pipes and careless writers make them. */
class WavChunksTest {
  private static final byte[] FMT = chunk("fmt ", fmt(1, 1, 16_000, 16, 2));
  private static final byte[] DATA = shorts((short) 0x4000, (short) -0x4000, (short) 0x2000);
  private static final float[] SOUND = {0.5f, -0.5f, 0.25f};

  @TempDir private Path dir;

  private AudioClip read(byte[]... parts) throws IOException {
    return AudioFile.read(Files.write(dir.resolve("sound.wav"), join(parts)));
  }

  private String refused(byte[]... parts) throws IOException {
    Path file = Files.write(dir.resolve("sound.wav"), join(parts));
    return assertThrows(BadDataException.class, () -> AudioFile.read(file)).getMessage();
  }

  private static byte[] open(long riffBytes, long dataBytes) {
    return join(
        ascii("RIFF"), le(4, riffBytes), ascii("WAVE"), FMT, chunk("data", dataBytes, DATA));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "4294967295, 4294967295",
    "4294967231, 4294967195", // node
    "4294967295, 4294967259", // less the header
    "2147483647, 2147483647",
    "2147483647, 2147483611",
    "2147479588, 2147479552", // sox
    "2147483684, 2147483648", // arecord
    "42, 4294967295"
  })
  void sizesThatAPipeLeftOpen(long riffBytes, long dataBytes) throws IOException {
    AudioClip clip = read(open(riffBytes, dataBytes));
    assertArrayEquals(SOUND, clip.samples());
    assertEquals(List.of(), clip.remarks());
  }

  @Test
  void otherSizesBeyondTheFileAreTruncation() throws IOException {
    assertTrue(refused(open(100, 64)).contains("claims 64 bytes and the file holds 6"));
    assertTrue(refused(open(0, 2_000_000_000)).contains("truncated"));
    byte[] empty = riff(FMT, chunk("data", new byte[0]), chunk("LIST", ascii("INFOabcd")));
    assertTrue(refused(empty).contains("no samples"));
    empty[4] = 0; // a wrong size of the whole makes no sound of the chunk behind
    assertTrue(refused(empty).contains("no samples"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "abc", "abcde"})
  void oddChunksWithoutTheirPadByte(String text) throws IOException {
    byte[] list = chunk("LIST", 4 + text.length(), ascii("INFO" + text));
    assertArrayEquals(SOUND, read(riff(FMT, list, chunk("data", DATA))).samples());
    assertArrayEquals(SOUND, read(riff(list, FMT, chunk("data", DATA))).samples());
    assertArrayEquals(
        SOUND, read(riff(FMT, chunk("LIST", ascii("INFO" + text)), chunk("data", DATA))).samples());
    // the pad byte is not always a zero
    byte[] padded = text.length() % 2 == 1 ? ascii("x") : new byte[0];
    assertArrayEquals(SOUND, read(riff(FMT, list, padded, chunk("data", DATA))).samples());
  }

  @Test
  void whatIsNoChunkIsSaidSo() throws IOException {
    byte[] broken = riff(FMT, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, chunk("data", DATA));
    assertTrue(refused(broken).contains("no chunk begins at byte 36"));
    AudioClip behind = read(riff(FMT, chunk("data", DATA), ascii("LIST\377\377\0\0cut")));
    assertArrayEquals(SOUND, behind.samples());
    assertEquals(List.of("11 bytes behind the sound, at byte 50, are not read"), behind.remarks());
  }

  @Test
  void aFrameThatIsNotWholeIsTold() throws IOException {
    AudioClip clip = read(riff(FMT, chunk("data", join(DATA, new byte[1]))));
    assertArrayEquals(SOUND, clip.samples());
    assertEquals(
        List.of("the sound ends within a frame: its last bytes, 1 at byte 50, are not read"),
        clip.remarks());
  }

  private static byte[] wav(byte[] fmt, byte[] data) {
    return riff(chunk("fmt ", fmt), chunk("data", data));
  }

  @Test
  void samplesInLargerContainers() throws IOException {
    byte[] high24 = le(4, 0x4000_0000, 0x8000_0000 >> 1, 0x2000_0100);
    byte[] low24 = le(4, 0x40_0000, -0x40_0000, 0x20_0001);
    float[] expected = {0.5f, -0.5f, (float) (0x20_0001 / 0x1p23)};
    assertArrayEquals(expected, read(wav(fmt(1, 1, 16_000, 24, 4), high24)).samples());
    assertArrayEquals(expected, read(wav(fmt(1, 1, 16_000, 24, 4), low24)).samples());
    assertArrayEquals(SOUND, read(wav(fmt(1, 1, 16_000, 12, 2), DATA)).samples());
    byte[] high16 = le(4, 0x4000_0000, -0x4000_0000, 0x2000_0000);
    assertArrayEquals(SOUND, read(wav(fmt(1, 1, 16_000, 16, 4), high16)).samples());
    byte[] low12 = shorts((short) 0x400, (short) -0x400, (short) 0x201);
    assertArrayEquals(
        new float[] {0.5f, -0.5f, 0x201 / 2048f},
        read(wav(fmt(1, 1, 16_000, 12, 2), low12)).samples());
    byte[] loud20 = le(3, 0x40_0000, -0x40_0000, 0x20_0010);
    assertEquals(
        (float) (0x20_0010 / 0x1p23), read(wav(fmt(1, 1, 16_000, 20, 3), loud20)).samples()[2]);
    assertArrayEquals(SOUND, read(wav(fmt(1, 1, 16_000, 16, 0), DATA)).samples());
    byte[] stereo = fmt(1, 2, 16_000, 24, 8);
    assertArrayEquals(
        new float[] {0.25f, 0.125f},
        read(wav(stereo, le(4, 0x4000_0000, 0, 0, 0x2000_0000))).samples());
  }

  @Test
  void aFrameSizeThatDecidesNothingIsSentToFfmpeg() throws IOException {
    String packed = refused(wav(fmt(1, 1, 16_000, 24, 4), le(3, 0x123456, 0x654321, 0x13579B, 1)));
    assertTrue(packed.contains("24 of the 32 bits") && packed.contains("(ffmpeg -i "), packed);
    for (int bytes : new int[] {1, 3, 16}) {
      String message = refused(wav(fmt(1, 2, 16_000, 16, bytes), DATA));
      assertTrue(message.contains("says " + Counted.of(bytes, "byte") + " a frame"), message);
      assertTrue(message.contains("-c:a pcm_s16le "), message);
    }
  }

  @Test
  void compandedSamples() throws IOException {
    byte[] codes = {(byte) 0xD5, 0x55, (byte) 0xAA, 0x2A, (byte) 0x80, (byte) 0x90};
    assertArrayEquals(
        new float[] {
          8 / 32768f, -8 / 32768f, 32256 / 32768f, -32256 / 32768f, 5504 / 32768f, 2752 / 32768f
        },
        read(wav(fmt(6, 1, 8_000, 8, 1), codes)).samples());
    byte[] muCodes = {(byte) 0xFF, 0x7F, (byte) 0x80, 0x00, (byte) 0xF0, (byte) 0xEF};
    assertArrayEquals(
        new float[] {0, 0, 32124 / 32768f, -32124 / 32768f, 120 / 32768f, 132 / 32768f},
        read(wav(fmt(7, 1, 8_000, 8, 1), muCodes)).samples());
  }

  @Test
  void bigEndianWav() throws IOException {
    byte[] fmt = join(be(2, 1, 1), be(4, 16_000, 32_000), be(2, 2, 16));
    byte[] chunks =
        join(
            ascii("WAVEfmt "),
            be(4, 16),
            fmt,
            ascii("data"),
            be(4, 6),
            be(2, 0x4000, -0x4000, 0x2000));
    assertArrayEquals(SOUND, read(ascii("RIFX"), be(4, chunks.length), chunks).samples());
  }

  @ParameterizedTest
  @ValueSource(strings = {"RF64", "BW64"})
  void sizesOf64Bits(String magic) throws IOException {
    byte[] start = join(ascii(magic), le(4, -1), ascii("WAVE"));
    byte[] tail = chunk("LIST", ascii("INFO"));
    byte[] whole =
        join(start, chunk("ds64", le(8, 0, 6, 3, 0)), FMT, chunk("data", 0xFFFF_FFFFL, DATA), tail);
    AudioClip clip = read(whole);
    assertArrayEquals(SOUND, clip.samples());
    assertEquals(List.of(), clip.remarks());
    byte[] truncated =
        join(start, chunk("ds64", le(8, 0, 1L << 33, 3, 0)), FMT, chunk("data", -1, DATA));
    assertTrue(refused(truncated).contains("claims 8589934592 bytes and the file holds 6"));
    byte[] unfinished = join(start, chunk("ds64", le(8, 0, 0, 0, 0)), FMT, chunk("data", -1, DATA));
    assertArrayEquals(SOUND, read(unfinished).samples());
  }

  @Test
  void wave64() throws IOException {
    byte[] whole =
        Files.readAllBytes(Path.of("src/test/resources/dev/synth/audio/formats/stereo16.w64"));
    int data = new String(whole, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("data");
    float[] expected = read(whole).samples();
    for (long size : new long[] {0, -1, Long.MAX_VALUE}) { // as pipes leave it
      byte[] open = whole.clone();
      ByteBuffer.wrap(open).order(java.nio.ByteOrder.LITTLE_ENDIAN).putLong(data + 16, size);
      assertArrayEquals(expected, read(open).samples());
      assertEquals(2 * expected.length, read(open, open).samples().length);
    }
    byte[] cut = java.util.Arrays.copyOf(whole, whole.length - 1000);
    assertTrue(refused(cut).contains("truncated: the data chunk"));
    for (int length = 4; length < data + 24; length++) {
      refused(java.util.Arrays.copyOf(whole, length));
    }
  }

  @Test
  void auFiles() throws IOException {
    byte[] head = join(ascii(".snd"), be(4, 28));
    byte[] body = be(2, 0x4000, -0x4000, 0x2000);
    byte[] rest = join(be(4, 3, 16_000, 1), ascii("text"));
    assertArrayEquals(SOUND, read(head, be(4, 6), rest, body).samples());
    assertArrayEquals(SOUND, read(head, be(4, -1), rest, body).samples());
    assertTrue(refused(head, be(4, 60), rest, body).contains("claims 60 bytes"));
    assertTrue(
        refused(head, be(4, 6), be(4, 23, 16_000, 1), ascii("text"), body).contains("G.72x"));
    byte[] little = join(ascii("dns."), le(4, 24, 6, 3, 16_000, 1), DATA);
    assertArrayEquals(SOUND, read(little).samples());
    assertTrue(refused(head).contains("truncated after 8 bytes"));
  }

  @Test
  void aWaveListIsNamed() throws IOException {
    byte[] list = chunk("LIST", join(ascii("wavl"), chunk("data", DATA)));
    assertTrue(refused(riff(FMT, list)).contains("wave list"));
  }
}
