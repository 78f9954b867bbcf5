package dev.synth.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.synth.app.estimate.WorkEstimate;
import dev.synth.audio.AudioClip;
import dev.synth.audio.AudioFile;
import dev.synth.audio.SamplerInfo;
import dev.synth.audio.WavExtras;
import dev.synth.audio.WavFile;
import dev.synth.dataset.Note;
import dev.synth.generate.PitchSettings;
import dev.synth.io.BadDataException;
import dev.synth.io.BadSettingException;
import dev.synth.io.WorkFolder;
import dev.synth.io.path.Destination;
import dev.synth.latent.Embedding;
import dev.synth.latent.EmbeddingFile;
import dev.synth.latent.EmbeddingInfo;
import dev.synth.latent.Interpolation;
import dev.synth.latent.TimeLength;
import dev.synth.latent.TimeShape;
import dev.synth.provenance.Marking;
import dev.synth.render.PostProcessing;
import dev.synth.render.RenderJob;
import dev.synth.render.Renderer;
import dev.synth.render.grid.GridCorner;
import dev.synth.render.grid.GridMix;
import dev.synth.render.grid.GridPlan;
import dev.synth.render.grid.SamplerFormat;
import dev.synth.testing.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The use cases as another program calls them, without a command line. */
class ServicesTest {
  private static final Workers WORKERS = new Workers(2, 0);

  @TempDir private Path dir;
  private Path out;
  private LoadedModel model;
  private final List<String> told = new ArrayList<>();

  @BeforeEach
  void openModel() throws IOException {
    out = dir.resolve("out");
    model = LoadedModel.open(Fixtures.model(dir.resolve("model.safetensors")), 2);
  }

  @AfterEach
  void closeModel() {
    model.close();
  }

  private final Renderer.Listener rendering =
      new Renderer.Listener() {
        @Override
        public void begins(int notes, long samples) {}

        @Override
        public void generated(long done, long total) {}

        @Override
        public void done(RenderJob job) {
          told.add("done " + job.target().getFileName());
        }

        @Override
        public void made(RenderJob job, AudioClip clip) {
          told.add("made " + job.target().getFileName());
        }

        @Override
        public void failed(RenderJob job, Exception failure) {
          told.add("failed " + job.target().getFileName());
        }
      };

  private List<String> told() {
    List<String> sorted = told.stream().sorted().toList();
    told.clear();
    return sorted;
  }

  private void encode(boolean force, Path... sounds) throws IOException {
    try (WorkFolder folder = WorkFolder.of(out)) {
      EncodeSounds encoding = new EncodeSounds(model, folder, force, Marking.NONE);
      List<EncodeSounds.Job> jobs = new ArrayList<>();
      for (Path sound : sounds) {
        Note note = Note.of(sound);
        jobs.add(encoding.job(note, LatentInputs.embeddingPath(out, note.name())));
      }
      encoding.run(
          jobs,
          new EncodeSounds.Listener() {
            @Override
            public void begins(EncodeSounds.Job job, int before, int total) {
              told.add(before + " of " + total);
            }

            @Override
            public void done(EncodeSounds.Job job) {
              told.add("done " + job.note().name());
            }

            @Override
            public void made(EncodeSounds.Job job, Embedding embedding, EmbeddingInfo info) {
              told.add("made " + job.note().name() + ", " + embedding.frames());
            }

            @Override
            public void failed(EncodeSounds.Job job, Exception failure) {
              told.add("failed " + job.note().name());
            }
          });
    }
  }

  @Test
  void soundsAreEncodedOnce() throws IOException {
    Path a = Fixtures.note(dir.resolve("a.wav"), 60, 0.1);
    Path bad = Files.writeString(dir.resolve("bad.wav"), "no sound");
    Path c = Fixtures.note(dir.resolve("c.wav"), 62, 0.2);
    encode(false, a, bad, c);
    assertEquals(
        List.of("0 of 3", "made a, 4", "1 of 3", "failed bad", "2 of 3", "made c, 7"), told);
    told.clear();
    encode(false, a, c);
    assertEquals(List.of("0 of 2", "done a", "1 of 2", "done c"), told);
    told.clear();
    Fixtures.note(a, 61, 0.1);
    encode(false, a);
    assertEquals(List.of("0 of 1", "failed a"), told, "another sound, and not forced");
    told.clear();
    encode(true, a);
    assertEquals(List.of("0 of 1", "made a, 4"), told);
    assertEquals(
        model.encode(AudioFile.read(a)), EmbeddingFile.read(out.resolve("a_embeddings.npy")));
  }

