package dev.synth.cli.data;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.cli.BuildVersion;
import dev.synth.cli.ExitCodes;
import dev.synth.cli.option.NoteOptions;
import dev.synth.cli.option.NumberList;
import dev.synth.cli.option.Verbosity;
import dev.synth.dataset.InstrumentSplit;
import dev.synth.dataset.Note;
import dev.synth.dataset.source.NoteSource;
import dev.synth.io.BadDataException;
import dev.synth.io.Outputs;
import dev.synth.io.text.Counted;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code synth data split}: notes parted by instrument. */
@Command(
    name = "split",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    header = "Split notes into train/validation/test sets, by instrument.",
    description = {
      "",
      "All notes of an instrument go to one set, so that a model is measured on instruments it has"
          + " not trained on. Makes DIR/train.txt, DIR/valid.txt and DIR/test.txt: lists, which"
          + " every command that takes notes reads; the notes stay where they are. --copy makes"
          + " copies instead. The same seed and notes make the same sets.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "    synth data split notes -o sets",
      "    synth train sets/train.txt --validation sets/valid.txt --run runs/a",
      "  Two soundfonts' notes, the second one's rendered with --instrument-offset 500:",
      "  a program is in the same set for both, and five pitches of those that are",
      "  trained on are left for validation:",
      "    synth data split fluid musescore -o sets --number-step 500 \\",
      "        --hold-out-pitch 33..93/15",
      "  Two sets, as TFRecord files:",
      "    synth data split notes -o sets --shares 0.9,0.1,0 --copy tfrecord",
      ""
    })
public final class DataSplitCommand implements Callable<Integer> {
  private static final List<String> SETS = List.of("train", "valid", "test");
  private static final String PITCHES_SET = "valid-pitches";

  /** What a set is written as when it is copied. */
  enum Form {
    /** An NSynth folder, DIR/train. */
    FOLDER,
    /** A TFRecord file, DIR/train.tfrecord. */
    TFRECORD;

    /** In small letters, as it is typed. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "SOURCE", description = "Notes, in any form.")
  private List<Path> sources;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "DIR",
      description = "Folder for the sets.")
  private Path output;

  @Option(
      names = "--shares",
      paramLabel = "A,B,C",
      defaultValue = "0.8,0.1,0.1",
      description =
          "Shares of train, valid and test, of the notes; as near as whole instruments come"
              + " (default: ${DEFAULT-VALUE}).")
  private String shares;

  @Option(
      names = "--number-step",
      paramLabel = "N",
      description =
          "Keep instruments of one family and source together whose numbers differ by a multiple of"
              + " N: soundfonts' versions of one, rendered with --instrument-offset N.")
  private Integer numberStep;

  @Option(
      names = "--hold-out-pitch",
      paramLabel = "LIST",
      description =
          "MIDI pitches, such as 33..93/15, that are taken out of train and make a set of their"
              + " own, valid-pitches: pitches that are new, of instruments that are not.")
  private String heldOutPitches;

  @Option(
      names = "--copy",
      paramLabel = "FORM",
      description = "Copy the notes: as NSynth folders (folder) or as TFRecord files (tfrecord).")
  private Form copy;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      defaultValue = "1",
      description = "Random seed of the instruments' order (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private NoteOptions wanted;

  @Option(
      names = {"-f", "--force"},
      description = "Overwrite the sets in DIR.")
  private boolean force;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  @Mixin private Verbosity verbosity;

  @Override
  public Integer call() throws IOException {
    List<Double> wantedShares = shares();
    Set<Integer> pitches = heldOutPitches();
    if (numberStep != null && numberStep < 1) {
      throw usage("--number-step: must be more than 0, not " + numberStep);
    }
    List<Note> notes = wanted.openGood(sources, this::warn, verbosity.quiet());
    long unnamed = InstrumentSplit.unnamed(notes);
    if (unnamed > 0) {
      warn(
          String.format(
              Locale.ROOT,
              "%d of %s %s no instrument's name; each counts as one of its own.",
              unnamed,
              Counted.of(notes.size(), "note"),
              unnamed == 1 ? "has" : "have"));
    }
    List<String> sets = new ArrayList<>(SETS);
    List<InstrumentSplit.Part> parts =
        new ArrayList<>(
            InstrumentSplit.of(notes, wantedShares, seed, numberStep == null ? 0 : numberStep));
    if (!pitches.isEmpty()) {
      sets.add(PITCHES_SET);
      holdOut(parts, pitches);
    }
    List<Path> targets = new ArrayList<>();
    for (int set = 0; set < parts.size(); set++) {
      targets.add(parts.get(set).notes().isEmpty() ? null : target(sets.get(set)));
    }
    int leftOut =
        copy == null ? writeLists(sets, parts, targets) : writeCopies(sets, parts, targets);
    print(sets, parts, targets);
    return leftOut == 0 ? wanted.exitCode() : ExitCodes.BAD_DATA;
  }

  private Set<Integer> heldOutPitches() {
    try {
      return heldOutPitches == null
          ? Set.of()
          : new HashSet<>(NumberList.parsePitches(heldOutPitches));
    } catch (IllegalArgumentException e) {
      throw usage("--hold-out-pitch: " + e.getMessage());
    }
  }

  /** Makes a last part of those notes of the first that have one of {@code pitches}. */
  private static void holdOut(List<InstrumentSplit.Part> parts, Set<Integer> pitches)
      throws BadDataException {
    Map<Boolean, List<Note>> held =
        parts.get(0).notes().stream()
            .collect(
                Collectors.partitioningBy(
                    note ->
                        note.labels().pitch().isPresent()
                            && pitches.contains(note.labels().pitch().getAsInt())));
    if (held.get(true).isEmpty() || held.get(false).isEmpty()) {
      throw new BadDataException(
          (held.get(true).isEmpty() ? "None" : "Every one")
              + " of train's "
              + Counted.of(parts.get(0).notes().size(), "note")
              + " has a pitch of the setting 'hold out pitch'; name others.");
    }
    parts.set(0, InstrumentSplit.Part.of(held.get(false)));
    parts.add(InstrumentSplit.Part.of(held.get(true)));
  }

