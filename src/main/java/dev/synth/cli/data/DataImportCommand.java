package dev.synth.cli.data;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.app.classify.FamilyByEar;
import dev.synth.cli.BuildVersion;
import dev.synth.cli.ExitCodes;
import dev.synth.cli.Progress;
import dev.synth.cli.option.Verbosity;
import dev.synth.dataset.Family;
import dev.synth.dataset.NoteNames;
import dev.synth.dataset.NsynthFormat;
import dev.synth.dataset.SoundSource;
import dev.synth.dataset.prepare.FamilyEar;
import dev.synth.dataset.prepare.ImportOptions;
import dev.synth.dataset.prepare.ImportReport;
import dev.synth.dataset.prepare.ImportedNote;
import dev.synth.dataset.prepare.NoteImport;
import dev.synth.io.BadDataException;
import dev.synth.io.text.Counted;
import dev.synth.io.text.Printable;
import dev.synth.model.ModelFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code synth data import}: notes from people's own recordings. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    header = "Make notes of your own recordings.",
    description = {
      "",
      "SOUND is a recording (WAV, AIFF, FLAC, Ogg Vorbis or MP3), a folder of them, subfolders"
          + " included, or a .txt list. Each is mixed down to mono, resampled to --rate, freed of"
          + " silence, and faded out or filled up to 4 s. DIR becomes an NSynth folder, which every"
          + " command takes; DIR/import.json and the table DIR/import.md tell every decision.",
      "",
      "The pitch is taken from --pitch, else from a name such as flute-C#5.wav, else it is"
          + " estimated; an estimate that differs is remarked on. The family is taken from --family, else from"
          + " an instrument in the name of the file or of a folder around it, else it is heard in the"
          + " sounds of the folder. The recordings of one folder are one instrument.",
      "",
      "A recording that cannot be used is reported and skipped, and the exit code is then not 0."
          + " The same command resumes a run that was cut short.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  A folder of single notes, recordings/flute/ and recordings/violin/ in it:",
      "    synth data import recordings -o notes",
      "  A scale on the guitar, played into a phone, one note after the other:",
      "    synth data import scale.mp3 -o guitar --family guitar --split-onsets",
      "  Notes to train the instant model on, which plays at 48 kHz:",
      "    synth data import recordings -o notes --rate 48000",
      "  Then:",
      "    synth data check notes",
      "    synth train notes --preset tiny --steps 300 --run runs/mine",
      ""
    })
