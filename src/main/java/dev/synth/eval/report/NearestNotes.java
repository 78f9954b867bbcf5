package dev.synth.eval.report;

import dev.synth.eval.EvaluationResult;
import dev.synth.eval.Metric;
import dev.synth.eval.NamedModel;
import java.util.List;
import java.util.Locale;

/** How near models come to their training notes, of those whose notes are known. */
final class NearestNotes {
  private NearestNotes() {}

  static void write(EvaluationResult result, MarkdownText page) {
    List<NamedModel> models = result.models();
    if (models.stream().noneMatch(model -> model.trained().isPresent())) {
      return;
    }
    page.head(
        "Nearest training notes",
        "",
        "training notes",
        "originals, distance",
        "reconstructions, distance",
        "reconstructions nearer than the originals, %");
    for (int m = 0; m < models.size(); m++) {
      if (models.get(m).trained().isPresent()) {
        EvaluationResult.Memorisation found = result.memorisation(m);
        page.row(
            MarkdownText.escaped(models.get(m).name()),
            String.format(Locale.ROOT, "%,d", models.get(m).trained().get().notes().size()),
            Metric.format("%.3f", found.originals()),
            Metric.format("%.3f", found.reconstructions()),
            Metric.percent(found.nearer()));
      }
    }
    page.line("");
    page.line(
        "Distances are to the nearest training note, their medians over the notes; 0 is a copy. The"
            + " share is of the reconstructions that are nearer to a training note than half of the"
            + " originals are: far more than 50 %% means that a model plays what it was trained on"
            + " in place of what it is given.");
  }
}
