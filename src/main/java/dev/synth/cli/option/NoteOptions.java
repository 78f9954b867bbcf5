package dev.synth.cli.option;

import dev.synth.cli.ExitCodes;
import dev.synth.cli.Progress;
import dev.synth.dataset.Family;
import dev.synth.dataset.Labels;
import dev.synth.dataset.Note;
import dev.synth.dataset.NoteFilter;
import dev.synth.dataset.SoundSource;
import dev.synth.dataset.source.NoteSource;
import dev.synth.dataset.source.SourceOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Which of the notes in the sources named on the command line are wanted: mixed into every command
 * that takes notes. Sounds are not read to find out.
 */
public final class NoteOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @ArgGroup(validate = false, heading = "%nNote filters:%n", order = 9)
  private Filters filters = new Filters();

  /** The flags; a group, so that help shows them under a heading of their own. */
  private static final class Filters {
    @Option(
        names = "--family",
        paramLabel = "LIST",
        description = "Only notes of these families, such as flute,reed.")
    private String families;

    @Option(
        names = "--source",
        paramLabel = "LIST",
        description = "Only acoustic, electronic or synthetic notes, or several of these.")
    private String sources;

    @Option(
        names = "--instrument",
        paramLabel = "LIST",
        description = "Only notes of these instruments, such as flute_acoustic_001.")
    private String instruments;

    @Option(
        names = "--pitch",
        paramLabel = "LIST",
        description = "Only notes of these pitches, such as 60, 24..84 or C3..B4.")
    private String pitches;

    @Option(
        names = "--velocity",
        paramLabel = "LIST",
        description = "Only notes of these MIDI velocities, such as 75,100,127.")
    private String velocities;

    @Option(
        names = "--quality",
        paramLabel = "LIST",
        description = "Only notes of one of these qualities, such as bright,percussive.")
    private String qualities;

    @Option(
        names = "--limit",
        paramLabel = "N",
        description = "At most N notes, spread evenly over those that are left.")
    private Integer limit;

    @Option(
        names = "--skip-corrupt",
        description =
            "Leave out damaged records of TFRecord files, and say how many, instead of stopping.")
    private boolean skipCorrupt;
  }

  private int exitCode = ExitCodes.OK;

  /** Made by picocli. */
  public NoteOptions() {}

  /** All notes, for a command without the flags. */
  public NoteOptions(CommandSpec spec) {
    this.spec = spec;
  }

  /** The filter the flags make. */
  NoteFilter filter() {
    if (filters.limit != null && filters.limit < 1) {
      throw usage("--limit: must be at least 1, not " + filters.limit);
    }
    return new NoteFilter(
        words("--family", filters.families, Family::of, labels(Family.values(), Family::label)),
        words(
            "--source",
            filters.sources,
            SoundSource::of,
            labels(SoundSource.values(), SoundSource::label)),
        words("--instrument", filters.instruments, Optional::of, List.of()),
        numbers("--pitch", filters.pitches, NumberList::parsePitches),
        numbers("--velocity", filters.velocities, NumberList::parse),
        words(
            "--quality",
            filters.qualities,
            word -> Optional.of(word).filter(Labels.QUALITIES::contains),
            Labels.QUALITIES),
        filters.limit == null ? 0 : filters.limit);
  }

  /**
   * How notes are looked for; reading shows on {@code bar}.
   *
   * @param strict as in {@link SourceOptions}, and so failures
   */
  private SourceOptions options(
      boolean skipCorrupt,
      boolean oneByOne,
      boolean strict,
      Consumer<String> problems,
      Consumer<IOException> failures,
      Progress bar) {
    PrintWriter err = spec.commandLine().getErr();
    Consumer<String> remarks = remark -> err.println("synth: " + ExitCodes.withFlags(remark));
    return new SourceOptions(
        skipCorrupt,
        oneByOne,
        strict,
        cleared(bar, problems),
        cleared(bar, oneByOne ? remarks : problems),
        failures,
        bar::update);
  }

  private static Consumer<String> cleared(Progress bar, Consumer<String> listener) {
    return sentence -> {
      bar.clear();
      listener.accept(sentence);
    };
  }

  /**
   * The wanted notes of all {@code inputs}; the first that cannot be opened ends the search. What
   * cannot be looked at in a folder is told of on standard error.
   *
   * @param problems receives a sentence on what is left out
   */
  public List<Note> open(List<Path> inputs, Consumer<String> problems, boolean quiet)
      throws IOException {
    NoteFilter filter = filter();
    try (Progress bar = new Progress(spec.commandLine().getErr(), "indexing", quiet)) {
      Consumer<IOException> tell =
          failure -> {
            bar.clear();
            spec.commandLine().getErr().println("synth: " + ExitCodes.sentence(failure));
          };
      SourceOptions options = options(filters.skipCorrupt, false, true, problems, tell, bar);
      return filter.apply(NoteSource.open(inputs, options));
    }
  }

  /**
   * The wanted notes of those {@code inputs} that can be opened, and of those files in them; each
   * that cannot is told of on standard error, and {@link #exitCode} is then that of the first.
   *
   * @param problems receives a sentence on what else is left out
   * @throws IOException what was wrong, if there is no note at all
   */
  public List<Note> openGood(List<Path> inputs, Consumer<String> problems, boolean quiet)
      throws IOException {
    List<Note> notes = new ArrayList<>();
    List<IOException> failures = new ArrayList<>();
    for (Found each : openEach(inputs, problems, quiet)) {
      if (each.failure() == null) {
        notes.add(each.found());
      } else {
        failures.add(each.failure());
      }
    }
    IOException last = notes.isEmpty() && !failures.isEmpty() ? failures.get(0) : null;
    for (IOException failure : last == null ? failures : failures.subList(1, failures.size())) {
      spec.commandLine().getErr().println("synth: " + ExitCodes.sentence(failure));
    }
    if (last != null) {
      throw last;
    }
    exitCode = failures.isEmpty() ? ExitCodes.OK : ExitCodes.of(failures.get(0));
    return notes;
  }

  /** What a command that used {@link #openGood} ends with if nothing else is wrong. */
  public int exitCode() {
    return exitCode;
  }

  /** A note that was found at {@code input}, or why none was. */
  public record Found(Path input, Note found, IOException failure) {
    public Note note() throws IOException {
      if (failure != null) {
        throw failure;
      }
      return found;
    }

    @Override
    public String toString() {
      return found == null ? input.toString() : found.audio().toString();
    }
  }

  /** As {@link #open}, but an input that cannot be opened keeps its place and stops no other. */
  public List<Found> openEach(List<Path> inputs, Consumer<String> problems, boolean quiet)
      throws IOException {
    return openEach(inputs, filters.skipCorrupt, false, problems, quiet);
  }

  /** As {@link #openEach}, past all damage, each thing that is left out reported by itself. */
  public List<Found> openAll(List<Path> inputs, Consumer<String> problems, boolean quiet)
      throws IOException {
    return openEach(inputs, true, true, problems, quiet);
  }

  private List<Found> openEach(
      List<Path> inputs,
      boolean skipCorrupt,
      boolean oneByOne,
      Consumer<String> problems,
      boolean quiet)
      throws IOException {
    NoteFilter filter = filter();
    List<Found> all = new ArrayList<>();
    List<Note> notes = new ArrayList<>();
    try (Progress bar = new Progress(spec.commandLine().getErr(), "indexing", quiet)) {
      for (Path input : inputs) {
        Consumer<IOException> failures = failure -> all.add(new Found(input, null, failure));
        SourceOptions options = options(skipCorrupt, oneByOne, false, problems, failures, bar);
        for (Note note : NoteSource.open(List.of(input), options)) {
          notes.add(note);
          all.add(new Found(input, note, null));
        }
      }
    }
    Set<Note> left = Collections.newSetFromMap(new IdentityHashMap<>());
    left.addAll(filter.apply(notes));
    return all.stream()
        .filter(each -> each.found() == null || left.contains(each.found()))
        .toList();
  }

  private <T> Set<T> words(
      String option, String text, Function<String, Optional<T>> value, List<String> known) {
    Set<T> values = new LinkedHashSet<>();
    if (text != null) {
      for (String part : text.split(",", -1)) {
        String word = part.strip();
        values.add(
            value
                .apply(known.isEmpty() ? word : word.toLowerCase(Locale.ROOT))
                .orElseThrow(
                    () ->
                        usage(option + ": '" + word + "' is none of " + String.join(", ", known))));
      }
    }
    return values;
  }

  private static <T> List<String> labels(T[] values, Function<T, String> label) {
    return Arrays.stream(values).map(label).toList();
  }

  private Set<Integer> numbers(String option, String text, Function<String, List<Integer>> parse) {
    try {
      return text == null ? Set.of() : new HashSet<>(parse.apply(text));
    } catch (IllegalArgumentException e) {
      throw usage(option + ": " + e.getMessage());
    }
  }

  private ParameterException usage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence + ".");
  }
}
