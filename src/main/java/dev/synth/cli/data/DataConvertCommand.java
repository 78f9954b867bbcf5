package dev.synth.cli.data;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.audio.WavFile;
import dev.synth.cli.BuildVersion;
import dev.synth.cli.ExitCodes;
import dev.synth.cli.Progress;
import dev.synth.cli.option.NoteOptions;
import dev.synth.cli.option.Verbosity;
import dev.synth.dataset.Note;
import dev.synth.dataset.NsynthFormat;
import dev.synth.dataset.convert.Conversion;
import dev.synth.io.text.Counted;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code synth data convert}: notes of any form into one of NSynth's two. */
@Command(
    name = "convert",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    header = "Convert notes of any form into TFRecord files or an NSynth folder.",
    description = {
      "",
      "SOURCE is an NSynth folder (examples.json and audio/), a TFRecord file or the name of its"
          + " shards, a folder of sounds, sounds (WAV, AIFF, FLAC, Ogg Vorbis, MP3), or a .txt list of these. OUT is a TFRecord"
          + " file where .tfrecord is in its name, gzipped where it ends in .gz; else it is a"
          + " folder.",
      "",
      "Labels are kept, and samples too: WAVs are written with 16 bits where these hold every"
          + " sample, else with floats. Sound of another rate than --rate is resampled, and"
          + " counted. The same command resumes a run that was cut short.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  A folder as ten TFRecord files, train.tfrecord-00000-of-00010 and so on:",
      "    synth data convert nsynth-train -o train.tfrecord --shards 10",
      "  The flutes of a TFRecord file as WAVs:",
      "    synth data convert nsynth-valid.tfrecord -o flutes --family flute",
      ""
    })
public final class DataConvertCommand implements Callable<Integer> {
  private static final int SHARDS_MAX = 99_999;

  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "SOURCE", description = "Notes to convert.")
  private List<Path> sources;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "OUT",
      description = "TFRecord file, or folder, to make.")
  private Path output;

  @Option(
      names = "--shards",
      paramLabel = "N",
      defaultValue = "1",
      description = "Spread a TFRecord file over N (default: ${DEFAULT-VALUE}).")
  private int shards;

  @Option(
      names = "--rate",
      paramLabel = "HZ",
      defaultValue = "" + NsynthFormat.SAMPLE_RATE_HZ,
      description =
          "Sample rate to write (default: ${DEFAULT-VALUE}, which readers of NSynth expect).")
  private int rateHz;

  @Mixin private NoteOptions wanted;

  @Option(
      names = {"-f", "--force"},
      description = "Overwrite what is at OUT.")
  private boolean force;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  @Mixin private Verbosity verbosity;

  @Override
  public Integer call() throws IOException {
    if (shards < 1 || shards > SHARDS_MAX) {
      throw usage("--shards: must be from 1 to " + SHARDS_MAX + ", not " + shards);
    }
    if (shards > 1 && !Conversion.isTfRecord(output)) {
      throw usage("--shards is for TFRecord files; name OUT with .tfrecord in it");
    }
    if (rateHz < WavFile.MIN_RATE_HZ || rateHz > WavFile.MAX_RATE_HZ) {
      throw usage(
          "--rate: must be from "
              + WavFile.MIN_RATE_HZ
              + " to "
              + WavFile.MAX_RATE_HZ
              + ", not "
              + rateHz);
    }
    long start = System.nanoTime();
    List<Note> notes = wanted.openGood(sources, this::warn, verbosity.quiet());
    Conversion.Result result =
        convert(spec, "converting", notes, output, shards, rateHz, force, verbosity);
    print(result, (System.nanoTime() - start) / 1e9);
    return result.leftOut() == 0 ? wanted.exitCode() : ExitCodes.BAD_DATA;
  }

  /**
   * Converts, to each note's own rate where {@code rateHz} is 0; notes that are left out go to
   * standard error.
   */
  static Conversion.Result convert(
      CommandSpec spec,
      String title,
      List<Note> notes,
      Path output,
      int shards,
      int rateHz,
      boolean force,
      Verbosity verbosity)
      throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    try (Progress bar = new Progress(err, title, verbosity.quiet())) {
      Consumer<String> problems =
          problem -> {
            bar.clear();
            err.println("synth: " + ExitCodes.asSentence(problem));
          };
      return new Conversion(notes, output, shards, rateHz, force, problems, bar::update).run();
    }
  }

  private ParameterException usage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence + ".");
  }

  private void warn(String problem) {
    if (!verbosity.quiet()) {
      spec.commandLine().getErr().println("synth: " + ExitCodes.asSentence(problem));
    }
  }

  private void print(Conversion.Result result, double seconds) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ObjectMapper mapper = new ObjectMapper();
      ObjectNode root = mapper.createObjectNode().put("output", output.toString());
      root.put("form", Conversion.isTfRecord(output) ? "tfrecord" : "folder");
      ArrayNode files = root.putArray("files");
      result.files().forEach(file -> files.add(file.toString()));
      root.put("notes", result.notes());
      root.put("takenOver", result.takenOver());
      root.put("leftOut", result.leftOut());
      root.put("sampleRateHz", rateHz).put("resampled", result.resampled());
      root.put("elapsedSeconds", seconds);
      out.println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root));
      return;
    }
    if (verbosity.quiet()) {
      return;
    }
    int shown = result.files().size();
    long bytes = 0;
    for (Path file : result.files()) {
      bytes += Files.isRegularFile(file) ? Files.size(file) : 0;
    }
    out.printf(
        Locale.ROOT,
        "%s: %s%s%s%s%s%s, in %.1f s%n",
        output,
        Counted.of(result.notes(), "note"),
        shown > 1 ? " in " + shown + " files" : "",
        bytes > 0 ? String.format(Locale.ROOT, ", %,.1f MB", bytes / 1e6) : "",
        result.takenOver() > 0 ? ", " + result.takenOver() + " of them from an earlier run" : "",
        result.resampled() > 0 ? ", " + result.resampled() + " resampled to " + rateHz + " Hz" : "",
        result.leftOut() > 0 ? ", " + result.leftOut() + " left out" : "",
        seconds);
  }
}
