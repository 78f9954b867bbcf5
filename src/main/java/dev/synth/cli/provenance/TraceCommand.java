package dev.synth.cli.provenance;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.app.trace.Neighbours;
import dev.synth.app.trace.NoteIndexes;
import dev.synth.app.trace.TraceFile;
import dev.synth.cli.BuildVersion;
import dev.synth.cli.ExitCodes;
import dev.synth.cli.InputLoop;
import dev.synth.cli.option.Verbosity;
import dev.synth.dsp.watermark.MarkReading;
import dev.synth.dsp.watermark.Watermark;
import dev.synth.io.BadDataException;
import dev.synth.io.Outputs;
import dev.synth.io.text.Printable;
import dev.synth.model.ModelFiles;
import dev.synth.plot.Pictures;
import dev.synth.provenance.Marking;
import dev.synth.provenance.c2pa.CredentialsReport;
import dev.synth.provenance.key.Certificates;
import dev.synth.provenance.key.Credentials;
import dev.synth.provenance.sources.TrainingNotes;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code synth trace}. */
@Command(
    name = "trace",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    header = "Tell who made a file, and from what.",
    description = {
      "",
      "What the file says in plain text, its content credentials and whether they hold, whether the"
          + " watermark is in the sound, and the line about it in a ledger. That nothing is found"
          + " does not mean that a sound was recorded: sounds of other programs have no such mark,"
          + " a conversion takes fields and credentials away, and some take the mark, too.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:each file tells where it is from, and its credentials hold",
      "3:nothing was found in a file",
      "4:the content credentials of a file do not hold",
      "65, 66:a file cannot be read, or is not there"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  synth trace synth-demo/morph_1.wav",
      "  A sound with a watermark that was converted, and the folder where it was made:",
      "    synth trace morph.mp3 --ledger synth-demo",
      ""
    })
public final class TraceCommand implements Callable<Integer> {
  private static final int NOT_FOUND = 3;
  private static final int BROKEN = 4;
  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Sounds and embeddings.")
  private List<Path> files;

  @Option(
      names = "--mark-key",
      paramLabel = "FILE",
      description = "Look for marks of this key (default: the key that everyone has).")
  private Path markKey;

  @Option(
      names = "--ledger",
      paramLabel = "DIR",
      description =
          "Look in the ledger of this folder, too; those of the file's own folder and of the ones"
              + " above are looked into anyway. May be given several times.")
  private List<Path> ledgers = List.of();

  @Option(
      names = "--trust",
      paramLabel = "PEM",
      description =
          "Trust signers whose certificates these are or lead to, besides your own. May be given"
              + " several times.")
  private List<Path> trusted = List.of();

  @Option(
      names = {"-m", "--model"},
      paramLabel = "MODEL",
      description =
          "Compare sounds with the training notes of this model, of which there must be an index"
              + " (default: of the model that a file says it was made with).")
  private Path model;

  @Option(
      names = "--picture",
      paramLabel = "FILE.png",
      description = "Draw the sound beside its nearest training notes; for one FILE.")
  private Path picture;

  @Option(
      names = {"-f", "--force"},
      description = "Overwrite FILE.png.")
  private boolean force;

  @Option(names = "--json", description = "Print the results as JSON.")
  private boolean json;

  @Mixin private Verbosity verbosity;

