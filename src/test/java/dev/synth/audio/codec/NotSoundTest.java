package dev.synth.audio.codec;

import static dev.synth.testing.SoundBytes.ascii;
import static dev.synth.testing.SoundBytes.id3;
import static dev.synth.testing.SoundBytes.join;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioFile;
import dev.synth.io.BadDataException;
import dev.synth.io.NoInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that lie where a sound should: each is called what it is, with the step that helps. */
class NotSoundTest {
  @TempDir private Path dir;

  private String refused(String name, byte[] bytes) throws IOException {
    Path file = Files.write(dir.resolve(name), bytes);
    return assertThrows(BadDataException.class, () -> AudioFile.read(file))
        .getMessage()
        .substring(file.toString().length());
  }

  @Test
  void pointersOfGit() throws IOException {
    String lfs =
        "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb"
            + "8f32b1258daaa5e2ca24d17e2393\nsize 12345\n";
    assertEquals(
        ": is a Git LFS pointer, in the place of the file itself; fetch it with git lfs pull.",
        refused("a.wav", ascii(lfs)));
    String annex = "/annex/objects/SHA256E-s64044--0123.wav\n";
    String said = refused("a.wav", ascii(annex));
    assertTrue(said.contains("git-annex pointer") && said.contains("git annex get "), said);
    assertTrue(
        refused("b.wav", ascii("../.git/annex/objects/x/y/MD5E-s1--0.wav")).contains("annex get"));
  }

  @Test
  void linksToWhatWasNotFetched() throws IOException {
    Path link = dir.resolve("a.wav");
    Files.createSymbolicLink(link, Path.of(".git/annex/objects/12/34/SHA256E-s64044--0123.wav"));
    String said = assertThrows(NoInputException.class, () -> AudioFile.read(link)).getMessage();
    assertTrue(said.contains("git annex get"), said);
    Path other = dir.resolve("b.wav");
    Files.createSymbolicLink(other, Path.of("nowhere.wav"));
    String dangling =
        assertThrows(NoInputException.class, () -> AudioFile.read(other)).getMessage();
    assertTrue(dangling.endsWith("is a link to nowhere.wav, which is not there."), dangling);
  }

  @ParameterizedTest
  @CsvSource({
    "'<!DOCTYPE html><html><head>', a web page",
    "'\u00ef\u00bb\u00bf\n  <HTML lang=en>', a web page",
    "'<?xml version=\"1.0\"?><html xmlns=\"x\">', a web page",
    "'<?xml version=\"1.0\"?><Error><Code>AccessDenied', an XML text",
    "'<Error><Code>NoSuchKey</Code>', an XML text",
    "'{\"message\": \"Not Found\"}', a JSON text",
    "'[{\"a\": 1}]', a JSON text",
    "'{}', a JSON text"
  })
  void whatServersAnswer(String text, String what) throws IOException {
    String said = refused("a.wav", ascii(text));
    assertTrue(said.startsWith(": is " + what + ", not sound"), said);
    assertTrue(said.contains("download"), said);
  }

  @Test
  void archivesAndOthers() throws IOException {
    assertTrue(refused("a.wav", ascii("PK\3\4xxxx")).contains("ZIP archive; unpack"));
    assertTrue(refused("a.wav", ascii("\37\213\10\0xxxx")).contains("gzip"));
    assertTrue(refused("a.wav", ascii("%PDF-1.7")).contains("PDF"));
    assertTrue(refused("a.wav", new byte[5000]).contains("nothing but zeros"));
    assertTrue(refused("a.wav", ascii("\223NUMPY\1\0")).contains("NumPy"));
    assertTrue(refused("a.wav", ascii("[verse 1]")).contains("is no sound file of a form that"));
  }

  @Test
  void theConvertingCommandNamesTheFiles() throws IOException {
    String mp4 = refused("take one.m4a", ascii("\0\0\0\40ftypM4A isom"));
    String folder = dir.toString();
    assertTrue(
        mp4.endsWith(
            "(ffmpeg -i '"
                + folder
                + "/take one.m4a' -c:a pcm_s16le '"
                + folder
                + "/take one.wav')."),
        mp4);
    String caf = refused("take.wav", ascii("caff\0\1\0\0"));
    assertTrue(caf.endsWith(" -c:a pcm_s16le " + folder + "/take-converted.wav)."), caf);
    String bare = refused("take", ascii("caff\0\1\0\0"));
    assertTrue(bare.endsWith(" -c:a pcm_s16le " + folder + "/take.wav)."), bare);
    assertTrue(refused("it's.caf", ascii("caff\0\1\0\0")).contains("/it'\\''s.caf'"));
  }

  /** Frames that look like MP3's: of a bit rate of their own, of other layers, of AAC. */
  @Test
  void framesThatAreNotRead() throws IOException {
    byte[] free = frames(0xFFFB_0000, 500);
    String said = refused("f.mp3", free);
    assertTrue(said.contains("free-format MP3") && said.contains("(sox "), said);
    assertTrue(refused("f.mp3", join(id3(20), free)).contains("free-format"));
    assertTrue(refused("a.mp2", frames(0xFFFD_8000, 417)).contains("MPEG audio of layer II"));
    assertTrue(refused("a.mp1", frames(0xFFFF_8000, 208)).contains("MPEG audio of layer I,"));
    byte[] adts = new byte[700];
    for (int at = 0; at < adts.length; at += 350) {
      long header = 0xFFF1_5080_0000_00L | 350L << 13;
      for (int i = 0; i < 7; i++) {
        adts[at + i] = (byte) (header >> 8 * (6 - i));
      }
    }
    assertTrue(refused("a.aac", adts).contains("is AAC, which is not read"));
    assertTrue(refused("a.mp3", join(id3(4), adts)).contains("is AAC"));
    assertTrue(refused("a.mp3", join(id3(4), ascii("else"))).contains("behind it at byte 14"));
  }

  private static byte[] frames(int header, int frameBytes) {
    byte[] bytes = new byte[4 * frameBytes];
    for (int at = 0; at < bytes.length; at += frameBytes) {
      for (int i = 0; i < 4; i++) {
        bytes[at + i] = (byte) (header >> 8 * (3 - i));
      }
    }
    return bytes;
  }

  @Test
  void filesOfUnknownNames() throws IOException {
    assertTrue(AudioFile.isSound(AudioFormatsTest.FOLDER.resolve("cd.opus")));
    Path tagged =
        Files.write(
            dir.resolve("x"),
            join(id3(5), Files.readAllBytes(AudioFormatsTest.FOLDER.resolve("mono8.wav"))));
    assertTrue(AudioFile.isSound(tagged));
    assertFalse(AudioFile.isSound(Files.write(dir.resolve("y"), ascii("a,b\n"))));
    Path lfs = Files.write(dir.resolve("z"), ascii("version https://git-lfs.github.com/spec/v1"));
    assertThrows(BadDataException.class, () -> AudioFile.isSound(lfs));
  }
}
