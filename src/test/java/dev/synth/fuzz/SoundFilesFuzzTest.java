package dev.synth.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.synth.audio.AudioFile;
import dev.synth.testing.OggPages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Readers of sound files; the methods are named as {@code scripts/fuzz.sh} names the readers. */
class SoundFilesFuzzTest {
  private static final Path FOLDER = Path.of("src/test/resources/dev/synth/audio/formats");
  private static final int SEED_BYTES_MAX = 6600;

  @TempDir private static Path dir;

  private static void read(byte[] data) throws IOException {
    FuzzedFile.read(
        dir.resolve("sound"),
        data,
        file -> {
          for (float sample : AudioFile.read(file).samples()) {
            assertTrue(Float.isFinite(sample));
          }
        });
  }

  private static Stream<byte[]> seeds(String... endings) {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
          .sorted()
          .map(
              file -> {
                try {
                  return Files.readAllBytes(file);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              })
          .filter(bytes -> bytes.length < SEED_BYTES_MAX)
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<byte[]> wavSeeds() {
    return seeds("mono8.wav", "rf64.wav", "alaw.wav", ".w64", ".au");
  }

  @MethodSource("wavSeeds")
  @FuzzTest
  void wav(byte[] data) throws IOException {
    read(data);
  }

  static Stream<byte[]> aiffSeeds() {
    return seeds("mono8.aiff", ".aifc");
  }

  @MethodSource("aiffSeeds")
  @FuzzTest
  void aiff(byte[] data) throws IOException {
    read(data);
  }

  static Stream<byte[]> flacSeeds() {
    return seeds("mono8-best.flac", "stereo16-short.flac", "three16-best.flac");
  }

  @MethodSource("flacSeeds")
  @FuzzTest
  void flac(byte[] data) throws IOException {
    read(data);
  }

  static Stream<byte[]> vorbisSeeds() {
    return seeds("stereo16.ogg", "skeleton.ogg");
  }

  /** Pages get right checksums, so that what is in them is read. */
  @MethodSource("vorbisSeeds")
  @FuzzTest
  void vorbis(byte[] data) throws IOException {
    read(OggPages.withChecksums(data.clone()));
  }

  static Stream<byte[]> opusSeeds() {
    return seeds(".opus");
  }

  @MethodSource("opusSeeds")
  @FuzzTest
  void opus(byte[] data) throws IOException {
    read(OggPages.withChecksums(data.clone()));
  }

  static Stream<byte[]> mp3Seeds() {
    return seeds(".mp3");
  }

  @MethodSource("mp3Seeds")
  @FuzzTest
  void mp3(byte[] data) throws IOException {
    read(data);
  }
}
