package dev.synth.cli.data;

import dev.synth.app.estimate.SoundfontEstimate;
import dev.synth.app.estimate.WorkEstimate;
import dev.synth.cli.BuildVersion;
import dev.synth.cli.ExitCodes;
import dev.synth.cli.InputLoop;
import dev.synth.cli.Progress;
import dev.synth.cli.option.DryRunOption;
import dev.synth.cli.option.NumberList;
import dev.synth.cli.option.Verbosity;
import dev.synth.dataset.Family;
import dev.synth.dataset.NsynthFormat;
import dev.synth.io.BadDataException;
import dev.synth.midi.GeneralMidi;
import dev.synth.midi.RenderPlan;
import dev.synth.midi.RenderReport;
import dev.synth.midi.SoundfontPreset;
import dev.synth.midi.SoundfontRenderer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code synth data render}: notes from a soundfont, in NSynth's form. */
@Command(
    name = "render",
    mixinStandardHelpOptions = true,
    versionProvider = BuildVersion.class,
    sortOptions = false,
    header = "Render notes from a soundfont into a folder in NSynth's form.",
    description = {
      "",
      "Plays every pitch at every velocity on every program of a SoundFont 2 file, as mono 16-bit"
          + " WAVs in DIR/audio, labelled in DIR/examples.json. Needs no audio device. There"
          + " is no randomness and no seed: the same FILE.sf2 and flags make the same bytes.",
      "",
      "Names are NSynth's, FAMILY_SOURCE_INSTRUMENT-PITCH-VELOCITY, where INSTRUMENT is the General"
          + " MIDI program, counted from 0. Qualities that can be measured (bright, dark,"
          + " fast_decay, long_release, percussive) are in examples.json; docs/data.md has their"
          + " formulas and the table of programs. Notes on which the soundfont is silent are left"
          + " out and listed, also in DIR/rendering.json. The same command resumes a run that was"
          + " cut short.",
      "",
      "Other banks than 0 hold variations of these programs, where INSTRUMENT is 128 * BANK +"
          + " PROGRAM, and drum kits (bank 128), whose notes are called drums_PROGRAM-KEY-VELOCITY:"
          + " NSynth has no family of drums, and each key is another drum.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  A piano, a flute and all organs, one octave:",
      "    synth data render -o notes --soundfont FluidR3_GM.sf2 \\",
      "        --programs 0,73,organ --pitches 60..72 --velocities 100",
      "",
      "  Every fourth key of the strings, soft and loud:",
      "    synth data render -o strings --soundfont FluidR3_GM.sf2 \\",
      "        --programs 40..46 --pitches 24..84/4 --velocities 50,100",
      "",
      "  At 48 kHz, numbered from 500, to train on beside another soundfont's:",
      "    synth data render -o notes2 --soundfont MuseScore_General_Full.sf2 \\",
      "        --rate 48000 --instrument-offset 500",
      "",
      "  What a soundfont has, and its first drum kit:",
      "    synth data render --list --soundfont FluidR3_GM.sf2",
      "    synth data render -o drums --soundfont FluidR3_GM.sf2 --bank 128 \\",
      "        --programs 0",
      "",
      "  A quick try with the bank that Java makes itself:",
      "    synth data render -o try --programs 0,80 --pitches 48..72/12"
    })
public final class DataRenderCommand implements Callable<Integer> {
  private static final int MENDED_MAX = 10;
  private static final String MELODIC_PITCHES = "36..84";
  private static final String DRUM_PITCHES = "35..81";

  @Spec private CommandSpec spec;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Folder to make.")
  private Path output;

  @Option(
      names = "--soundfont",
      paramLabel = "FILE.sf2",
      description =
          "SoundFont 2 file to play, not .sf3 (default: the bank that Java makes itself: small,"
              + " synthetic, and with other phases in every run).")
  private Path soundfont;

  @Option(
      names = "--list",
      description = "Print a table of the soundfont's presets, and make nothing.")
  private boolean list;

  @Option(
      names = "--bank",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "The soundfont's bank, 0 to 127, or 128 for drum kits (default: ${DEFAULT-VALUE}).")
  private int bank;

