package dev.synth.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioClip;
import dev.synth.dataset.Labels;
import dev.synth.dataset.Note;
import dev.synth.io.BadDataException;
import dev.synth.io.WorkFailedException;
import dev.synth.model.SavedModel;
import dev.synth.models.spectral.SpectralSpec;
import dev.synth.models.wavenet.WaveNetPresets;
import dev.synth.testing.InstantModels;
import dev.synth.testing.Notes;
import dev.synth.testing.RandomModels;
import dev.synth.testing.SpectralModels;
import dev.synth.testing.Tones;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  private static final EvaluationPlan PLAN = new EvaluationPlan(0.1, 0.5, 1, 0, 1);

  private final SavedModel model = RandomModels.model(WaveNetPresets.tiny(), 1);
  private final List<String> problems = new ArrayList<>();

  private EvaluationResult evaluate(List<Note> notes) throws Exception {
    return new Evaluation(
            NamedModel.of(List.of(Path.of("m")), List.of(model)),
            PLAN,
            problems::add,
            (done, total, what) -> {})
        .run(notes, List.of());
  }

  @Test
  void aSoundThatDoesNotFitTheMemoryIsLeftOutAsAnUnreadableOneIs() throws Exception {
    Note good = Notes.of("good", () -> new AudioClip(new float[2_000], 16_000));
    Note damaged =
        Notes.of(
            "damaged",
            () -> {
              throw new BadDataException("damaged: is damaged.");
            });
    Note huge =
        Notes.of(
            "huge",
            () -> {
              throw new WorkFailedException("huge: is too long.");
            });
    EvaluationResult result = evaluate(List.of(huge, good, damaged));
    assertEquals(1, result.notes().size());
    assertEquals(2, problems.size(), problems.toString());
    assertTrue(problems.contains("huge: is too long. The note is left out."), problems.toString());
    assertThrows(BadDataException.class, () -> evaluate(List.of(huge, damaged)));
  }

  private EvaluationResult evaluate(List<Note> notes, SavedModel... models) throws Exception {
    List<Path> files = List.of(Path.of("a.safetensors"), Path.of("b.safetensors"));
    List<NamedModel> named = NamedModel.of(files, List.of(models));
    try (Evaluation evaluation =
        new Evaluation(named, PLAN, problems::add, (done, total, what) -> {})) {
      return evaluation.run(notes, List.of());
    }
  }

  /** A note that is labelled A3, since an instant model plays no note without a pitch. */
  private static Note pitched(String name, Notes.Reader sound) {
    Note note = Notes.of(name, sound);
    return new Note(name, note.id(), note.audio(), Labels.parse("x_acoustic_000-057-100"));
  }

  @Test
  void aNoteThatOneModelCannotDoIsLeftOutOfAll() throws Exception {
    SavedModel fine = RandomModels.model(RandomModels.specs().get(1), 1);
    SavedModel instant = InstantModels.model(16_000, 1);
    Note good = pitched("good", () -> new AudioClip(Tones.sine(440, 0.3, 2_000), 16_000));
    Note brief = pitched("brief", () -> new AudioClip(Tones.sine(440, 0.3, 100), 16_000));
    assertEquals(2, evaluate(List.of(good, brief), fine, fine).notes().size());
    assertEquals(List.of(), problems);
    EvaluationResult both = evaluate(List.of(good, brief), fine, instant);
    assertEquals(1, both.notes().size());
    assertEquals(
        List.of("brief: is shorter than a frame of the model b. It is left out."), problems);
    assertEquals(List.of(0), both.scored());
    problems.clear();
    Map<String, float[]> broken = new LinkedHashMap<>(instant.tensors());
    broken.replaceAll(
        (name, values) -> {
          float[] changed = values.clone();
          Arrays.fill(changed, name.startsWith("decoder") ? Float.NaN : 0);
          return changed;
        });
    SavedModel silent = new SavedModel(instant.spec(), "broken", instant.provenance(), broken);
    assertThrows(BadDataException.class, () -> evaluate(List.of(good), fine, silent));
    assertTrue(
        problems.get(0).startsWith("good: the model b cannot play it: the model's output is not"),
        problems.toString());
  }

  /** A spectral model's frames are as long as notes. */
  @Test
  void aNoteThatIsNoWholeFrameIsMeasured() throws Exception {
    SavedModel spectral =
        SpectralModels.model(new SpectralSpec(16_000, 128, 64, 3_840, 3, 5, 4, 2), 1);
    Note good = pitched("good", () -> new AudioClip(Tones.sine(220, 0.3, 2_000), 16_000));
    Note brief = pitched("brief", () -> new AudioClip(Tones.sine(220, 0.3, 1_599), 16_000));
    assertEquals(1, evaluate(List.of(good, brief), model, spectral).notes().size());
    assertEquals(
        List.of("brief: is shorter than a frame of the model b. It is left out."), problems);
  }

  /** Sound of 48 kHz that a 16 kHz sound is resampled to has nothing above 8 kHz. */
  @Test
  void soundsAreComparedAtOneRateAndAtAModelsOwnWhereTheOriginalHasIt() throws Exception {
    Note high = pitched("high", () -> new AudioClip(Tones.noise(0.1, 4_800, 1), 48_000));
    Note low = pitched("low", () -> new AudioClip(Tones.noise(0.1, 1_600, 1), 16_000));
    EvaluationResult result = evaluate(List.of(high, low), model, InstantModels.model(48_000, 1));
    assertEquals(16_000, result.format().sampleRateHz());
    ReconstructionMethod instant = ReconstructionMethod.model("b");
    assertTrue(result.notes().get(0).way(instant).ownRateLogMelDb() > 0);
    assertTrue(Double.isNaN(result.notes().get(1).way(instant).ownRateLogMelDb()));
    assertTrue(Double.isNaN(result.notes().get(0).models().get(1).nats()));
    for (NoteScores note : result.notes()) {
      assertEquals(1_600, note.samples());
      assertEquals(4_800, note.models().get(1).samples());
      assertEquals(0, note.way(ReconstructionMethod.ORIGINAL).logMelDb());
    }
    // The other model's figures are those that it has alone.
    assertEquals(
        evaluate(List.of(high, low))
            .notes()
            .get(0)
            .way(ReconstructionMethod.model("model"))
            .logMelDb(),
        result.notes().get(0).way(ReconstructionMethod.model("a")).logMelDb());
    assertEquals(48_000, result.examples().notes().get(0).original().sampleRateHz());
  }

  @Test
  void modelsHaveNamesOfTheirOwn() {
    List<Path> files =
        List.of(
            Path.of("runs/a/model.safetensors"),
            Path.of("x/original.safetensors"),
            Path.of("y/a.safetensors"));
    assertEquals(
        List.of("a", "original (2)", "a (2)"),
        NamedModel.of(files, List.of(model, model, model)).stream().map(NamedModel::name).toList());
  }
}
