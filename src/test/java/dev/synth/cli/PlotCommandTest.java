package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.testing.Fixtures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotCommandTest {
  @TempDir private Path dir;
  private Path out;
  private Path low;
  private Path high;

  @BeforeEach
  void writeNotes() throws IOException {
    out = dir.resolve("out");
    low = Fixtures.note(dir.resolve("low.wav"), 48, 0.5);
    high = Fixtures.note(dir.resolve("high.wav"), 72, 0.5);
  }

  private BufferedImage picture(String name) throws IOException {
    return ImageIO.read(out.resolve(name).toFile());
  }

  @Test
  void eachSoundHasAPictureOfItsName() throws IOException {
    Cli run = Cli.run("plot", low, high, "-o", out).succeeded();
    assertEquals(List.of("high.png", "low.png"), Cli.files(out));
    assertEquals(List.of(out.resolve("low.png") + "", out.resolve("high.png") + ""), lines(run));
    int height = picture("low.png").getHeight();
    Cli.run("plot", low, "-o", out).succeeded();
    Cli.run("plot", low, "-o", out, "--as", "waveform")
        .refused(ExitCodes.CANNOT_CREATE, "low.png", "made with views", "-f");
    Files.writeString(out.resolve("low.png"), "mine");
    Cli.run("plot", low, "-o", out).refused(ExitCodes.CANNOT_CREATE, "low.png", "-f");
    Cli.run("plot", low, "-fo", out, "--as", "waveform,spectrogram,rainbowgram").succeeded();
    assertEquals(3 * height, picture("low.png").getHeight());
  }

  private static List<String> lines(Cli run) {
    return run.out().lines().toList();
  }

  @Test
  void soundsAndEmbeddingsStandSideBySide() throws IOException {
    Path embedding = Fixtures.embedding(dir.resolve("e.npy"), 20, 16);
    Path both = out.resolve("both.png");
    Cli run = Cli.run("plot", low, embedding, "--together", both).succeeded();
    assertEquals(List.of(both.toString()), lines(run));
    Cli.run("plot", low, "-o", out).succeeded();
    assertEquals(2 * picture("low.png").getWidth(), picture("both.png").getWidth());
    Object[] many = {"plot", low, low, low, low, low, low, low, "--together", both, "-f"};
    Cli.run(many).succeeded();
    assertEquals(6 * picture("low.png").getWidth(), picture("both.png").getWidth());
    assertEquals(2 * picture("low.png").getHeight(), picture("both.png").getHeight());
  }

  @Test
  void aSoundsEmbeddingIsDrawnByTheModel() throws IOException {
    Path model = Fixtures.model(dir.resolve("model.safetensors"));
    Cli run = Cli.run("plot", low, "-m", model, "--as", "embedding", "-o", out, "--json");
    assertEquals(
        out.resolve("low.png").toString(), run.succeeded().json().get(0).get("output").asText());
  }

  @Test
  void aBadFileIsPassedOver() throws IOException {
    Path text = Files.writeString(dir.resolve("text.wav"), "no sound");
    Path gone = dir.resolve("gone.wav");
    Cli.run("plot", text, low, "-o", out).refused(ExitCodes.BAD_DATA, text);
    assertTrue(Files.exists(out.resolve("low.png")));
    Cli.run("plot", gone, "-o", out).refused(ExitCodes.NO_INPUT, gone);
    Path both = out.resolve("both.png");
    Cli.run("plot", gone, "--together", both).refused(ExitCodes.NO_INPUT, gone);
    assertFalse(Files.exists(both));
    Cli.run("plot", low, "--as", "portrait").misused("--as", "portrait");
    Cli.run("plot", low, low, "-o", out.resolve("new")).refused(ExitCodes.BAD_DATA, "low.png");
  }
}