  @Override
  public Integer call() throws IOException {
    List<X509Certificate> anchors = new ArrayList<>();
    if (Credentials.exist(Credentials.folder())) {
      anchors.addAll(Certificates.readPem(Credentials.folder().resolve("chain.pem")));
    }
    for (Path file : trusted) {
      anchors.addAll(Certificates.readPem(file));
    }
    byte[] key = markKey == null ? Marking.publicKey() : MarkOptions.key(markKey);
    Path chosen = model == null ? null : Neighbours.checked(ModelFiles.of(model));
    TraceFile.Settings settings =
        new TraceFile.Settings(anchors, key, ledgers, chosen, new NoteIndexes());
    if (picture != null && files.size() > 1) {
      throw new ParameterException(spec.commandLine(), "--picture is of one file.");
    }
    if (picture != null) {
      Outputs.check(picture, force);
    }
    boolean[] seen = new boolean[2];
    try (InputLoop loop = new InputLoop(spec.commandLine(), json)) {
      loop.forEach(
          files,
          (file, node) -> {
            TraceFile.Result result = TraceFile.of(file, settings);
            seen[0] |= !result.isFound();
            seen[1] |= result.isBroken();
            fill(node, result);
            if (picture != null) {
              draw(file, result);
            }
            return text(file, result);
          });
      int code = loop.finish();
      return code != ExitCodes.OK ? code : seen[1] ? BROKEN : seen[0] ? NOT_FOUND : ExitCodes.OK;
    }
  }

  private void draw(Path file, TraceFile.Result result) throws IOException {
    Neighbours neighbours =
        result
            .neighbours()
            .orElseThrow(
                () ->
                    new BadDataException(
                        file
                            + ": no training notes are known to compare it with, so there is no"
                            + " picture; name a model with the setting 'model'."));
    Pictures.write(picture, neighbours.picture(), force);
  }

  private String text(Path file, TraceFile.Result result) {
    List<String> lines = new ArrayList<>();
    lines.add(Printable.line(file.toString()));
    String comment =
        result.fields().getOrDefault("ICMT", result.fields().getOrDefault("description", ""));
    lines.add(
        "  plain text: "
            + (comment.isEmpty() ? "says nothing of its origin" : Printable.line(comment)));
    if (!result.unreadable().isEmpty()) {
      lines.add("  content credentials: BROKEN: " + Printable.line(result.unreadable()));
    } else if (result.credentials().isEmpty()) {
      lines.add("  content credentials: none");
    } else {
      addCredentials(lines, result.credentials().get());
    }
    lines.add(
        "  watermark: "
            + result
                .mark()
                .map(TraceCommand::words)
                .orElse("not looked for: no sound, or shorter than 1 s"));
    lines.add("  ledger: " + result.line().map(TraceCommand::words).orElse("no line about it"));
    result.neighbours().ifPresent(neighbours -> addNeighbours(lines, neighbours));
    return String.join(System.lineSeparator(), lines);
  }

  private static void addNeighbours(List<String> lines, Neighbours neighbours) {
    lines.add(
        String.format(
            Locale.ROOT,
            "  nearest instruments among the %,d training notes of %s:",
            neighbours.notes().notes().size(),
            neighbours.model()));
    for (TrainingNotes.Nearest each : neighbours.nearest()) {
      String from =
          each.source().name()
              + (each.source().licence().isEmpty() ? "" : " (" + each.source().licence() + ")");
      lines.add(
          String.format(
              Locale.ROOT,
              "    %s, distance %.3f (%.0f %% of them are farther from every other instrument), %s",
              Printable.name(each.note().name()),
              each.distance(),
              100 * each.nearerThan(),
              Printable.line(from)));
    }
  }

  private static void addCredentials(List<String> lines, CredentialsReport report) {
    String who = Printable.line(report.signer());
    lines.add(
        report.holds()
            ? "  content credentials: hold; signed by "
                + who
                + (report.isTrusted()
                    ? ", whose certificate you trust"
                    : ", whom nobody here vouches for")
            : "  content credentials: BROKEN: "
                + Printable.line(String.join("; ", report.faults())));
    report.certificateFault().ifPresent(f -> lines.add("    but " + Printable.line(f)));
    for (CredentialsReport.Action action : report.actions()) {
      String type = action.sourceType().substring(action.sourceType().lastIndexOf('/') + 1);
      lines.add(
          "    "
              + Printable.line(
                  (action.when() + " " + action.name() + " " + type + " " + action.description())
                      .strip()));
    }
    report.ingredients().forEach(each -> lines.add("    from " + Printable.line(each)));
    new TreeMap<>(report.settings())
        .forEach((name, value) -> lines.add("    " + Printable.line(name + ": " + value)));
  }

