package dev.synth.cli.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.cli.BuildVersion;
import dev.synth.cli.InputLoop;
import dev.synth.cli.Progress;
import dev.synth.cli.option.Verbosity;
import dev.synth.io.text.Counted;
import dev.synth.io.text.Printable;
import dev.synth.train.LossUnit;
import dev.synth.train.run.RunFolder;
import dev.synth.train.run.RunSettings;
import dev.synth.train.run.RunSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code synth runs show}. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    header = "What a run is, where it stands, and what happened on the way.",
    footerHeading = "%nExamples:%n",
    footer = {"  synth runs show runs/small", "  synth runs show runs/small --json", ""})
public final class RunsShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "RUN", description = "Folders of runs.")
  private List<Path> runs;

  @Option(names = "--json", description = "Print the results as JSON.")
  private boolean json;

  @Mixin private Verbosity verbosity;

  @Override
  public Integer call() throws IOException {
    try (InputLoop loop = new InputLoop(spec.commandLine(), json)) {
      loop.forEach(runs, this::show);
      return loop.finish();
    }
  }

  private String show(Path path, ObjectNode result) throws IOException {
    RunSummary run = RunSummary.of(path);
    RunsListCommand.tellProblem(spec.commandLine(), run);
    result.put("status", run.status()).put("step", run.step()).put("steps", run.steps());
    put(result, "seconds", run.seconds());
    result.putObject("settings").setAll(run.settings().values());
    result.set("environment", run.configuration().path("environment"));
    result.set("best", run.best());
    List<JsonNode> measured = run.lines("measured");
    result.set("last", measured.isEmpty() ? null : measured.get(measured.size() - 1));
    List<JsonNode> train = run.lines("train");
    result.set("speed", train.isEmpty() ? null : train.get(train.size() - 1));
    result.put("resumed", run.lines("resume").size());
    result.put("rollbacks", run.lines("rollback").size());
    run.lines("warning").forEach(result.withArray("warnings")::add);
    return text(path, run);
  }

  /** Puts a number; JSON has no NaN, so that is null. */
  static void put(ObjectNode result, String name, double value) {
    result.put(name, Double.isFinite(value) ? (Double) value : null);
  }

  private static String text(Path path, RunSummary run) {
    StringBuilder text = new StringBuilder();
    line(text, "%s: %s, step %,d of %,d", path, run.status(), run.step(), run.steps());
    if (!Double.isNaN(run.seconds())) {
      line(
          text,
          "  trained for %s, resumed %s, %,.0f samples/s, %.0f %% of peak, %.1f %% of the time"
              + " waiting for data, %.1f GB",
          Progress.clock(run.seconds()),
          Counted.of(run.lines("resume").size(), "time"),
          run.last("train", "samplesPerSecond"),
          100 * run.last("train", "peakShare"),
          100 * run.last("train", "loadShare"),
          run.last("train", "memoryMb") / 1e3);
    }
    for (JsonNode rollback : run.lines("rollback")) {
      line(
          text,
          "  the loss exploded at step %d; gone back to step %d",
          rollback.path("from").asLong(),
          rollback.path("step").asLong());
    }
    for (JsonNode warning : run.lines("warning")) {
      line(text, "  warning: %s", warning.path("text").asText());
    }
    measurement(text, "last measured", run.unit(), last(run));
    measurement(text, "best measured", run.unit(), run.best());
    line(text, "  model: %s", path.resolve(RunFolder.MODEL));
    run.settings().values().forEach((name, value) -> setting(text, name, value));
    run.configuration()
        .path("environment")
        .properties()
        .forEach(s -> line(text, "    %s: %s", s.getKey(), s.getValue().asText()));
    return text.toString().stripTrailing();
  }

  private static void setting(StringBuilder text, String name, JsonNode value) {
    String flag = RunSettings.isSetting(name) ? "--" + name : name;
    line(text, "    %s%s", flag, value.isObject() ? "" : " " + RunSettings.text(value));
    if (value.isObject()) {
      value
          .properties()
          .forEach(
              size -> line(text, "      %s %s", size.getKey(), RunSettings.text(size.getValue())));
    }
  }

  private static JsonNode last(RunSummary run) {
    List<JsonNode> measured = run.lines("measured");
    return measured.isEmpty() ? null : measured.get(measured.size() - 1);
  }

  private static void measurement(StringBuilder text, String what, LossUnit unit, JsonNode line) {
    if (line == null || !line.path(unit.key("heldOut")).isNumber()) {
      return;
    }
    long step = line.path("step").asLong();
    double train = line.path(unit.key("train")).asDouble();
    double heldOut = line.path(unit.key("heldOut")).asDouble();
    if (unit == LossUnit.NATS) {
      line(
          text,
          "  %s at step %,d: train %.3f nats, held out %.3f nats (%.3f bits) per sample, %.1f %%"
              + " accuracy",
          what,
          step,
          train,
          heldOut,
          line.path("heldOutBits").asDouble(),
          100 * line.path("accuracy").asDouble());
    } else {
      line(text, "  %s at step %,d: train %.4g, held out %.4g", what, step, train, heldOut);
    }
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(Printable.line(String.format(Locale.ROOT, format, values)))
        .append(System.lineSeparator());
  }
}