public final class DataImportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "SOUND", description = "Recordings to import.")
  private List<Path> sounds;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "DIR",
      description = "Folder to make.")
  private Path output;

  @Option(
      names = "--split-onsets",
      description = "Cut each recording where notes begin, instead of taking it as one note.")
  private boolean splitOnsets;

  @Option(
      names = "--pitch",
      paramLabel = "PITCH",
      description = "Pitch of all notes: a MIDI number or a name, such as 60 or C4.")
  private String pitch;

  @Option(
      names = "--middle-c-octave",
      paramLabel = "N",
      defaultValue = "4",
      description =
          "Octave in which names put MIDI pitch 60; with some makers it is 3 (default:"
              + " ${DEFAULT-VALUE}).")
  private int middleCOctave;

  @Option(
      names = "--min-confidence",
      paramLabel = "X",
      description =
          "Confidence that an estimated pitch must have, 0 to 1 (default: "
              + ImportOptions.DEFAULT_CONFIDENCE
              + ").")
  private double minConfidence = ImportOptions.DEFAULT_CONFIDENCE;

  @Option(
      names = "--keep-unpitched",
      description = "Keep unpitched sounds, such as drums, without a pitch label.")
  private boolean keepUnpitched;

  @Option(
      names = "--family",
      paramLabel = "NAME",
      description =
          "NSynth family of all notes: bass, brass, flute, guitar, keyboard, mallet, organ, reed,"
              + " string, synth_lead or vocal.")
  private String family;

  @Option(
      names = "--no-classify",
      description =
          "Leave the family open where neither --family nor a name tells it; else it is heard, and"
              + " given where that is at least 80 %% certain.")
  private boolean notClassified;

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description =
          "How all instruments sound: acoustic, electronic or synthetic (default: as names say, else"
              + " acoustic).")
  private String source;

  @Option(
      names = "--velocity",
      paramLabel = "N",
      description =
          "MIDI velocity to label all notes with; levels are not measured (default: "
              + ImportOptions.DEFAULT_VELOCITY
              + ").")
  private Integer velocity;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "4",
      description = "Length of each note (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--rate",
      paramLabel = "HZ",
      defaultValue = "" + NsynthFormat.SAMPLE_RATE_HZ,
      description =
          "Sample rate of the notes (default: NSynth's, ${DEFAULT-VALUE}). Nothing above half of it"
              + " is kept.")
  private int rateHz;

  @Option(
      names = "--trim-db",
      paramLabel = "DB",
      description =
          "Silence begins this far under the loudest part (default: "
              + ImportOptions.DEFAULT_TRIM_DB
              + ").")
  private double trimDb = ImportOptions.DEFAULT_TRIM_DB;

  @Option(
      names = "--peak-db",
      paramLabel = "DB",
      description =
          "Bring every note to this peak, such as -3 (default: levels stay; what would clip is"
              + " turned down).")
  private Double peakDb;

  @Option(
      names = {"-f", "--force"},
      description = "Overwrite the notes in DIR.")
  private boolean force;

  @Option(names = "--json", description = "Print the report as JSON.")
  private boolean json;

  @Mixin private Verbosity verbosity;

  private int exitCode = ExitCodes.OK;

  @Override
  public Integer call() throws IOException {
    ImportOptions options = options();
    PrintWriter err = spec.commandLine().getErr();
    long start = System.nanoTime();
    Path classifier = ModelFiles.of(Path.of(ModelFiles.CLASSIFIER));
    ImportReport report;
    try (Progress bar = new Progress(err, "importing", verbosity.quiet());
        FamilyByEar heard = new FamilyByEar(classifier, 1)) {
      FamilyEar ear = notClassified || !Files.exists(classifier) ? FamilyEar.DEAF : heard;
      NoteImport notes =
          new NoteImport(
              sounds,
              output,
              options,
              ear,
              force,
              problem -> {
                bar.clear();
                complain(problem);
              },
              bar::update);
      report = notes.run();
    } catch (BadDataException e) {
      complain(e); // no note at all; the first recording's failure decides over the exit code
      return exitCode;
    }
    print(report, (System.nanoTime() - start) / 1e9);
    return exitCode;
  }

  private void complain(IOException problem) {
    spec.commandLine().getErr().println("synth: " + ExitCodes.sentence(problem));
    if (exitCode == ExitCodes.OK) {
      exitCode = ExitCodes.of(problem);
    }
  }

  private ImportOptions options() {
    try {
      return new ImportOptions(
          splitOnsets,
          pitch(),
          word(
              "--family",
              family,
              Family::of,
              Arrays.stream(Family.values()).map(Family::label).toList()),
          word(
              "--source",
              source,
              SoundSource::of,
              Arrays.stream(SoundSource.values()).map(SoundSource::label).toList()),
          velocity == null ? OptionalInt.empty() : OptionalInt.of(velocity),
          seconds,
          trimDb,
          minConfidence,
          keepUnpitched,
          peakDb == null ? OptionalDouble.empty() : OptionalDouble.of(peakDb),
          middleCOctave,
          rateHz);
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
  }

  private OptionalInt pitch() {
    try {
      return pitch == null
          ? OptionalInt.empty()
          : OptionalInt.of(NoteNames.parse(pitch, middleCOctave));
    } catch (IllegalArgumentException e) {
      throw usage("--pitch: " + e.getMessage());
    }
  }

  private <T> Optional<T> word(
      String option, String text, Function<String, Optional<T>> value, List<String> known) {
    if (text == null) {
      return Optional.empty();
    }
    Optional<T> found = value.apply(text.toLowerCase(Locale.ROOT));
    if (found.isEmpty()) {
      throw usage(option + ": '" + text + "' is none of " + String.join(", ", known));
    }
    return found;
  }

  private ParameterException usage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence + ".");
  }

  private void print(ImportReport report, double elapsedSeconds) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ObjectNode root = report.json().put("folder", output.toString());
      root.put("sampleRateHz", rateHz).put("elapsedSeconds", elapsedSeconds);
      out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(root));
      return;
    }
    if (verbosity.quiet()) {
      return;
    }
    if (verbosity.verbose()) {
      for (ImportedNote note : report.notes()) {
        out.println(
            Printable.line(note.name() + "  " + note.recording())
                + "  "
                + ExitCodes.withFlags(String.join("; ", note.remarks())));
      }
    }
    long remarked = report.notes().stream().filter(note -> !note.remarks().isEmpty()).count();
    out.printf(
        Locale.ROOT,
        "%s: %s of %s%s%s, in %.1f s%n",
        output,
        Counted.of(report.notes().size(), "note"),
        Counted.of(report.outcomes().size(), "recording"),
        report.takenOver() > 0 ? ", " + report.takenOver() + " of them from an earlier run" : "",
        report.leftOut().isEmpty() ? "" : ", " + report.leftOut().size() + " left out",
        elapsedSeconds);
    long split = report.notes().stream().filter(DataImportCommand::holdsSeveral).count();
    if (split > 0) {
      out.println(
          Counted.of(split, "recording")
              + (split == 1 ? " seems" : " seem")
              + " to hold several notes; --split-onsets cuts there.");
    }
    if (remarked > 0) {
      out.println(
          Counted.of(remarked, "note")
              + (remarked == 1 ? " has" : " have")
              + " remarks; see "
              + output.resolve(ImportReport.TABLE_FILE));
    }
  }

  private static boolean holdsSeveral(ImportedNote note) {
    return note.remarks().stream().anyMatch(remark -> remark.contains("'split onsets'"));
  }
}
