package dev.synth.cli.option;

import dev.synth.cli.ExitCodes;
import dev.synth.io.BadDataException;
import dev.synth.io.FileNames;
import dev.synth.io.InputFile;
import dev.synth.io.NoInputException;
import dev.synth.io.PathNames;
import dev.synth.latent.TimeLength;
import dev.synth.render.grid.GridCorner;
import dev.synth.render.grid.GridMix;
import dev.synth.render.grid.GridPlan;
import dev.synth.render.grid.SamplerFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a grid is of, and what it is made into. */
public final class GridOptions {
  /** Points a side of the largest grid; ten times what a pad of the device has. */
  private static final int SIZE_MAX = 101;

  private static final int NOTES_MAX = 1_000_000;

  /** Forms in which a grid is written besides WAV files and their manifest. */
  public enum Form {
    /** SFZ instruments, one a point and one for all. */
    SFZ,
    /** Presets for Decent Sampler, one a point and one for all. */
    DSPRESET,
    /** A file for an Open NSynth Super. */
    PADS;

    /** In small letters, as it is typed. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--corners",
      arity = "2..4",
      paramLabel = "SOUNDS",
      description =
          "The instruments, as top left, top right, bottom left, bottom right; or two, as left and"
              + " right. Each is a sound or embedding for all notes, or a folder or quoted pattern"
              + " of one for each pitch, told by the name (flute C4.wav, flute_60.wav), the embedding or"
              + " the sound; NAME=SOUNDS names it.")
  private List<String> corners = new ArrayList<>();

  @Option(
      names = "--size",
      paramLabel = "N",
      defaultValue = "5",
      description = "Points per side, corners included (default: ${DEFAULT-VALUE}).")
  private int size;

  @Option(
      names = "--pitches",
      paramLabel = "LIST",
      defaultValue = "60",
      description =
          "Pitches to play every point at, MIDI numbers or notes, such as 24..84/4 or C3..C5/2"
              + " (default: ${DEFAULT-VALUE}).")
  private String pitches;

  @Option(
      names = "--velocities",
      paramLabel = "LIST",
      defaultValue = "100",
      description =
          "MIDI velocities; they choose among the corners' sounds (default: ${DEFAULT-VALUE}).")
  private String velocities;

  @Option(
      names = "--interpolation",
      paramLabel = "HOW",
      defaultValue = "linear",
      description =
          "linear, slerp, or distance, as Open NSynth Super's sounds were made (default:"
              + " ${DEFAULT-VALUE}).")
  private GridMix interpolation;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "grid",
      description = "What the files' names begin with (default: ${DEFAULT-VALUE}).")
  private String name;

  @Option(
      names = "--forms",
      paramLabel = "LIST",
      split = ",",
      description =
          "Also write instruments of the WAV files, one or several of sfz, dspreset (Decent"
              + " Sampler) and pads (Open NSynth Super).")
  private Set<Form> forms = EnumSet.noneOf(Form.class);

  @Option(
      names = "--pad-length",
      paramLabel = "LENGTH",
      converter = TimeLengthConverter.class,
      defaultValue = "60000samples",
      description =
          "Length of each sound in the pads file, as in the device's settings.json (default:"
              + " ${DEFAULT-VALUE}).")
  private TimeLength padLength;

  @Option(
      names = "--no-loop",
      description =
          "Leave sustained notes as they are, without a loop for samplers. Else what of a note is"
              + " even is looped, and its end faded into its beginning.")
  private boolean noLoop;

  private boolean wants(Form form) {
    return forms.contains(form);
  }

  /** Whether notes that are sustained are given a loop. */
  public boolean wantsLoop() {
    return !noLoop;
  }

  /** The wanted formats of instruments for samplers. */
  public Set<SamplerFormat> samplers() {
    Set<SamplerFormat> samplers = EnumSet.noneOf(SamplerFormat.class);
    if (wants(Form.SFZ)) {
      samplers.add(SamplerFormat.SFZ);
    }
    if (wants(Form.DSPRESET)) {
      samplers.add(SamplerFormat.DSPRESET);
    }
    return samplers;
  }

