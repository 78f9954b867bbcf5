package dev.synth.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.synth.audio.AudioClip;
import dev.synth.audio.AudioFile;
import dev.synth.audio.WavFile;
import dev.synth.dsp.pitch.Pitch;
import dev.synth.latent.EmbeddingFile;
import dev.synth.latent.EmbeddingInfo;
import dev.synth.model.ModelFile;
import dev.synth.models.wavenet.WaveNetPresets;
import dev.synth.testing.Fixtures;
import dev.synth.testing.RandomModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pitch of a sound travels from its file to what is played, whatever the files are called. */
class PitchTest {
  @TempDir Path dir;
  private Path model;
  private Path out;

  @BeforeEach
  void writeModel() throws IOException {
    model = Fixtures.model(dir.resolve("model.safetensors"));
    out = dir.resolve("out");
  }

  private Cli synth(String command, Object... args) {
    Object[] all = new Object[args.length + 5];
    all[0] = command;
    all[1] = "-m";
    all[2] = model;
    all[3] = "-o";
    all[4] = out;
    System.arraycopy(args, 0, all, 5, args.length);
    return Cli.run(all);
  }

  /** Succeeded, with remarks or without. */
  private static Cli ok(Cli cli) {
    assertEquals(ExitCodes.OK, cli.code(), cli.err());
    return cli;
  }

  private EmbeddingInfo info(String name) throws IOException {
    return EmbeddingFile.load(out.resolve(name)).info();
  }

  /** A second of sawtooths at MIDI pitches. */
  private Path sound(String name, double... midi) throws IOException {
    float[] samples = new float[16_000];
    for (double pitch : midi) {
      double hz = Pitch.hzOfMidi(pitch);
      for (int k = 1; k * hz < 7500 && k <= 16; k++) {
        for (int i = 0; i < samples.length; i++) {
          double phase = 2 * Math.PI * k * hz * i / 16_000 + k * k;
          samples[i] += (float) (0.1 / k * Math.sin(phase));
        }
      }
    }
    Path file = dir.resolve(name);
    WavFile.write(file, new AudioClip(samples, 16_000), WavFile.Encoding.PCM16, true);
    return file;
  }

  @ParameterizedTest
  @CsvSource({
    "flute_acoustic_001-057-100, name",
    "magenta16-057-100_2, name",
    "organ A3, name",
    "Violin_A3_ff, name",
    "Piano.mf.A3, name",
    "57, name",
    "flute, sound",
    "take_60, sound",
    "Flöte (leise), sound",
    "recording_2024-11-02, sound",
  })
  void anyNameIsPlayedAtItsPitch(String name, String from) throws IOException {
    Path sound = sound(name + ".wav", 57);
    Cli encoded = ok(synth("encode", sound));
    assertEquals(from.equals("sound"), encoded.err().contains("pitch A3 (MIDI 57) was detected"));
    Path embedding = out.resolve(name + "_embeddings.npy");
    EmbeddingInfo info = EmbeddingFile.load(embedding).info();
    assertEquals(57, info.pitch());
    assertEquals(from, info.pitchFrom());
    Path renamed = Files.move(embedding, dir.resolve("slow.npy"));
    ok(synth("decode", renamed, "--temperature", "0"));
    float[] played = AudioFile.read(out.resolve("gen_slow.wav")).samples();
    ok(synth("decode", renamed, "--temperature", "0", "--pitch", "A3", "-f"));
    assertArrayEquals(played, AudioFile.read(out.resolve("gen_slow.wav")).samples());
    ok(synth("decode", renamed, "--temperature", "0", "--pitch", "none", "-f"));
    assertFalse(
        java.util.Arrays.equals(played, AudioFile.read(out.resolve("gen_slow.wav")).samples()));
  }

  @Test
  void whatIsKeptIsShown() throws IOException {
    ok(synth("encode", sound("flute.wav", 57)));
    Path embedding = out.resolve("flute_embeddings.npy");
    JsonNode shown = ok(Cli.run("info", "--json", embedding)).json().get(0);
    assertEquals(57, shown.get("pitch").asInt());
    assertEquals("sound", shown.get("pitchFrom").asText());
    assertEquals(1, shown.get("pitchConfidence").asDouble(), 0.05);
    assertEquals(dir.resolve("flute.wav").toString(), shown.get("source").asText());
    assertEquals(16_000, shown.get("sourceRateHz").asInt());
    assertEquals(512, shown.get("hopSamples").asInt());
    float[] samples = AudioFile.read(dir.resolve("flute.wav")).samples();
    double energy = 0;
    for (float sample : samples) {
      energy += sample * sample;
    }
    assertEquals(10 * Math.log10(energy / samples.length), shown.get("rmsDbfs").asDouble(), 0.001);
    String text = ok(Cli.run("info", embedding)).out();
    assertTrue(text.contains("pitch A3 (MIDI 57, from its sound), of " + dir), text);
  }

  @Test
  void anOctaveBetweenNameAndSoundIsTold() throws IOException {
    Cli encoded = ok(synth("encode", sound("organ A4.wav", 57)));
    assertTrue(
        encoded
            .err()
            .contains("organ A4.wav: sounds an octave lower (A3) than its name says (A4)."),
        encoded.err());
    assertEquals(69, info("organ A4_embeddings.npy").pitch());
  }

  @Test
  void severalNotesInOneSoundAreTold() throws IOException {
    float[] scale = new float[0];
    for (int midi : new int[] {60, 64, 67}) {
      float[] one = AudioFile.read(sound("one.wav", midi)).samples();
      float[] longer = java.util.Arrays.copyOf(scale, scale.length + one.length);
      System.arraycopy(one, 0, longer, scale.length, one.length);
      scale = longer;
    }
    Path file = dir.resolve("scale.wav");
    WavFile.write(file, new AudioClip(scale, 16_000), WavFile.Encoding.PCM16, true);
    Cli encoded = ok(synth("encode", file));
    assertTrue(encoded.err().contains("several notes were detected (C4, E4, G4)"), encoded.err());
    assertTrue(encoded.err().contains("--split-onsets"), encoded.err());
  }

