package dev.synth.audio.codec;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioFile;
import dev.synth.testing.Fuzzing;
import dev.synth.testing.Mutations;
import dev.synth.testing.OggPages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damaged sounds of every form give a sound or one sentence: no other exception, no end that never
 * comes, and no memory that the file's own size does not justify.
 */
@Timeout(600)
class SoundFuzzTest {
  private static final long SEED = Fuzzing.seed(20261125L);
  private static final int CASES = Fuzzing.cases(300);
  private static final int MP3_FIRST_FRAME_MAX = 500;

  /** A decoder's tables and buffers; a file that is claimed to be long gets no more for it. */
  private static final long ALLOCATED_BYTES = 64L << 20;

  @TempDir private Path dir;

  private static byte[] bytes(String name) throws IOException {
    return Files.readAllBytes(AudioFormatsTest.FOLDER.resolve(name));
  }

  /** Reads {@code bytes} as a file; true if it is a sound. */
  private boolean read(byte[] bytes, Mutations mutations) throws IOException {
    Path file = Files.write(dir.resolve("bad"), bytes);
    if (bytes.length == 0) {
      return false;
    }
    return Fuzzing.read(
        file,
        mutations,
        ALLOCATED_BYTES,
        () -> {
          for (float sample : AudioFile.read(file).samples()) {
            assertTrue(Float.isFinite(sample), mutations::toString);
          }
        });
  }

  private int soundsIn(byte[] good, UnaryOperator<byte[]> repaired) throws IOException {
    Mutations mutations = new Mutations(SEED);
    int sounds = 0;
    for (int i = 0; i < CASES; i++) {
      sounds += read(repaired.apply(mutations.of(good)), mutations) ? 1 : 0;
    }
    return sounds;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mono8.wav",
        "mono24.aiff",
        "stereo16-float.aifc",
        "mono8-best.flac",
        "stereo16-tagged.flac",
        "stereo16.ogg",
        "stereo16.opus",
        "stereo16.mp3",
        "cd.mp3",
        "stereo16.w64",
        "stereo16-rf64.wav",
        "stereo16.au",
        "stereo16-mulaw.aifc"
      })
  void damaged(String name) throws IOException {
    soundsIn(bytes(name), bytes -> bytes);
  }

  /**
   * Damage in the first two frames, where it is dense: the tag, the sizes and the side information.
   */
  @Test
  void damagedMp3Frames() throws IOException {
    byte[] good = bytes("stereo16.mp3");
    byte[] head = Arrays.copyOf(good, MP3_FIRST_FRAME_MAX);
    Mutations mutations = new Mutations(SEED);
    for (int i = 0; i < CASES; i++) {
      byte[] bad = good.clone();
      byte[] start = mutations.of(head);
      System.arraycopy(start, 0, bad, 0, Math.min(start.length, bad.length));
      read(bad, mutations);
    }
  }

  /** Pages with right checksums, so that the damage reaches the decoder. */
  @Test
  void damagedVorbisPackets() throws IOException {
    int sounds = soundsIn(bytes("stereo16.ogg"), OggPages::withChecksums);
    assertTrue(sounds > 0, "some damage is heard only");
  }

  /** One setup header after the other, where most of the damage to a small file never falls. */
  @Test
  void damagedVorbisHeaders() throws IOException {
    byte[] good = bytes("long.ogg");
    int setup = 0x3a; // behind the first page
    byte[] head = Arrays.copyOfRange(good, setup, setup + 600);
    Mutations mutations = new Mutations(SEED);
    for (int i = 0; i < CASES; i++) {
      byte[] bad = good.clone();
      byte[] part = mutations.of(head);
      System.arraycopy(part, 0, bad, setup, Math.min(part.length, head.length));
      read(OggPages.withChecksums(bad), mutations);
    }
  }

  /** As above, of Opus. */
  @Test
  void damagedOpusPackets() throws IOException {
    assertTrue(soundsIn(bytes("stereo16.opus"), OggPages::withChecksums) > 0);
  }

  /** A frame with a right checksum, so that the damage reaches the predictors; MD5 still tells. */
  @Test
  void damagedFlacFrames() throws IOException {
    byte[] good = bytes("mono8-best.flac");
    int frame =
        new String(good, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("\u00ff\u00f8");
    int header = 8; // sync, codes, number, size, checksum
    byte[] body = Arrays.copyOfRange(good, frame + header, good.length - 2);
    Mutations mutations = new Mutations(SEED);
    for (int i = 0; i < CASES; i++) {
      byte[] part = mutations.of(body);
      byte[] bad = Arrays.copyOf(good, frame + header + part.length + 2);
      System.arraycopy(part, 0, bad, frame + header, part.length);
      int crc = 0;
      for (int at = frame; at < bad.length - 2; at++) {
        crc ^= (bad[at] & 0xff) << 8;
        for (int bit = 0; bit < 8; bit++) {
          crc = crc << 1 ^ ((crc & 0x8000) != 0 ? 0x18005 : 0);
        }
      }
      bad[bad.length - 2] = (byte) (crc >> 8);
      bad[bad.length - 1] = (byte) crc;
      read(bad, mutations);
    }
  }
}
