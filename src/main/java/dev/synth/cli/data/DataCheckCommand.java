package dev.synth.cli.data;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.synth.app.classify.LabelCheck;
import dev.synth.cli.BuildVersion;
import dev.synth.cli.ExitCodes;
import dev.synth.cli.Progress;
import dev.synth.cli.option.NoteOptions;
import dev.synth.cli.option.ThreadsOption;
import dev.synth.cli.option.Verbosity;
import dev.synth.dataset.Note;
import dev.synth.dataset.inspect.Defect;
import dev.synth.dataset.inspect.NoteCheck;
import dev.synth.dataset.inspect.NoteCheck.Finding;
import dev.synth.dataset.inspect.ParallelNoteReader;
import dev.synth.dataset.inspect.SoundPrint;
import dev.synth.dataset.inspect.Twins;
import dev.synth.dataset.source.NoteSource;
import dev.synth.io.BadDataException;
import dev.synth.io.Outputs;
import dev.synth.io.text.Counted;
import dev.synth.io.text.Printable;
import dev.synth.midi.RenderPlan;
import dev.synth.model.ModelFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code synth data check}: what is wrong with notes. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    header = "Find notes that are broken, silent, mislabelled or duplicated.",
    description = {
      "",
      "Reads every note and prints a line for each thing that is wrong: PLACE: DEFECT: what was"
          + " found. Ends with exit code 65 if there is any. docs/data.md says how each defect is"
          + " found.",
      "",
      "  left-out    listed without a sound, a sound without a listing, a damaged record",
      "  unreadable  the sound cannot be read",
      "  unread      part of the file is not read, such as what stands behind the sound",
      "  silent      no tenth of a second is louder than -60 dBFS",
      "  clipped     three or more samples in a row are at full scale, six at 48 kHz",
      "  length      not as long as --seconds",
      "  rate        not of the sample rate that its set says, or --rate",
      "  range       a pitch outside MIDI 21 to 108",
      "  name        the labels say another thing than the note's name",
      "  duplicate   a note before it has the same name or number",
      "  noise       the labels give a pitch, but the sound is noise",
      "  twin        with --twins: a note before it is the same recording",
      "  offset      the mean is over 1 %% of full scale; only told, as encoding takes it out",
      "  label       with --classify: it sounds like another pitch or family; only told",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "    synth data check nsynth-valid.tfrecord",
      "  Own recordings of any length; those without defects as a list to train on:",
      "    synth data check recordings --skip length,rate -o sound.txt",
      "    synth train sound.txt --run runs/own",
      "  Notes to measure on that are among those trained on, under other names:",
      "    synth data check train.txt valid.txt --twins",
      ""
    })