  private static String words(MarkReading mark) {
    String answer =
        switch (mark.verdict()) {
          case MARKED -> "marked; bits " + HexFormat.of().toHexDigits(mark.payload());
          case UNCERTAIN -> "uncertain";
          case NOT_FOUND -> "not found, which says nothing about how the sound was made";
        };
    return String.format(
        Locale.ROOT,
        "%s (statistic %.1f, marked from %.1f on; computed odds of chance %.1g at %d places)",
        answer,
        mark.statistic(),
        mark.threshold(),
        mark.falseAlarm(),
        mark.tries());
  }

  private static String words(TraceFile.LedgerLine line) {
    String where = Printable.line(line.entry().output() + ", made in " + line.folder());
    return line.exact() ? where + ", unchanged" : where + ", of which this is a copy (watermark)";
  }

  private static void fill(ObjectNode node, TraceFile.Result result) {
    node.put("found", result.isFound()).put("broken", result.isBroken());
    node.set("fields", JSON.valueToTree(result.fields()));
    Optional<CredentialsReport> report = result.credentials();
    if (!result.unreadable().isEmpty()) {
      node.putObject("credentials").put("holds", false).putArray("faults").add(result.unreadable());
    } else if (report.isPresent()) {
      ObjectNode told = node.putObject("credentials");
      told.put("holds", report.get().holds()).put("trusted", report.get().isTrusted());
      told.set("faults", JSON.valueToTree(report.get().faults()));
      told.put("certificateFault", report.get().certificateFault().orElse(null));
      told.put("signer", report.get().signer()).put("organization", report.get().organization());
      told.put("fingerprint", report.get().fingerprint());
      told.put("algorithm", report.get().algorithm());
      told.put("generator", report.get().generator()).put("title", report.get().title());
      told.set("actions", JSON.valueToTree(report.get().actions()));
      told.set("ingredients", JSON.valueToTree(report.get().ingredients()));
      told.set("settings", JSON.valueToTree(report.get().settings()));
      told.put("earlierManifests", report.get().earlier());
    }
    result
        .mark()
        .ifPresent(
            mark -> {
              ObjectNode told = node.putObject("watermark");
              told.put("answer", mark.verdict().name().toLowerCase(Locale.ROOT));
              told.put("statistic", mark.statistic()).put("threshold", mark.threshold());
              told.put("falseAlarm", mark.falseAlarm()).put("places", mark.tries());
              if (mark.verdict() == MarkReading.Verdict.MARKED) {
                told.put("bits", HexFormat.of().toHexDigits(mark.payload()));
                told.put("bitCount", Watermark.PAYLOAD_BITS);
              }
            });
    result
        .neighbours()
        .ifPresent(
            neighbours -> {
              ObjectNode told = node.putObject("nearestTrainingNotes");
              told.put("model", neighbours.model());
              told.put("notes", neighbours.notes().notes().size());
              ArrayNode all = told.putArray("nearest");
              for (TrainingNotes.Nearest each : neighbours.nearest()) {
                all.addObject()
                    .put("note", each.note().name())
                    .put("instrument", each.note().instrument())
                    .put("source", each.source().name())
                    .put("licence", each.source().licence())
                    .put("distance", each.distance())
                    .put("nearerThan", each.nearerThan());
              }
            });
    result
        .line()
        .ifPresent(
            line -> {
              ObjectNode told = node.putObject("ledger");
              told.put("folder", line.folder().toString()).put("output", line.entry().output());
              told.put("unchanged", line.exact());
              told.set("settings", JSON.valueToTree(line.entry().made()));
            });
  }
}