  @Test
  void embeddingsAreDecodedAsTheApiPlaysThem() throws IOException {
    Path file = Fixtures.embedding(dir.resolve("a_embeddings.npy"), 3, 16);
    DecodeEmbeddings decoding =
        new DecodeEmbeddings(
            model,
            new DecodeEmbeddings.Settings(
                Destination.of(out, ".wav"),
                TimeShape.NONE,
                Sampling.DEFAULT,
                PitchSettings.of(60),
                PostProcessing.NONE,
                WORKERS,
                false));
    Path target = decoding.target(file, Path.of("sub"));
    assertEquals(out.resolve("sub").resolve("gen_a.wav"), target);
    decoding.run(List.of(decoding.job(file, target, facts -> {})), rendering);
    decoding.run(List.of(decoding.job(file, target, facts -> {})), rendering);
    assertEquals(List.of("done gen_a.wav", "made gen_a.wav"), told());
    Sampling own =
        new Sampling(
            Sampling.DEFAULT.temperature(),
            Sampling.DEFAULT.seed("a"),
            Sampling.DEFAULT.precision());
    Path played = dir.resolve("played.wav");
    WavFile.write(
        played,
        model.play(EmbeddingFile.read(file), 60, own),
        WavFile.Encoding.PCM16,
        1,
        WavExtras.of(new SamplerInfo(60)),
        false);
    assertEquals(-1, Files.mismatch(played, target));
    Path narrow = Fixtures.embedding(dir.resolve("n.npy"), 3, 8);
    assertThrows(BadDataException.class, () -> decoding.job(narrow, target, facts -> {}));
    Path sound = Fixtures.note(dir.resolve("s.wav"), 60, 0.1);
    decoding.run(
        List.of(decoding.job(sound, decoding.target(sound, Path.of("")), facts -> {})), rendering);
    WavFile.write(
        played,
        model.play(
            model.encode(AudioFile.read(sound)),
            60,
            new Sampling(
                Sampling.DEFAULT.temperature(),
                Sampling.DEFAULT.seed("s"),
                Sampling.DEFAULT.precision())),
        WavFile.Encoding.PCM16,
        1,
        WavExtras.of(new SamplerInfo(60)),
        true);
    assertEquals(-1, Files.mismatch(played, out.resolve("gen_s.wav")));
  }

  private Interpolate.Settings line(List<Path> inputs, int points) {
    return new Interpolate.Settings(
        inputs,
        points,
        Interpolation.Mode.SLERP,
        Sampling.DEFAULT,
        PitchSettings.OWN,
        PostProcessing.NONE,
        out,
        WORKERS,
        false);
  }

