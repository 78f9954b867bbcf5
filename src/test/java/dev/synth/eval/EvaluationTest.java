package dev.synth.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.synth.audio.AudioClip;
import dev.synth.dataset.Note;
import dev.synth.io.BadDataException;
import dev.synth.io.WorkFailedException;
import dev.synth.model.SavedModel;
import dev.synth.models.wavenet.WaveNetPresets;
import dev.synth.testing.Notes;
import dev.synth.testing.RandomModels;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  private static final EvaluationPlan PLAN = new EvaluationPlan(0.1, 0.5, 1, 0, 1);

  private final SavedModel model = RandomModels.model(WaveNetPresets.tiny(), 1);
  private final List<String> problems = new ArrayList<>();

  private EvaluationResult evaluate(List<Note> notes) throws Exception {
    return new Evaluation(model, PLAN, problems::add, (done, total, what) -> {})
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
}