  @Option(
      names = "--programs",
      paramLabel = "LIST",
      description =
          "Programs, 0 to 127, such as 0,24,40..47, NSynth families such as organ, or the"
              + " soundfont's names of presets (default: all melodic ones the bank has, no effects;"
              + " of bank 128 all drum kits).")
  private String programs;

  @Option(
      names = "--pitches",
      paramLabel = "LIST",
      description =
          "MIDI note numbers, such as 36,40,43 or 36..84 or 24..84/4, every fourth (default: "
              + MELODIC_PITCHES
              + ", and General MIDI's drums, "
              + DRUM_PITCHES
              + ", in bank 128).")
  private String pitches;

  @Option(
      names = "--velocities",
      paramLabel = "LIST",
      defaultValue = "25,50,75,100,127",
      description = "MIDI velocities, 1 to 127 (default: NSynth's five, ${DEFAULT-VALUE}).")
  private String velocities;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "4",
      description = "Length of each note (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--hold",
      paramLabel = "S",
      description =
          "How long the key is held; the rest of the note is its release (default: three"
              + " quarters of it).")
  private Double holdSeconds;

  @Option(
      names = "--rate",
      paramLabel = "HZ",
      defaultValue = "" + NsynthFormat.SAMPLE_RATE_HZ,
      description =
          "Sample rate of the notes, at most the 48000 at which they are played (default:"
              + " NSynth's, ${DEFAULT-VALUE}).")
  private int rateHz;

  @Option(
      names = "--instrument-offset",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Added to each INSTRUMENT, so that notes of several soundfonts have different names"
              + " (default: ${DEFAULT-VALUE}).")
  private int instrumentOffset;

  @Option(
      names = "--gain-db",
      paramLabel = "DB",
      description =
          "Gain over the synthesizer's level, the same for all notes; a note that would clip is"
              + " turned down alone and listed (default: "
              + RenderPlan.DEFAULT_GAIN_DB
              + ").")
  private double gainDb = RenderPlan.DEFAULT_GAIN_DB;

  @Option(
      names = {"-f", "--force"},
      description = "Overwrite notes in DIR; its other files stay.")
  private boolean force;

  @Mixin private DryRunOption dryRun;

  @Option(names = "--json", description = "Print the result, or the estimate, as JSON.")
  private boolean json;

  @Mixin private Verbosity verbosity;

  @Override
  public Integer call() throws IOException {
    if (list) {
      try (SoundfontRenderer renderer = open()) {
        PresetTable.print(spec.commandLine().getOut(), renderer, json);
      }
      return ExitCodes.OK;
    }
    if (output == null) {
      throw usage("Name the folder to make with -o, or list the presets with --list");
    }
    PrintWriter err = spec.commandLine().getErr();
    // Checked with a stand-in for the programs, before the soundfont is opened: typing errors
    // first.
    RenderPlan plan = plan(numericPrograms());
    SoundfontRenderer.checkFolder(output, force);
    long start = System.nanoTime();
    RenderReport report;
    try (SoundfontRenderer renderer = open();
        Progress progress = new Progress(err, "render", verbosity.quiet())) {
      plan = plan(programs(renderer));
      if (dryRun.wanted()) {
        return estimate(renderer, plan);
      }
      report = renderer.render(plan, output, BuildVersion.version(), force, listener(progress));
    }
    double elapsedSeconds = (System.nanoTime() - start) / 1e9;
    PrintWriter out = spec.commandLine().getOut();
    RenderTable table = new RenderTable(output, report, plan, elapsedSeconds);
    if (json) {
      table.printJson(out);
    } else if (!verbosity.quiet()) {
      table.print(out);
    }
    return ExitCodes.OK;
  }

  private int estimate(SoundfontRenderer renderer, RenderPlan plan) throws IOException {
    WorkEstimate estimate =
        SoundfontEstimate.of(
            plan, renderer.rehearse(plan, output, BuildVersion.version(), force), output);
    try (InputLoop loop = InputLoop.failures(spec.commandLine())) {
      return dryRun.print(estimate, output, loop, json);
    }
  }

  private SoundfontRenderer open() throws IOException {
    return soundfont == null ? SoundfontRenderer.builtIn() : SoundfontRenderer.open(soundfont);
  }

  private SoundfontRenderer.Listener listener(Progress progress) {
    return new SoundfontRenderer.Listener() {
      private int mended;

      @Override
      public void rendered(long done, long total, String name) {
        progress.update(done, total, name);
      }

      @Override
      public void mended(String sentence) {
        PrintWriter err = spec.commandLine().getErr();
        if (++mended <= MENDED_MAX) {
          err.println(ExitCodes.asSentence(sentence));
        } else if (mended == MENDED_MAX + 1) {
          err.println("More of this soundfont was mended; --list --json names all.");
        }
      }
    };
  }

  private RenderPlan plan(List<Integer> numbers) {
    double hold =
        holdSeconds == null
            ? seconds * RenderPlan.NSYNTH_HOLD_SECONDS / RenderPlan.NSYNTH_SECONDS
            : holdSeconds;
    String standard = bank == SoundfontPreset.DRUM_BANK ? DRUM_PITCHES : MELODIC_PITCHES;
    List<Integer> pitchNumbers =
        numbers("--pitches", pitches == null ? standard : pitches, NumberList::parsePitches);
    List<Integer> velocityNumbers = numbers("--velocities", velocities, NumberList::parse);
    try {
      return new RenderPlan(
          bank,
          numbers,
          pitchNumbers,
          velocityNumbers,
          seconds,
          hold,
          gainDb,
          rateHz,
          instrumentOffset);
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
  }

  private List<Integer> numbers(String option, String text, Function<String, List<Integer>> parse) {
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      throw usage(option + ": " + e.getMessage());
    }
  }

  /** Those programs that are given as numbers; 0 if there are none. */
  private List<Integer> numericPrograms() {
    List<Integer> numbers = new ArrayList<>();
    for (String word : words()) {
      if (!startsWithLetter(word)) {
        numbers.addAll(numbers("--programs", word, NumberList::parse));
      }
    }
    return numbers.isEmpty() ? List.of(0) : numbers;
  }

  private List<String> words() {
    return programs == null
        ? List.of()
        : Stream.of(programs.split(",", -1)).map(String::strip).toList();
  }

  private static boolean startsWithLetter(String word) {
    return !word.isEmpty() && Character.isLetter(word.charAt(0));
  }

  private List<Integer> programs(SoundfontRenderer renderer) throws IOException {
    List<SoundfontPreset> available = renderer.presets(bank);
    List<Integer> numbers = new ArrayList<>();
    for (String word : words()) {
      numbers.addAll(
          startsWithLetter(word)
              ? named(word, available)
              : numbers("--programs", word, NumberList::parse));
    }
    if (programs == null) {
      for (SoundfontPreset preset : available) {
        if (!preset.keys().isEmpty()
            && (preset.isDrumKit() || GeneralMidi.program(preset.program()).melodic())) {
          numbers.add(preset.program());
        }
      }
      if (numbers.isEmpty()) {
        throw new BadDataException(
            renderer.soundfont()
                + ": has no melodic program in bank "
                + bank
                + " that can be played; see --list, and name others with --programs.");
      }
    }
    return numbers;
  }

  /** The programs of a family, or of the soundfont's presets of that name. */
  private List<Integer> named(String word, List<SoundfontPreset> available) {
    List<Integer> presets =
        available.stream()
            .filter(preset -> preset.name().equalsIgnoreCase(word))
            .map(SoundfontPreset::program)
            .toList();
    Optional<Family> family = Family.of(word.toLowerCase(Locale.ROOT));
    if (family.isPresent() && bank != SoundfontPreset.DRUM_BANK) {
      return GeneralMidi.melodic(family.get()).stream().map(GeneralMidi.Program::number).toList();
    }
    if (presets.isEmpty()) {
      throw usage(
          "--programs: '"
              + word
              + "' is neither a preset in bank "
              + bank
              + ", see --list, nor a family; these are: "
              + Stream.of(Family.values()).map(Family::label).collect(Collectors.joining(" ")));
    }
    return presets;
  }

  private ParameterException usage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence + ".");
  }
}
