package dev.synth.app.compose;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.compose.plan.Plan;
import dev.synth.compose.style.Copying;
import dev.synth.compose.style.Grid;
import dev.synth.compose.style.Style;
import dev.synth.compose.style.TuneNote;

/** What a piece's melody has in common with its style's tunes, as JSON. */
final class CopyReport {
  private static final double DECIMALS = 1000;

  private CopyReport() {}

  static ObjectNode of(Plan plan, Style style) {
    Copying copying = new Copying(style);
    ObjectNode report = new ObjectMapper().createObjectNode();
    Copying.Run run = copying.longest(plan.notes());
    ObjectNode longest = report.putObject("longestRun");
    longest.put("notes", run.notes());
    if (plan.givenTitle() == null) {
      longest.put("mostAllowed", style.settings().mostCopiedNotes());
    }
    if (run.notes() > 0) {
      longest.put("seconds", rounded(seconds(plan, run)));
      longest.put("bar", run.start() / plan.frame().barTicks() + 1);
      longest.put("title", run.title()).put("tuneBar", run.bar());
    }
    ObjectNode shares = report.putObject("shareOfRuns");
    ObjectNode people = report.putObject("shareAmongTunes");
    for (int notes : Copying.RUN_NOTES) {
      shares.put(notes + " notes", rounded(copying.share(plan.notes(), notes)));
      people.put(notes + " notes", rounded(copying.baseline(notes)));
    }
    ArrayNode nearest = report.putArray("nearestBars");
    for (Copying.Nearest near :
        copying.nearest(plan.notes(), plan.frame().barTicks(), plan.bars())) {
      ObjectNode node = nearest.addObject();
      node.put("bars", near.bar() + " to " + (near.bar() + 1)).put("title", near.title());
      node.put("tuneBar", near.tuneBar()).put("likeness", rounded(near.likeness()));
    }
    return report;
  }

  private static double seconds(Plan plan, Copying.Run run) {
    int first = 0;
    while (plan.notes().get(first).startTicks() != run.start()) {
      first++;
    }
    TuneNote last = plan.notes().get(first + run.notes() - 1);
    double quarters = (double) (last.endTicks() - run.start()) / Grid.TICKS_PER_QUARTER;
    return quarters * 60 / plan.frame().quartersPerMinute();
  }

  private static double rounded(double value) {
    return Math.rint(value * DECIMALS) / DECIMALS;
  }
}
