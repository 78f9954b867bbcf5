package dev.synth.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioClip;
import dev.synth.io.WorkFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A machine without fonts, as seen by another JVM whose fontconfig has no folder to look into. */
class NoFontsTest {
  /** What the other JVM runs. */
  static final class Draws {
    public static void main(String[] args) throws IOException {
      AudioClip clip = new AudioClip(new float[16_000], 16_000);
      Pictures.write(Path.of(args[0]), SoundPictures.spectrogram(clip, "silence"), false);
      try {
        Charts.histogram("", "", new double[] {1}, 2);
      } catch (WorkFailedException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void soundsHavePicturesAndChartsASentence(@TempDir Path dir)
      throws IOException, InterruptedException {
    Path config = dir.resolve("fonts.conf");
    Files.writeString(
        config, "<fontconfig><cachedir>" + dir.resolve("cache") + "</cachedir></fontconfig>");
    Path picture = dir.resolve("silence.png");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Djava.awt.headless=true",
            "-Duser.home=" + dir, // Java keeps what it found the last time there
            "-cp",
            System.getProperty("java.class.path"),
            Draws.class.getName(),
            picture.toString());
    builder.environment().put("FONTCONFIG_FILE", config.toString());
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    List<String> lines = output.lines().toList();
    assertEquals(1, lines.size(), output);
    assertTrue(lines.get(0).contains("no fonts") && lines.get(0).contains("install"), output);
    assertFalse(output.contains("Exception"), output);
    AudioClip clip = new AudioClip(new float[16_000], 16_000);
    int width = SoundPictures.spectrogram(clip, "silence").getWidth();
    assertEquals(width, ImageIO.read(picture.toFile()).getWidth());
  }
}