public final class DataCheckCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "SOURCE", description = "Notes, in any form.")
  private List<Path> sources;

  @Option(
      names = "--skip",
      paramLabel = "LIST",
      description = "Checks to disable, such as length,rate.")
  private String skip;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "How long each note should be (default: 4).")
  private double seconds = RenderPlan.NSYNTH_SECONDS;

  @Option(
      names = "--rate",
      paramLabel = "HZ",
      description =
          "The sample rate each should have (default: what its set says, 16000 where it says"
              + " none).")
  private Integer rateHz;

  @Option(
      names = "--classify",
      description =
          "Listen with the classifier that comes with synth, and tell of labels that it strongly"
              + " disagrees with.")
  private boolean classify;

  @Option(
      names = "--twins",
      description =
          "Also look for notes that are the same recording under other names, in one set or across"
              + " sets, such as notes to train on and to measure on.")
  private boolean twins;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "LIST.txt",
      description = "List the notes without a defect in this file, which other commands read.")
  private Path output;

  @Mixin private NoteOptions wanted;

  @Mixin private ThreadsOption threads;

  @Option(
      names = {"-f", "--force"},
      description = "Overwrite LIST.txt.")
  private boolean force;

  @Option(names = "--json", description = "Print the result as JSON.")
  private boolean json;

  @Mixin private Verbosity verbosity;

  private final List<Finding> findings = new ArrayList<>();
  private final List<Finding> remarks = new ArrayList<>();
  private final List<Note> soundNotes = new ArrayList<>();
  private final Map<Defect, Integer> counts = new EnumMap<>(Defect.class);
  private int defectiveNotes;
  private final List<String> failures = new ArrayList<>();
  private int exitCode = ExitCodes.OK;

  @Override
  public Integer call() throws IOException {
    Set<Defect> defects = defects();
    if (!(seconds > 0)) {
      throw usage("--seconds: must be more than 0, not " + seconds);
    }
    if (rateHz != null && rateHz < 1) {
      throw usage("--rate: must be more than 0, not " + rateHz);
    }
    if (output != null) {
      Outputs.check(output, force);
    }
    List<NoteOptions.Found> found =
        wanted.openAll(
            sources,
            problem -> {
              if (defects.contains(Defect.LEFT_OUT)) {
                tell(ofSource(Defect.LEFT_OUT, problem));
              }
            },
            verbosity.quiet());
    NoteCheck check = new NoteCheck(seconds, rateHz == null ? 0 : rateHz, defects);
    List<Note> notes = new ArrayList<>();
    List<List<Finding>> ofLabels = new ArrayList<>();
    Path input = null;
    for (NoteOptions.Found each : found) {
      if (each.failure() != null) {
        refuse(each);
        continue;
      }
      if (!each.input().equals(input)) {
        input = each.input();
        check.nextSource();
      }
      notes.add(each.found());
      ofLabels.add(check.labels(each.found()));
    }
    listen(check, notes, ofLabels, classify && defects.contains(Defect.LABEL));
    print(notes.size());
    if (output != null) {
      writeList(notes.size());
    }
    return findings.isEmpty() ? exitCode : ExitCodes.BAD_DATA;
  }

  private Set<Defect> defects() {
    Set<Defect> defects = EnumSet.allOf(Defect.class);
    if (skip != null) {
      for (String part : skip.split(",", -1)) {
        String word = part.strip().toLowerCase(Locale.ROOT);
        defects.remove(
            Defect.of(word)
                .orElseThrow(
                    () -> {
                      StringJoiner known = new StringJoiner(", ");
                      for (Defect defect : Defect.values()) {
                        known.add(defect.label());
                      }
                      return usage("--skip: '" + word + "' is none of " + known);
                    }));
      }
    }
    return defects;
  }

  private ParameterException usage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence + ".");
  }

  /** A source that cannot be opened: one whose content is bad is a finding, others are failures. */
  private void refuse(NoteOptions.Found source) {
    if (source.failure() instanceof BadDataException) {
      tell(ofSource(Defect.UNREADABLE, ExitCodes.sentence(source.failure())));
      return;
    }
    failures.add(ExitCodes.sentence(source.failure()));
    spec.commandLine().getErr().println("synth: " + failures.get(failures.size() - 1));
    exitCode = exitCode == ExitCodes.OK ? ExitCodes.of(source.failure()) : exitCode;
  }

  /** What was seen in a sound. */
  private record Looked(List<Finding> findings, Optional<SoundPrint> print) {}

  private void listen(
      NoteCheck check, List<Note> notes, List<List<Finding>> ofLabels, boolean listening)
      throws IOException {
    Twins before = twins ? new Twins(notes.size()) : null;
    Path classifier = ModelFiles.of(Path.of(ModelFiles.CLASSIFIER));
    try (LabelCheck labels = listening ? new LabelCheck(classifier, 1) : null;
        Progress bar = new Progress(spec.commandLine().getErr(), "checking", verbosity.quiet())) {
      ParallelNoteReader.of(
          notes,
          threads.count(),
          sound -> {
            List<Finding> found = new ArrayList<>(check.sound(sound));
            if (labels != null) {
              found.addAll(labels.of(sound));
            }
            return new Looked(
                found, twins ? sound.clip().flatMap(SoundPrint::of) : Optional.empty());
          },
          (index, looked) -> {
            List<Finding> all = new ArrayList<>(ofLabels.get(index));
            all.addAll(looked.findings());
            looked
                .print()
                .flatMap(print -> before.add(notes.get(index), print))
                .ifPresent(all::add);
            if (all.stream().allMatch(each -> each.defect().isHarmless())) {
              soundNotes.add(notes.get(index));
            } else {
              defectiveNotes++;
            }
            if (!all.isEmpty()) {
              bar.clear();
              all.forEach(this::tell);
            }
            bar.update(index + 1, notes.size(), notes.get(index).name());
          });
    }
  }

  private void tell(Finding finding) {
    if (finding.defect().isHarmless()) {
      remarks.add(finding);
    } else {
      findings.add(finding);
      counts.merge(finding.defect(), 1, Integer::sum);
    }
    if (!json) {
      String what = finding.defect().label() + ": " + finding.detail() + ".";
      // A line for each, whatever is in a file's name.
      String place = Printable.line(finding.place());
      spec.commandLine().getOut().println(place + ": " + ExitCodes.withFlags(what));
    }
  }

  /** What a sentence that begins with a place says. */
  private static Finding ofSource(Defect defect, String sentence) {
    String text = sentence.strip().replaceFirst("\\.$", "");
    int end = text.indexOf(": ");
    return end < 0
        ? new Finding(defect, "", "", text)
        : new Finding(defect, "", text.substring(0, end), text.substring(end + 2));
  }

  private void writeList(int notes) throws IOException {
    if (soundNotes.isEmpty()) {
      throw new BadDataException(output + ": not written, since no note is without a defect.");
    }
    String comment =
        soundNotes.size() + " of " + Counted.of(notes, "note") + ", those without a defect";
    NoteSource.writeList(output, soundNotes, comment, force);
  }

  /** A check of nothing, or of less than was named, finds nothing wrong with the rest only. */
  private String verdict(int notes) {
    StringJoiner parts = new StringJoiner(", ");
    if (!findings.isEmpty()) {
      StringJoiner kinds = new StringJoiner(", ", " (", ")");
      counts.forEach((defect, count) -> kinds.add(count + " " + defect.label()));
      parts.add(Counted.of(findings.size(), "defect") + kinds);
    }
    if (!failures.isEmpty()) {
      parts.add(failures.size() + " could not be looked at");
    }
    if (parts.length() == 0) {
      parts.add(notes == 0 ? "there are none" : "nothing wrong");
    }
    long doubted = remarks.stream().filter(each -> each.defect() == Defect.LABEL).count();
    if (remarks.size() > doubted) {
      parts.add(Counted.of(remarks.size() - doubted, "note") + " with an offset");
    }
    if (doubted > 0) {
      parts.add(Counted.of(doubted, "label") + " that a classifier doubts");
    }
    return parts.toString();
  }

  private static void put(ObjectNode node, Finding finding) {
    node.put("defect", finding.defect().label())
        .put("note", finding.name().isEmpty() ? null : finding.name())
        .put("place", finding.place().isEmpty() ? null : finding.place())
        .put("detail", finding.detail());
  }

  private void print(int notes) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      ObjectNode root = JSON.createObjectNode();
      root.put("notes", notes).put("notesWithDefects", defectiveNotes);
      ObjectNode numbers = root.putObject("counts");
      counts.forEach((defect, count) -> numbers.put(defect.label(), count));
      ArrayNode list = root.putArray("defects");
      failures.forEach(root.putArray("failures")::add);
      findings.forEach(finding -> put(list.addObject(), finding));
      ArrayNode told = root.putArray("remarks");
      remarks.forEach(finding -> put(told.addObject(), finding));
      out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root));
    } else if (!verbosity.quiet()) {
      out.printf(Locale.ROOT, "%s checked: %s%n", Counted.of(notes, "note"), verdict(notes));
    }
  }
}
