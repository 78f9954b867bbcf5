package dev.synth.cli.data;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.io.text.Counted;
import dev.synth.midi.RenderPlan;
import dev.synth.midi.RenderReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** What a rendering made, as it is printed. */
record RenderTable(Path output, RenderReport report, RenderPlan plan, double elapsedSeconds) {
  private static final int LISTED_MAX = 50;

  void printJson(PrintWriter out) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.put("folder", output.toString());
    root.put("soundfont", report.soundfont());
    root.put("notes", report.written().size()).put("takenOver", report.takenOver());
    root.put("noteSeconds", plan.seconds()).put("sampleRateHz", plan.rateHz());
    root.put("gainDb", plan.gainDb());
    ArrayNode silent = root.putArray("silent");
    report.silent().forEach(silent::add);
    ArrayNode scaled = root.putArray("scaled");
    report
        .scaled()
        .forEach(note -> scaled.addObject().put("name", note.name()).put("db", note.changeDb()));
    root.put("elapsedSeconds", elapsedSeconds);
    out.println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root));
  }

  void print(PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%s: %s of %s s from %s%s, in %.1f s%n",
        output,
        Counted.of(report.written().size(), "note"),
        plan.seconds() == Math.rint(plan.seconds())
            ? String.valueOf((long) plan.seconds())
            : String.valueOf(plan.seconds()),
        report.soundfont(),
        report.takenOver() > 0 ? ", " + report.takenOver() + " of them from an earlier run" : "",
        elapsedSeconds);
    list(out, "Left out, silent in this soundfont", report.silent());
    list(
        out,
        "Turned down so as not to clip",
        report.scaled().stream()
            .map(note -> String.format(Locale.ROOT, "%s  %.1f dB", note.name(), note.changeDb()))
            .toList());
  }

  private static void list(PrintWriter out, String title, List<String> names) {
    if (names.isEmpty()) {
      return;
    }
    out.printf(Locale.ROOT, "%s (%d):%n", title, names.size());
    names.stream().limit(LISTED_MAX).forEach(name -> out.println("  " + name));
    if (names.size() > LISTED_MAX) {
      out.printf(Locale.ROOT, "  and %d more; --json names all.%n", names.size() - LISTED_MAX);
    }
  }
}