  private Path target(String set) {
    return output.resolve(
        copy == null ? set + ".txt" : copy == Form.TFRECORD ? set + ".tfrecord" : set);
  }

  private List<Double> shares() {
    List<Double> values = new ArrayList<>();
    for (String part : shares.split(",", -1)) {
      try {
        values.add(Double.parseDouble(part.strip()));
      } catch (NumberFormatException e) {
        throw usage("--shares: '" + part + "' is no number");
      }
    }
    boolean usable = values.stream().allMatch(value -> value >= 0 && Double.isFinite(value));
    double sum = values.stream().mapToDouble(Double::doubleValue).sum();
    if (values.size() != SETS.size() || !usable || !(sum > 0)) {
      throw usage("--shares: wants three numbers from 0 on, such as 0.8,0.1,0.1, not " + shares);
    }
    return values;
  }

  private int writeLists(List<String> sets, List<InstrumentSplit.Part> parts, List<Path> targets)
      throws IOException {
    for (Path target : targets) {
      if (target != null) {
        Outputs.check(target, force);
      }
    }
    for (int set = 0; set < parts.size(); set++) {
      if (targets.get(set) != null) {
        List<Note> notes = parts.get(set).notes();
        String comment =
            String.format(
                Locale.ROOT,
                "%s: %s of %s, shares %s, seed %d",
                sets.get(set),
                Counted.of(notes.size(), "note"),
                Counted.of(parts.get(set).instruments(), "instrument"),
                shares,
                seed);
        NoteSource.writeList(targets.get(set), notes, comment, force);
      }
    }
    return 0;
  }

  private int writeCopies(List<String> sets, List<InstrumentSplit.Part> parts, List<Path> targets)
      throws IOException {
    int leftOut = 0;
    for (int set = 0; set < parts.size(); set++) {
      if (targets.get(set) != null) {
        String title = "copying " + sets.get(set);
        List<Note> notes = parts.get(set).notes();
        leftOut +=
            DataConvertCommand.convert(spec, title, notes, targets.get(set), 1, 0, force, verbosity)
                .leftOut();
      }
    }
    return leftOut;
  }

  private ParameterException usage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence + ".");
  }

  private void warn(String problem) {
    if (!verbosity.quiet()) {
      spec.commandLine().getErr().println("synth: " + ExitCodes.asSentence(problem));
    }
  }

  private void print(List<String> sets, List<InstrumentSplit.Part> parts, List<Path> targets)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode().put("seed", seed);
    for (int set = 0; set < parts.size(); set++) {
      InstrumentSplit.Part part = parts.get(set);
      if (targets.get(set) == null) {
        continue;
      }
      root.putObject(sets.get(set))
          .put("output", targets.get(set).toString())
          .put("notes", part.notes().size())
          .put("instruments", part.instruments());
      if (!json && !verbosity.quiet()) {
        out.printf(
            Locale.ROOT,
            "%s: %s of %s%n",
            targets.get(set),
            Counted.of(part.notes().size(), "note"),
            Counted.of(part.instruments(), "instrument"));
      }
    }
    if (json) {
      out.println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root));
    }
  }
}
