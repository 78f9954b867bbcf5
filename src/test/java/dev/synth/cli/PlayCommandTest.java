package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioClip;
import dev.synth.audio.WavFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlayCommandTest {
  private static final Path NOTES = Path.of("nsynth-data/audio");
  private static final Path FLUTE = NOTES.resolve("flute_acoustic_073-060-100.wav");

  @TempDir Path dir;

  private Path page() {
    return dir.resolve("page.html");
  }

  @Test
  void writesThePageWithSoundsOfOnesOwn() throws Exception {
    Path own = Files.copy(FLUTE, dir.resolve("my flute C4.wav"));
    Path grid = dir.resolve("grid.yaml");
    Files.writeString(grid, "corners: {own: my flute C4.wav, second: my flute C4.wav}\nsize: 5\n");
    assertEquals(page() + "\n", Cli.run("play", grid, "--export", page(), "-q").succeeded().out());
    String text = Files.readString(page());
    assertTrue(text.contains("{\"name\":\"own\"") && text.contains("{\"name\":\"second\""));
    assertTrue(text.contains("{\"name\":\"Cello\""));
    Cli.run("play", own, "--export", page()).refused(ExitCodes.CANNOT_CREATE, page(), "-f");
    Cli.run("play", "Choir", own, "--export", page(), "-f", "-q").succeeded();
    assertTrue(Files.readString(page()).contains("\"corners\":[{\"name\":\"Choir\""));
  }

  @Test
  void whatCannotBePlayedIsSaidBeforeAnythingIsWritten() throws Exception {
    Cli.run("play", "-m", "wavenet", "--export", page()).misused("--model", "wavenet", "instant");
    Cli.run("play", "a", "b", "c", "d", "e", "--export", page()).misused("4 corners");
    Cli.run("play", "--port", "70000").misused("--port");
    Cli.run("play", "--open", "--export", page()).misused("--open", "--export");
    Cli.run("play", "--port", "8080", "--export", page()).misused("--port", "--export");
    Cli.run("play", "--port", "0", "--export", page()).misused("--port", "--export");
    Cli.run("play", "--host", "127.0.0.1", "--export", page()).misused("--host", "--export");
    Cli.run("play", "-f").misused("--force", "--export");
    Cli.run("play", dir.resolve("none.wav"), "--export", page())
        .refused(ExitCodes.NO_INPUT, "none.wav");
    Path text = Files.writeString(dir.resolve("text.wav"), "no sound");
    Cli.run("play", text, "--export", page()).refused(ExitCodes.BAD_DATA, "text.wav");
    Cli.run("play", "--host", "").misused("--host", "is empty");
    Cli.run("play", NOTES, "--export", page())
        .refused(ExitCodes.BAD_DATA, "8 instruments", "brass_acoustic_056", "one corner");
    Cli.run("play", "--host", "no-such-host.invalid").misused("--host", "no-such-host.invalid");
    assertTrue(Files.notExists(page()));
  }

  /** A port that is taken is told before anything is loaded: here that would fail, too. */
  @Test
  void aPortThatIsTakenIsSaidFirst() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String port = String.valueOf(taken.getLocalPort());
      Cli.run("play", dir.resolve("none.wav"), "--port", port)
          .refused(ExitCodes.CANNOT_CREATE, "Port " + port, "--port");
    }
  }

  @Test
  void whatIsHeardInASoundIsSaid() throws Exception {
    Path chord = dir.resolve("chord.wav");
    float[] samples = new float[16_000];
    for (int i = 0; i < samples.length; i++) {
      for (double hz : new double[] {233.7, 317.2, 408.9, 571.3}) {
        samples[i] += (float) (0.1 * Math.sin(2 * Math.PI * hz * i / 16_000));
      }
    }
    WavFile.write(chord, new AudioClip(samples, 16_000), WavFile.Encoding.PCM16, true);
    Path tone = Files.copy(FLUTE, dir.resolve("tone.wav"));
    Path click = dir.resolve("click A3.wav");
    float[] few = Arrays.copyOf(samples, 800);
    WavFile.write(click, new AudioClip(few, 16_000), WavFile.Encoding.PCM16, true);
    Cli run = Cli.run("play", chord, tone, click, "--export", page());
    assertEquals(ExitCodes.OK, run.code(), run.err());
    String said = run.err();
    assertTrue(said.contains("plays as if it were") && !said.contains("--"), said);
    assertTrue(said.contains("tone.wav: heard as C4."), said);
    assertTrue(said.contains("click A3.wav: lasts 50 ms"), said);
  }

  @Test
  void servesUntilItIsInterrupted() throws Exception {
    Path err = dir.resolve("err");
    Child child = Child.start(err, "exec >" + dir.resolve("out"), "play", "Flute");
    child.awaitWord("Ctrl-C ends it").signal("INT");
    assertEquals(ExitCodes.OK, child.await(), child.said());
  }
}
