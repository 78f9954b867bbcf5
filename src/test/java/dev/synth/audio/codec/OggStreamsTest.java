package dev.synth.audio.codec;

import static dev.synth.testing.SoundBytes.ascii;
import static dev.synth.testing.SoundBytes.join;
import static dev.synth.testing.SoundBytes.le;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioClip;
import dev.synth.audio.AudioFile;
import dev.synth.io.BadDataException;
import dev.synth.testing.OggPages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams of an Ogg file beside and behind each other, and where their sound begins and ends. */
class OggStreamsTest {
  private static final int FIRST = 2;
  private static final int LAST = 4;

  @TempDir private Path dir;

  private static byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(AudioFormatsTest.FOLDER.resolve(name));
  }

  private static float[] samples(String name) throws IOException {
    return AudioFile.read(AudioFormatsTest.FOLDER.resolve(name)).samples();
  }

  private AudioClip read(byte[]... parts) throws IOException {
    return AudioFile.read(Files.write(dir.resolve("sound"), join(parts)));
  }

  private String refused(byte[]... parts) throws IOException {
    Path file = Files.write(dir.resolve("sound"), join(parts));
    return assertThrows(BadDataException.class, () -> AudioFile.read(file)).getMessage();
  }

  /** {@code ogg} with a stream of {@code body} begun before it and ended behind its first page. */
  private static byte[] beside(byte[] ogg, byte[] body) {
    int first = OggPages.bytes(ogg, 0);
    return join(
        OggPages.page(FIRST, 0, 99, 0, body),
        Arrays.copyOf(ogg, first),
        OggPages.page(LAST, 0, 99, 1, new byte[0]),
        Arrays.copyOfRange(ogg, first, ogg.length));
  }

  @Test
  void aSkeletonIsNoSound() throws IOException {
    for (String name : List.of("cd.ogg", "cd.opus")) {
      AudioClip clip = read(beside(bytes(name), ascii("fishead\0" + "\0".repeat(56))));
      assertArrayEquals(samples(name), clip.samples());
      assertEquals(List.of(), clip.remarks());
    }
  }

  @Test
  void otherStreamsBesideAreTold() throws IOException {
    AudioClip clip = read(beside(bytes("cd.ogg"), ascii("\u0080theora...")));
    assertArrayEquals(samples("cd.ogg"), clip.samples());
    assertEquals(List.of("the stream beside its sound, at byte 0, is not read"), clip.remarks());
  }

  @Test
  void twoSoundsAtOnceAreRefused() throws IOException {
    byte[] opus = bytes("cd.opus");
    byte[] head = Arrays.copyOfRange(opus, 28, OggPages.bytes(opus, 0));
    int at = 28 + head.length; // behind the page of the first
    String message = refused(beside(bytes("cd.ogg"), head));
    assertTrue(message.contains("side by side, the second from byte " + at + " on"), message);
    assertTrue(message.contains("-map 0:a:0"), message);
    assertTrue(refused(beside(bytes("cd.ogg"), ascii("Speex   "))).contains("side by side"));
  }

  @Test
  void streamsOneBehindTheOther() throws IOException {
    float[] vorbis = samples("long.ogg");
    AudioClip clip = read(bytes("skeleton.ogg"), bytes("long.ogg"), bytes("stereo16.ogg"));
    assertEquals(2 * vorbis.length + 1600, clip.samples().length);
    assertArrayEquals(vorbis, Arrays.copyOf(clip.samples(), vorbis.length));
    assertEquals(
        samples("cd.opus").length + samples("stereo16.opus").length,
        read(bytes("cd.opus"), bytes("stereo16.opus")).samples().length);
    String mixed = refused(bytes("cd.opus"), bytes("long.ogg"));
    assertTrue(mixed.contains("changes from 48000 to 16000 Hz"), mixed);
  }

  @Test
  void aStreamWithoutItsEndIsTruncated() throws IOException {
    byte[] ogg = bytes("long.ogg");
    byte[] opus = bytes("cd.opus");
    for (byte[] whole : List.of(ogg, opus)) {
      int last = OggPages.last(whole);
      assertTrue(refused(Arrays.copyOf(whole, last)).contains("truncated"));
      assertTrue(refused(Arrays.copyOf(whole, whole.length - 1)).contains("truncated"));
      String joined = refused(Arrays.copyOf(whole, last), whole);
      assertTrue(joined.contains("truncated"), joined);
      byte[] page = Arrays.copyOfRange(whole, last, whole.length);
      assertTrue(refused(whole, page).contains("follows the last one"));
      assertTrue(
          refused(Arrays.copyOf(whole, OggPages.bytes(whole, 0)), page).contains("is missing"));
    }
    String rubbish = refused(Arrays.copyOf(ogg, OggPages.last(ogg)), ascii("rubbish"));
    assertTrue(rubbish.contains("no page begins there"), rubbish);
  }

  /** Opus counts from before its pre-skip, and its header may turn the sound up or down. */
  @Test
  void opusHeaders() throws IOException {
    byte[] opus = bytes("cd.opus");
    float[] samples = samples("cd.opus");
    byte[] quiet = opus.clone();
    quiet[28 + 16] = 0;
    quiet[28 + 17] = (byte) -6; // in 256ths of a decibel
    float[] quieter = read(OggPages.withChecksums(quiet)).samples();
    double gain = Math.pow(10, -6 / 20.0);
    for (int i = 0; i < samples.length; i++) {
      assertEquals(samples[i] * gain, quieter[i], 1e-6);
    }
    byte[] skipped = opus.clone();
    int preSkip = (opus[28 + 10] & 0xFF) + 256 * (opus[28 + 11] & 0xFF);
    byte[] more = le(2, preSkip + 480);
    System.arraycopy(more, 0, skipped, 28 + 10, 2);
    assertArrayEquals(
        Arrays.copyOfRange(samples, 480, samples.length),
        read(OggPages.withChecksums(skipped)).samples());
    byte[] ambisonic = opus.clone();
    ambisonic[28 + 18] = 2;
    assertTrue(refused(OggPages.withChecksums(ambisonic)).contains("mapping family 2"));
    byte[] three = opus.clone();
    three[28 + 9] = 3;
    assertTrue(refused(OggPages.withChecksums(three)).contains("contradicts itself"));
  }

  /** A stream that was cut out of a longer one counts on from where that was. */
  @Test
  void positionsThatDoNotBeginAtZero() throws IOException {
    byte[] shifted = bytes("two-pages.opus");
    for (int at = 0; at < shifted.length; at += OggPages.bytes(shifted, at)) {
      long position = OggPages.position(shifted, at);
      if (position > 0) {
        System.arraycopy(le(8, position + 1_000_000), 0, shifted, at + 6, 8);
      }
    }
    assertEquals(28_800, samples("two-pages.opus").length);
    assertArrayEquals(samples("two-pages.opus"), read(OggPages.withChecksums(shifted)).samples());
  }
}
