package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synth.audio.AudioClip;
import dev.synth.audio.WavFile;
import dev.synth.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InfoCommandTest {
  @TempDir private Path dir;

  @Test
  void everyKindOfFileIsDescribed() throws IOException {
    Path model = Fixtures.model(dir.resolve("model.safetensors"));
    Path sound = Fixtures.note(dir.resolve("a4.wav"), 69, 0.5);
    Path embedding = Fixtures.embedding(dir.resolve("a.npy"), 4, 16);
    String text = Cli.run("info", model, sound, embedding).succeeded().out();
    assertTrue(text.contains("48,756 parameters"), text);
    assertTrue(text.contains("conditioned on pitch"), text);
    assertTrue(text.contains("0.500 s at 16000 Hz"), text);
    assertTrue(text.contains("pitch A4, 440."), text);
    assertTrue(text.contains("4 frames of 16 channels"), text);

    JsonNode all = Cli.run("info", "--json", model, sound, embedding).succeeded().json();
    assertEquals("model", all.get(0).get("kind").asText());
    assertEquals("wavenet", all.get(0).get("modelKind").asText());
    assertEquals("encode sounds", all.get(0).get("can").get(0).asText());
    assertEquals(512, all.get(0).get("spec").get("hopSamples").asInt());
    assertEquals("sound", all.get(1).get("kind").asText());
    assertEquals(69, all.get(1).get("pitchMidi").asDouble(), 0.1);
    assertEquals("embedding", all.get(2).get("kind").asText());
    assertEquals(4, all.get(2).get("frames").asInt());
  }

  @Test
  void silenceHasNoLevelInJson() throws IOException {
    Path silence = dir.resolve("silence.wav");
    WavFile.write(silence, new AudioClip(new float[4000], 16_000), WavFile.Encoding.PCM16, false);
    JsonNode result = Cli.run("info", "--json", silence).succeeded().json().get(0);
    assertTrue(result.get("rmsDbfs").isNull(), result.toString());
    assertFalse(result.has("pitchHz"));
  }

  @Test
  void aMissingFileIsTold() {
    for (String name : List.of("none.wav", "none.npy", "none.safetensors")) {
      Path missing = dir.resolve(name);
      Cli.run("info", missing).refused(ExitCodes.NO_INPUT, missing, "no such");
    }
  }
}
