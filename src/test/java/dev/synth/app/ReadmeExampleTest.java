package dev.synth.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioClip;
import dev.synth.audio.AudioFile;
import dev.synth.dsp.Levels;
import dev.synth.dsp.pitch.PitchEstimator;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java program in README.md, letter by letter. */
class ReadmeExampleTest {
  @TempDir private Path dir;

  @Test
  void compilesAndPlaysANote() throws Exception {
    Matcher block =
        Pattern.compile("(?s)```java\n(.*?public class (\\w+) .*?)```")
            .matcher(Files.readString(Path.of("README.md")));
    assertTrue(block.find(), "README.md has an example");
    String name = block.group(2);
    Path source = Files.writeString(dir.resolve(name + ".java"), block.group(1));
    StringWriter said = new StringWriter();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    boolean compiled =
        compiler
            .getTask(
                said,
                null,
                null,
                List.of(
                    "-proc:none",
                    "-Xlint:all,-options,-path",
                    "-Werror",
                    "-d",
                    dir.toString(),
                    "-cp",
                    System.getProperty("java.class.path")),
                null,
                compiler
                    .getStandardFileManager(null, null, null)
                    .getJavaFileObjects(source.toFile()))
            .call();
    assertTrue(compiled, said.toString());

    Path wav = dir.resolve("halfway.wav");
    try (URLClassLoader loader = new URLClassLoader(new URL[] {dir.toUri().toURL()})) {
      loader
          .loadClass(name)
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[] {wav.toString()});
    }
    AudioClip clip = AudioFile.read(wav);
    assertEquals(4, clip.seconds(), 1e-9);
    assertTrue(Levels.dbfs(Levels.rms(clip.samples())) > -50, "a sound comes out");
    assertEquals(60, PitchEstimator.estimate(clip).orElseThrow().midi(), 0.5);
  }
}