  @Test
  void aLineIsMixedPointByPointAndResumed() throws IOException {
    Path a = Fixtures.embedding(dir.resolve("a.npy"), 2, 16);
    Path b = Fixtures.embedding(dir.resolve("b.npy"), 3, 16);
    List<String> remarks = new ArrayList<>();
    try (Interpolate line = new Interpolate(model, line(List.of(a, b), 3), remarks::add)) {
      line.run(rendering);
      assertTrue(
          Files.readString(out.resolve(Interpolate.MANIFEST)).startsWith(line.description()));
    }
    assertEquals(1, remarks.size());
    assertTrue(
        remarks.get(0).startsWith(b + ": is cut from 3 frames (0.10 s) to 2"), remarks.get(0));
    assertEquals(
        List.of(
            "made morph_1_a-100pct.wav",
            "made morph_2_a-50pct_b-50pct.wav",
            "made morph_3_b-100pct.wav"),
        told());
    List<Embedding> points =
        Interpolation.line(
            EmbeddingFile.read(a), EmbeddingFile.read(b), 3, Interpolation.Mode.SLERP);
    List<String> names = List.of("morph_1_a-100pct", "morph_2_a-50pct_b-50pct", "morph_3_b-100pct");
    for (int i = 0; i < 3; i++) {
      assertEquals(
          points.get(i), EmbeddingFile.read(out.resolve(names.get(i) + "_embeddings.npy")));
    }
    Files.delete(out.resolve("morph_3_b-100pct.wav"));
    try (Interpolate line = new Interpolate(model, line(List.of(a, b), 3), remarks::add)) {
      line.run(rendering);
    }
    assertEquals(
        List.of(
            "done morph_1_a-100pct.wav",
            "done morph_2_a-50pct_b-50pct.wav",
            "made morph_3_b-100pct.wav"),
        told());
    assertThrows(BadSettingException.class, () -> line(List.of(a), 3));
    assertThrows(BadSettingException.class, () -> line(List.of(a, b), 1));
    assertThrows(BadSettingException.class, () -> line(List.of(a, a, b, b), 33));
  }

  private RenderGrid.Settings grid(Path left, Path right, boolean force) throws IOException {
    GridPlan plan =
        new GridPlan(
            "g",
            List.of(GridCorner.of("l", List.of(left)), GridCorner.of("r", List.of(right))),
            GridMix.LINEAR,
            2,
            List.of(60),
            List.of(100),
            1);
    return new RenderGrid.Settings(
        plan,
        out,
        TimeShape.NONE,
        Sampling.DEFAULT,
        PostProcessing.NONE,
        Set.of(SamplerFormat.SFZ),
        null,
        WORKERS,
        force);
  }

  @Test
  void aGridIsEstimatedThenRenderedThenDone() throws IOException {
    Path left = Fixtures.note(dir.resolve("left.wav"), 60, 0.1);
    Path right = Fixtures.embedding(dir.resolve("right.npy"), 3, 16);
    try (RenderGrid grid = new RenderGrid(model, grid(left, right, false))) {
      WorkEstimate estimate = grid.estimate((job, failure) -> fail(failure));
      assertEquals(2, estimate.notes());
      assertEquals(2, estimate.notesToDo());
      assertEquals(2 * 3 * 512 / 16_000.0, estimate.soundSeconds(), 1e-9);
      assertFalse(Files.exists(out));
      List<String> encoded = new ArrayList<>();
      grid.encodeCorners((before, total, sound) -> encoded.add(sound));
      assertEquals(List.of(left.toString()), encoded);
      assertTrue(grid.render(rendering));
    }
    assertEquals(List.of("made g_x0_y0-060-100.wav", "made g_x1_y0-060-100.wav"), told());
    assertTrue(Files.exists(out.resolve("manifest.csv")) && Files.exists(out.resolve("g.sfz")));
    Path note = out.resolve("wav").resolve("g_x1_y0-060-100.wav");
    Files.writeString(note, "changed");
    try (RenderGrid grid = new RenderGrid(model, grid(left, right, false))) {
      grid.encodeCorners((before, total, sound) -> {});
      assertFalse(grid.render(rendering), "one is in the way");
    }
    assertEquals(List.of("done g_x0_y0-060-100.wav", "failed g_x1_y0-060-100.wav"), told());
    try (RenderGrid grid = new RenderGrid(model, grid(left, right, true))) {
      grid.encodeCorners((before, total, sound) -> {});
      assertTrue(grid.render(rendering));
    }
  }

  @Test
  void aCornerThatCannotBeReadStopsTheGridBeforeItBegins() throws IOException {
    Path left = Files.writeString(dir.resolve("left.wav"), "no sound");
    Path right = Fixtures.embedding(dir.resolve("right.npy"), 3, 16);
    assertThrows(
        BadDataException.class, () -> new RenderGrid(model, grid(left, right, false)).close());
    assertFalse(Files.exists(out));
  }

