package dev.synth.audio.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioClip;
import dev.synth.audio.AudioFile;
import dev.synth.io.BadDataException;
import dev.synth.testing.OggPages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damaged AIFF, FLAC, Ogg and MP3 files: each is refused with one sentence that says what is wrong.
 */
class BrokenSoundsTest {
  @TempDir private Path dir;

  private static byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(AudioFormatsTest.FOLDER.resolve(name));
  }

  private String refused(byte[] bytes, String... parts) throws IOException {
    Path file = Files.write(dir.resolve("broken"), bytes);
    String message = assertThrows(BadDataException.class, () -> AudioFile.read(file)).getMessage();
    assertTrue(message.startsWith(file + ": "), message);
    assertTrue(message.endsWith("."), message);
    assertEquals(1, message.lines().count(), message);
    for (String part : parts) {
      assertTrue(message.contains(part), () -> "'" + part + "' is not in: " + message);
    }
    return message;
  }

  /** {@code original} with the byte at {@code at} changed. */
  private static byte[] changed(byte[] original, int at, int value) {
    byte[] bytes = original.clone();
    bytes[at] = (byte) value;
    return bytes;
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  /** At every byte of the headers, and at a prime distance in the sound. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "stereo16.aiff",
        "stereo16-float.aifc",
        "mono24-best.flac",
        "stereo16-short.flac",
        "stereo16-tagged.flac",
        "long.ogg",
        "long.mp3"
      })
  void cutAnywhere(String name) throws IOException {
    byte[] whole = bytes(name);
    // AIFF chunks may be padded; the last byte of an Ogg page or FLAC frame is sound.
    for (int length = 0; length < whole.length; length += length < 200 ? 1 : 97) {
      refused(Arrays.copyOf(whole, length));
    }
    refused(Arrays.copyOf(whole, whole.length - 1), "truncated");
    refused(Arrays.copyOf(whole, whole.length / 2), "truncated");
  }

  @Test
  void aTagCutShortIsNoDamageToTheSoundBeforeIt() throws IOException {
    byte[] whole = bytes("cd.mp3");
    Path file = Files.write(dir.resolve("cut.mp3"), Arrays.copyOf(whole, whole.length - 1));
    AudioClip clip = AudioFile.read(file);
    assertEquals(8820, clip.samples().length);
    assertEquals(
        List.of(
            "the tag at byte "
                + (whole.length - 128)
                + " claims 128 bytes and the file ends after 127 of them"),
        clip.remarks());
  }

  @Test
  void flacSaysWhereItIsDamaged() throws IOException {
    byte[] whole = bytes("stereo16-short.flac");
    refused(Arrays.copyOf(whole, whole.length / 2), "truncated after", "of its 1600 samples");
    refused(
        changed(whole, whole.length / 2, ~whole[whole.length / 2]), "damaged in the frame at byte");
    refused(changed(whole, 26, whole[26] ^ 1), "checksum"); // of the MD5
    refused(changed(whole, 4, 0x81), "STREAMINFO");
    refused(changed(whole, 5, 0x7f), "truncated before its sound begins"); // a block of 8 MB
    refused(changed(whole, 20, 0), "other channels or bits"); // 5 bits lower
    refused(changed(whole, 18, 0), "sample rate is 3712 Hz");
    byte[] long36 = whole.clone(); // claims 2^36 - 1 samples
    long36[21] |= 0x0f;
    Arrays.fill(long36, 22, 26, (byte) 0xff);
    refused(long36, "truncated after 1600 of its 68719476735 samples");
  }

  @Test
  void aiffThatContradictsItself() throws IOException {
    byte[] whole = bytes("stereo16.aiff");
    int common = new String(whole, StandardCharsets.ISO_8859_1).indexOf("COMM");
    refused(changed(whole, common + 7, 4), "COMM chunk has 4 bytes");
    refused(changed(whole, common + 9, 0), "0 channels");
    refused(changed(whole, common + 10, 0x7f), "truncated", "holds 1600");
    refused(changed(whole, common + 15, 77), "77-bit");
    refused(changed(whole, common + 16, 0x7f), "sample rate is 0 Hz");
    refused(changed(whole, common, 'X'), "no COMM");
    byte[] none = whole.clone();
    Arrays.fill(none, common + 10, common + 14, (byte) 0);
    refused(none, "no samples");
    byte[] aifc = bytes("stereo16-little.aifc");
    int coding = new String(aifc, StandardCharsets.ISO_8859_1).indexOf("sowt");
    refused(changed(aifc, coding, 'x'), "'xowt'", "ffmpeg");
  }

  @Test
  void oggSaysWhatIsWrong() throws IOException {
    byte[] whole = bytes("long.ogg");
    refused(changed(whole, whole.length - 5, ~whole[whole.length - 5]), "wrong checksum");
    refused(Arrays.copyOf(whole, whole.length - 1), "last page is missing");
  }

  @Test
  void oggOfOtherCodings() throws IOException {
    refused(page("\u007fFLAC..."), "FLAC in Ogg", "only Vorbis and Opus", "ffmpeg -i ");
    refused(page("Speex   "), "Speex");
    refused(page("whatever"), "neither Vorbis nor Opus");
    refused(page("OpusHead"), "its Opus header is none");
  }

  /** An Ogg page that begins a stream with {@code text}. */
  private static byte[] page(String text) {
    return OggPages.page(2, 0, 7, 0, text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void mp3SaysWhatIsWrong() throws IOException {
    byte[] whole = bytes("long.mp3");
    byte[] untagged = bytes("cd-untagged.mp3");
    refused(Arrays.copyOf(whole, whole.length - 288), "claims", "frames and holds");
    refused(Arrays.copyOf(untagged, untagged.length - 10), "truncated inside the frame at byte");
    refused(
        joined(untagged, "rubbish after it".getBytes(StandardCharsets.UTF_8)), "16 bytes are left");
    refused(
        joined("ID3\4\0\0\0\0\0\5".getBytes(StandardCharsets.ISO_8859_1), new byte[300]),
        "zeros behind its tag");
    refused("ID3\4\0\0\177\177\177\177".getBytes(StandardCharsets.ISO_8859_1), "268435465 bytes");
  }
}