  @Test
  void whatHasNoPitchIsToldAndPlayedOnRequestOnly() throws IOException {
    Path chord = sound("chord.wav", 60, 64, 67);
    Path silence = dir.resolve("silence.wav");
    WavFile.write(silence, new AudioClip(new float[8000], 16_000), WavFile.Encoding.PCM16, true);
    Cli encoded = ok(synth("encode", chord, silence));
    assertTrue(encoded.err().contains(chord + ": no single pitch was detected"), encoded.err());
    assertTrue(encoded.err().contains(silence + ": is silent"), encoded.err());
    assertTrue(encoded.err().contains("--pitch when its embedding"), encoded.err());
    Path embedding = out.resolve("chord_embeddings.npy");
    synth("decode", embedding).refused(ExitCodes.BAD_DATA, embedding, "no single pitch", "--pitch");
    synth("decode", chord).refused(ExitCodes.BAD_DATA, chord, "no single pitch", "--pitch");
    ok(synth("decode", embedding, "--pitch", "none"));
    ok(synth("decode", chord, "-f", "--pitch", "C4"));
  }

  @Test
  void anEmbeddingOfNumpyNeedsAPitch() throws IOException {
    Path plain = dir.resolve("slow.npy");
    EmbeddingFile.write(
        plain,
        EmbeddingFile.read(Fixtures.embedding(dir.resolve("a.npy"), 3, 16)),
        EmbeddingInfo.NONE,
        false);
    synth("decode", plain)
        .refused(ExitCodes.BAD_DATA, plain, "neither the file nor its name", "--pitch");
    ok(synth("decode", plain, "--pitch", "Bb2"));
    assertEquals(List.of("gen_slow.wav"), Cli.files(out));
  }

  @Test
  void anEmbeddingOfAnotherModelIsRefused() throws IOException {
    ok(synth("encode", sound("flute.wav", 57)));
    Path embedding = out.resolve("flute_embeddings.npy");
    model = dir.resolve("other.safetensors");
    ModelFile.write(model, RandomModels.model(WaveNetPresets.tiny(), 2), true);
    synth("decode", embedding).refused(ExitCodes.BAD_DATA, embedding, "another model", "--model");
    Path sound = sound("piano.wav", 57);
    Path mixed = dir.resolve("mixed.npy");
    Cli.run("mix", "-m", model, embedding, sound, "-o", mixed)
        .refused(ExitCodes.BAD_DATA, embedding, "another model");
    synth("interpolate", embedding, sound).refused(ExitCodes.BAD_DATA, embedding, "another model");
  }

  @Test
  void anEmbeddingOfAModelThatComesWithSynthNamesIt() throws IOException {
    Path sound = sound("flute.wav", 57);
    for (String name : List.of("instant", "wavenet")) {
      ok(Cli.run("encode", sound, "-m", name, "-o", out.resolve(name)));
      Path embedding = out.resolve(name).resolve("flute_embeddings.npy");
      synth("decode", embedding)
          .refused(ExitCodes.BAD_DATA, embedding, "another model", "give --model " + name + ",");
    }
  }

  @Test
  void mixturesKeepAPitch() throws IOException {
    Path flute = sound("flute.wav", 57);
    Path piano = sound("piano.wav", 69);
    Path mixed = dir.resolve("mixed.npy");
    Cli mix = ok(Cli.run("mix", "-m", model, flute + "@0.3", piano, "-o", mixed));
    assertTrue(mix.err().contains("differ in pitch; the mixture has that of " + piano), mix.err());
    assertEquals(69, EmbeddingFile.load(mixed).info().pitch());
    ok(Cli.run("mix", "-m", model, flute, piano, "-o", mixed, "-f", "--pitch", "c4"));
    assertEquals(60, EmbeddingFile.load(mixed).info().pitch());
    ok(synth("decode", mixed));

    ok(synth("interpolate", flute, piano, "--steps", "3"));
    Path chord = sound("chord.wav", 60, 64, 67);
    out = dir.resolve("with chord");
    ok(synth("interpolate", flute, chord, "--steps", "2"));
    synth("interpolate", chord, chord, "--steps", "2")
        .refused(ExitCodes.BAD_DATA, chord, "--pitch");
  }

  @Test
  void oneInputCanBecomeAFileOfAnyName() throws IOException {
    Path flute = sound("flute.wav", 57);
    out = dir.resolve("flute.npy");
    ok(synth("encode", flute));
    assertEquals(57, EmbeddingFile.load(out).info().pitch());
    Path embedding = out;
    out = dir.resolve("long.wav");
    ok(synth("decode", embedding));
    assertEquals(16_384, AudioFile.read(out).samples().length);
    ok(synth("decode", embedding));
    synth("decode", embedding, flute).misused("--output", "2 inputs");
    out = dir.resolve("long.mp3");
    synth("decode", embedding).misused("--output", "long.mp3", ".wav");
    synth("interpolate", embedding, flute).misused("--output", "long.mp3", "folder");
  }

  @Test
  void aPitchThatIsNoneIsQuoted() throws IOException {
    Path flute = sound("flute.wav", 57);
    for (String wrong : List.of("H3", "128", "-1", "", "A3x")) {
      Cli cli = synth("decode", flute, "--pitch", wrong);
      cli.misused("--pitch", "'" + wrong + "'");
      assertFalse(cli.err().contains("Exception"), cli.err());
    }
  }
}
