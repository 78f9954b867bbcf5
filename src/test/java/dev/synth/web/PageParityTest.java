package dev.synth.web;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.app.LatentInputs;
import dev.synth.app.LoadedModel;
import dev.synth.app.Sampling;
import dev.synth.app.play.PlayedModel;
import dev.synth.generate.Precision;
import dev.synth.io.Sha256;
import dev.synth.latent.Embedding;
import dev.synth.model.ModelFiles;
import dev.synth.models.instant.InstantSpec;
import dev.synth.models.instant.sound.ControlSynthesizer;
import dev.synth.models.instant.sound.NoteControls;
import dev.synth.testing.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page's arithmetic, run by Node, makes the sounds that synth makes. */
class PageParityTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Path NOTES = Path.of("nsynth-data/audio");
  private static final int FRAMES = 63;

  @TempDir Path dir;

  private final ObjectNode cases = MAPPER.createObjectNode();

  @BeforeEach
  void findNode() {
    Tools.find("node", "nodejs");
  }

  private void write(String name, float[] values) throws IOException {
    Files.write(dir.resolve(name), Sha256.bytes(values));
  }

  private void add(String name, double midi, long seed, float[] sound) throws IOException {
    cases.withArray("cases").addObject().put("name", name).put("midi", midi).put("seed", seed);
    write(name + ".sound", sound);
  }

  /** Checks that all sounds differ by less than {@code mostDb} of their power. */
  private void check(double mostDb) throws IOException, InterruptedException {
    Files.writeString(dir.resolve("cases.json"), cases.toString());
    String told = Tools.node(dir.resolve("said"), "src/test/web/parity.mjs", dir);
    for (JsonNode result : MAPPER.readTree(told)) {
      assertTrue(result.get("rms").asDouble() > 1e-3, () -> "something sounds: " + result);
      assertTrue(result.get("db").asDouble() < mostDb, result::toString);
    }
  }

  /** The parts of the page that need no page. */
  @Test
  void theParts() throws Exception {
    String told = Tools.node(dir.resolve("said"), "--test", "src/test/web/units.test.mjs");
    assertTrue(told.contains("# fail 0") && !told.contains("# pass 0"), told);
  }

  /** Two seconds of a flute and of a piano, and of what is between them, over the pitch range. */
  @Test
  void notesOfTheModel() throws Exception {
    try (LoadedModel model = LoadedModel.open(ModelFiles.byDefault(), 2);
        LatentInputs inputs = new LatentInputs(model.saved(), 2)) {
      PlayedModel played = PlayedModel.of(model);
      played.writeTo(cases);
      Files.write(dir.resolve("weights"), played.weights());
      Embedding flute =
          inputs.load(NOTES.resolve("flute_acoustic_073-060-100.wav")).embedding().first(FRAMES);
      Embedding piano =
          inputs.load(NOTES.resolve("keyboard_acoustic_000-060-100.wav")).embedding().first(FRAMES);
      double[] pitches = {12, 24, 36.5, 48, 60, 72.25, 84, 96, 108, 120};
      for (int i = 0; i < pitches.length; i++) {
        Embedding mixed = model.between(flute, piano, i / (pitches.length - 1.0));
        Sampling sampling = new Sampling(0, 100 + i, Precision.FLOAT);
        write("note" + i + ".embedding", mixed.values());
        add("note" + i, pitches[i], 100 + i, model.play(mixed, pitches[i], sampling).samples());
      }
    }
    check(-100);
  }

  /** Levels that jump, pitches that bend, tunings off the harmonics, partials beyond the rate. */
  @Test
  void anyControls() throws Exception {
    InstantSpec spec;
    try (LoadedModel model = LoadedModel.open(ModelFiles.byDefault(), 1)) {
      spec = InstantSpec.of(model.saved());
    }
    cases.set("spec", MAPPER.valueToTree(spec));
    ControlSynthesizer synthesizer =
        new ControlSynthesizer(
            spec.sampleRateHz(), spec.pointSamples(), spec.partials(), spec.noiseBands());
    int points = 250;
    Random random = new Random(1);
    for (double midi : new double[] {20, 69, 100.5}) {
      NoteControls controls = random(random, spec, points);
      String name = "controls" + midi;
      write(name + ".points", pointsOf(controls));
      float[] own = new float[spec.ownTunings()];
      System.arraycopy(controls.tuningCents(), 0, own, 0, own.length);
      write(name + ".tunings", own);
      add(name, midi, 7, synthesizer.play(controls, midi, points * spec.pointSamples(), 7));
    }
    check(-80);
  }

  private static NoteControls random(Random random, InstantSpec spec, int points) {
    float[] partialDb = new float[points * spec.partials()];
    float[] noiseDb = new float[points * spec.noiseBands()];
    float[] cents = new float[points];
    float[] tunings = new float[spec.partials()];
    for (int i = 0; i < partialDb.length; i++) {
      int k = i % spec.partials();
      partialDb[i] =
          random.nextInt(4) == 0
              ? NoteControls.SILENT_DB
              : -20 - 0.3f * k - 20 * random.nextFloat();
    }
    for (int i = 0; i < noiseDb.length; i++) {
      noiseDb[i] = random.nextInt(3) == 0 ? NoteControls.SILENT_DB : -60 + 30 * random.nextFloat();
    }
    for (int i = 0; i < points; i++) {
      cents[i] = (float) (200 * Math.sin(i / 9.0));
    }
    for (int k = 0; k < spec.ownTunings(); k++) {
      tunings[k] = 40 * (random.nextFloat() - 0.5f);
    }
    return new NoteControls(spec.partials(), spec.noiseBands(), partialDb, noiseDb, cents, tunings);
  }

  /** As the page has points: amplitudes of partials and bands, then cents. */
  private static float[] pointsOf(NoteControls controls) {
    int columns = controls.partials() + controls.bands() + 1;
    float[] rows = new float[controls.points() * columns];
    for (int p = 0; p < controls.points(); p++) {
      for (int k = 0; k < controls.partials(); k++) {
        rows[p * columns + k] = amplitude(controls.partialDb()[p * controls.partials() + k]);
      }
      for (int b = 0; b < controls.bands(); b++) {
        rows[p * columns + controls.partials() + b] =
            amplitude(controls.noiseDb()[p * controls.bands() + b]);
      }
      rows[p * columns + columns - 1] = controls.cents()[p];
    }
    return rows;
  }

  private static float amplitude(float db) {
    return db > NoteControls.SILENT_DB ? (float) Math.pow(10, db / 20) : 0;
  }
}