  /** Length of each sound in the pads file; null where none is wanted. */
  public TimeLength padLength() {
    return wants(Form.PADS) ? padLength : null;
  }

  /** The plan the options make; corners' files are looked for, but not read. */
  public GridPlan plan(long seed) throws IOException {
    if (corners.size() != 2 && corners.size() != 4) {
      throw usage("--corners wants four instruments, or two for a line, not " + corners.size());
    }
    if (size < 2 || size > SIZE_MAX) {
      throw usage("--size must be from 2 to " + SIZE_MAX + ", not " + size);
    }
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._+-]*")) {
      throw usage("--name: '" + name + "' must be of letters, digits, '-', '_', '+' and '.'");
    }
    String problem = FileNames.problem(name + ".sfz");
    if (problem != null) {
      throw usage("--name: '" + name + "' " + problem);
    }
    List<Integer> wantedPitches = midi("--pitches", pitches, NumberList::parsePitches);
    List<Integer> wantedVelocities = midi("--velocities", velocities, NumberList::parse);
    if (wants(Form.PADS) && (corners.size() != 4 || wantedVelocities.size() != 1)) {
      throw usage(
          "--forms pads wants four corners and one velocity, which the device does not tell");
    }
    List<GridCorner> found = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (String corner : corners) {
      GridCorner next = corner(corner);
      if (!names.add(next.name())) {
        throw usage(
            "--corners: two are called " + next.name() + "; name one, as in other=" + corner);
      }
      found.add(next);
    }
    GridPlan plan =
        new GridPlan(name, found, interpolation, size, wantedPitches, wantedVelocities, seed);
    long notes = (long) plan.size() * plan.rows() * wantedPitches.size() * wantedVelocities.size();
    if (notes > NOTES_MAX) {
      throw usage(notes + " notes are more than the " + NOTES_MAX + " of the largest grid");
    }
    return plan;
  }

  private GridCorner corner(String text) throws IOException {
    return corner(
        text,
        (input, problem) ->
            spec.commandLine().getErr().println("synth: " + ExitCodes.sentence(problem)));
  }

  /**
   * The corner that {@code text} stands for: {@code PATH} or {@code NAME=PATH}, a file, a folder or
   * a pattern.
   *
   * @param problems receives what keeps one of its files from being taken
   */
  public static GridCorner corner(String text, NamedInputs.Problems problems) throws IOException {
    int equals = Files.exists(PathNames.of(text)) ? -1 : text.indexOf('=');
    String given = equals < 0 ? null : text.substring(0, equals);
    Path path = PathNames.of(text.substring(equals + 1));
    List<Path> files = new ArrayList<>();
    for (NamedInputs.Named each : new NamedInputs().expand(List.of(path), problems)) {
      files.addAll(NamedInputs.soundsAndEmbeddings(each.path(), problems));
    }
    for (Path file : files) {
      if (!Files.exists(file)) {
        throw new NoInputException(
            file + ": " + InputFile.problem(file, "no such file, folder or pattern") + ".");
      }
    }
    if (files.isEmpty()) {
      throw new BadDataException(path + ": has neither .wav nor .npy files.");
    }
    return GridCorner.of(given, files);
  }

  private List<Integer> midi(String option, String text, Function<String, List<Integer>> parse) {
    List<Integer> numbers;
    try {
      numbers = parse.apply(text);
    } catch (IllegalArgumentException e) {
      throw usage(option + ": " + e.getMessage());
    }
    if (new HashSet<>(numbers).size() < numbers.size()) {
      throw usage(option + ": " + text + " has a number twice");
    }
    for (int number : numbers) {
      if (number > 127) {
        throw usage(option + ": " + number + " is not from 0 to 127");
      }
    }
    return numbers;
  }

  private ParameterException usage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence + ".");
  }
}