  @Test
  void mixturesAreSumsOrCrossfades() throws IOException {
    Path a = Fixtures.embedding(dir.resolve("a.npy"), 2, 16);
    Path b = Fixtures.embedding(dir.resolve("b.npy"), 3, 16);
    Path target = dir.resolve("mixed.npy");
    List<MixEmbeddings.Term> terms =
        List.of(new MixEmbeddings.Term(a, 0.25), new MixEmbeddings.Term(b, null));
    MixEmbeddings.Mixture mixture =
        MixEmbeddings.run(
            model,
            new MixEmbeddings.Settings(
                terms, null, TimeShape.NONE, PitchSettings.of(60), target, false, Marking.NONE),
            told::add);
    assertArrayEquals(new double[] {0.25, 0.75}, mixture.weights());
    assertEquals(EmbeddingFile.read(target), mixture.embedding());
    assertEquals(1, told.size());
    List<MixEmbeddings.Term> plain =
        List.of(new MixEmbeddings.Term(a, null), new MixEmbeddings.Term(b, null));
    MixEmbeddings.Settings late =
        new MixEmbeddings.Settings(
            plain,
            new MixEmbeddings.Crossfade(TimeLength.parse("1frame"), TimeLength.parse("2frames")),
            TimeShape.NONE,
            PitchSettings.OWN,
            target,
            true,
            Marking.NONE);
    Embedding faded = MixEmbeddings.run(model, late, told::add).embedding();
    assertEquals(EmbeddingFile.read(a).value(0, 3), faded.value(0, 3));
    MixEmbeddings.Crossfade back =
        new MixEmbeddings.Crossfade(TimeLength.parse("2s"), TimeLength.parse("1s"));
    assertThrows(
        BadSettingException.class,
        () ->
            MixEmbeddings.run(
                model,
                new MixEmbeddings.Settings(
                    plain, back, TimeShape.NONE, PitchSettings.OWN, target, true, Marking.NONE),
                told::add));
    assertThrows(
        BadSettingException.class,
        () ->
            new MixEmbeddings.Settings(
                terms, back, TimeShape.NONE, PitchSettings.OWN, target, true, Marking.NONE));
    assertThrows(
        BadSettingException.class,
        () ->
            new MixEmbeddings.Settings(
                terms,
                null,
                TimeShape.NONE,
                PitchSettings.OWN,
                dir.resolve("x"),
                true,
                Marking.NONE));
  }

  @Test
  void notesAreInspectedToTheDepthAskedFor() throws IOException {
    List<Note> notes = new ArrayList<>();
    notes.add(Note.of(Fixtures.note(dir.resolve("flute_acoustic_001-060-100.wav"), 60, 0.5)));
    notes.add(Note.of(Files.writeString(dir.resolve("bad.wav"), "no sound")));
    InspectNotes.Listener listener =
        new InspectNotes.Listener() {
          @Override
          public void read(long done, long total, String name) {
            told.add(done + " of " + total + ": " + name);
          }

          @Override
          public void unreadable(String sentence) {
            told.add(sentence);
          }
        };
    InspectNotes.Result labels = InspectNotes.run(notes, InspectNotes.Depth.LABELS, 2, listener);
    assertEquals(List.of(), told);
    assertEquals(2, labels.statistics().all().notes());
    InspectNotes.Result tuning = InspectNotes.run(notes, InspectNotes.Depth.TUNING, 2, listener);
    assertEquals(1, tuning.unreadable());
    assertEquals(3, told.size());
    InspectReport report = new InspectReport(tuning.statistics(), tuning.unreadable());
    assertTrue(report.text().startsWith("2 notes of 1 instrument, 0:01 long; 1 could not"));
    assertEquals(1, report.json().get("unreadable").asInt());
    assertEquals(1, report.json().at("/pitchHeard/asLabelled").asInt());
    assertTrue(InspectPicture.of(tuning.statistics()).getWidth() > 100);
    assertFalse(new InspectReport(labels.statistics(), 0).json().has("pitchHeard"));
  }

  @Test
  void clocksShowHoursWhereThereAreSome() {
    assertEquals("0:00", Clock.text(0.4));
    assertEquals("1:05", Clock.text(65));
    assertEquals("1:00:00", Clock.text(3599.6));
  }
}
