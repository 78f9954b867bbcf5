package dev.synth.cli.score;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.app.score.ScoreFacts;
import dev.synth.app.score.ScorePicture;
import dev.synth.app.score.ScoreReport;
import dev.synth.cli.BuildVersion;
import dev.synth.cli.InputLoop;
import dev.synth.cli.option.Verbosity;
import dev.synth.io.Outputs;
import dev.synth.io.text.Printable;
import dev.synth.plot.Fonts;
import dev.synth.plot.Pictures;
import dev.synth.score.ReadScore;
import dev.synth.score.file.ScoreFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code synth score inspect}. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    header = "Say what is in MIDI files and ABC tunes.",
    description = {
      "",
      "Length, meter, tempo, the key that is written and the key that the notes tell, parts, chords,"
          + " phrases, how far notes are from the grid, and what of the file was not as it should be"
          + " and was mended. A file of more than four tunes is told as a table, a * behind keys that"
          + " differ from the written ones; --long tells all of each.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  synth score inspect song.mid -o song.png",
      "  A book of tunes, one line each:",
      "    synth score inspect tunes.abc",
      ""
    })
public final class ScoreInspectCommand implements Callable<Integer> {
  private static final int BLOCKS_MAX = 4;
  private static final int PICTURES_MAX = 24;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Standard MIDI files, and files of tunes in ABC notation.")
  private List<Path> files;

  @Option(names = "--long", description = "Tell all of each tune, however many there are.")
  private boolean inFull;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE.png",
      description = "Draw piano rolls, too: of the first 24 tunes, one above the other.")
  private Path picture;

  @Option(
      names = {"-f", "--force"},
      description = "Overwrite FILE.png.")
  private boolean force;

  @Option(names = "--json", description = "Print the results as JSON.")
  private boolean json;

  @Mixin private Verbosity verbosity;

  private final List<BufferedImage> pictures = new ArrayList<>();
  private int undrawn;

  @Override
  public Integer call() throws IOException {
    if (picture != null) {
      Outputs.check(picture, force);
      if (!verbosity.quiet()) {
        Fonts.problem().ifPresent(this::warn);
      }
    }
    try (InputLoop loop = new InputLoop(spec.commandLine(), json)) {
      loop.forEach(files, this::inspect);
      if (!pictures.isEmpty()) {
        Pictures.write(picture, ScorePicture.above(pictures), force);
      }
      if (undrawn > 0 && !verbosity.quiet()) {
        warn(undrawn + " more tunes were not drawn.");
      }
      return loop.finish();
    }
  }

  private void warn(String text) {
    spec.commandLine().getErr().println("synth: " + text);
  }

  private String inspect(Path given, ObjectNode node) throws IOException {
    List<ReadScore> scores = ScoreFile.read(given);
    ArrayNode tunes = node.putArray("tunes");
    List<String> lines = new ArrayList<>();
    lines.add(Printable.line(given + (scores.size() > 1 ? ": " + scores.size() + " tunes" : "")));
    boolean rows = scores.size() > BLOCKS_MAX && !inFull;
    if (rows) {
      lines.add(ScoreReport.heading());
    }
    for (ReadScore score : scores) {
      ScoreFacts facts = ScoreFacts.of(score);
      ScoreReport report = new ScoreReport(facts);
      report.fill(tunes.addObject());
      if (rows) {
        lines.add(report.row());
      } else {
        lines.addAll(report.lines());
      }
      draw(facts);
    }
    if (rows) {
      long mended = scores.stream().mapToLong(score -> score.mended().size()).sum();
      if (mended > 0) {
        lines.add(mended + " places were mended; --long tells which.");
      }
    }
    return verbosity.quiet() ? null : String.join(System.lineSeparator(), lines);
  }

  private void draw(ScoreFacts facts) {
    if (picture == null) {
      return;
    }
    if (pictures.size() == PICTURES_MAX) {
      undrawn++;
      return;
    }
    pictures.add(ScorePicture.of(facts.score(), facts.title()));
  }
}
