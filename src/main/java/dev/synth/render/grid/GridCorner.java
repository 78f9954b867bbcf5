package dev.synth.render.grid;

import dev.synth.dataset.Labels;
import dev.synth.io.BadDataException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A corner of a grid: an instrument, as one sound for all notes or as one for each of several
 * pitches and velocities.
 *
 * @param name of the instrument, in file names
 * @param sources its sounds or embeddings, at least one
 */
public record GridCorner(String name, List<Source> sources) {
  /**
   * A sound or embedding.
   *
   * @param pitch MIDI, where its name tells
   * @param velocity MIDI, where its name tells
   */
  public record Source(Path file, OptionalInt pitch, OptionalInt velocity) {}

  // guitar_24.wav, as Open NSynth Super names its inputs.
  private static final Pattern NUMBERED = Pattern.compile(".*?[_-](\\d{1,3})");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]*");
  private static final int MIDI_MAX = 127;

  /**
   * A corner of {@code files}.
   *
   * @param name or null, for what the files' names have in common
   * @throws BadDataException if several files tell no pitch, or the name cannot be part of a file's
   */
  public static GridCorner of(String name, List<Path> files) throws BadDataException {
    List<Source> sources = new ArrayList<>();
    for (Path file : files) {
      Source source = source(file);
      if (files.size() > 1 && source.pitch().isEmpty()) {
        throw new BadDataException(
            file
                + ": tells no pitch in its name, which it must among several for one corner; name"
                + " it as flute_acoustic_001-060-100.wav or flute_60.wav.");
      }
      sources.add(source);
    }
    String known = name == null ? commonName(files) : name;
    if (!NAME.matcher(known).matches()) {
      throw new BadDataException(
          "'"
              + known
              + "' cannot name a corner; use letters, digits, '-', '_', '+' and '.', as in"
              + " flute=SOUNDS.");
    }
    return new GridCorner(known, List.copyOf(sources));
  }

  private static Source source(Path file) {
    String stem = stem(file);
    Labels labels = Labels.parse(stem);
    Matcher numbered = NUMBERED.matcher(stem);
    OptionalInt pitch = labels.pitch();
    if (pitch.isEmpty() && numbered.matches() && Integer.parseInt(numbered.group(1)) <= MIDI_MAX) {
      pitch = OptionalInt.of(Integer.parseInt(numbered.group(1)));
    }
    return new Source(file, pitch, labels.velocity());
  }

  /** The file's name without ending and without what encoding adds. */
  public static String stem(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return (dot > 0 ? name.substring(0, dot) : name).replaceFirst("_embeddings$", "");
  }

  /**
   * The instrument in NSynth's names, else what the names begin with, numbers at its end left out.
   */
  private static String commonName(List<Path> files) {
    List<Optional<String>> instruments =
        files.stream().map(f -> Labels.parse(stem(f)).instrumentName()).distinct().toList();
    if (instruments.size() == 1 && instruments.get(0).isPresent()) {
      return instruments.get(0).get();
    }
    String common = stem(files.get(0));
    for (Path file : files) {
      String other = stem(file);
      int same = 0;
      while (same < Math.min(common.length(), other.length())
          && common.charAt(same) == other.charAt(same)) {
        same++;
      }
      common = common.substring(0, same);
    }
    String bare = files.size() == 1 ? common : common.replaceFirst("[_-]\\d*$", "");
    return bare.replaceAll("[^A-Za-z0-9._+-]", "-");
  }

  /**
   * The source whose pitch is nearest, and of these the one whose velocity is; the lower of two.
   */
  public Source nearest(int pitch, int velocity) {
    return sources.stream()
        .min(
            Comparator.<Source>comparingInt(s -> Math.abs(s.pitch().orElse(pitch) - pitch))
                .thenComparingInt(s -> s.pitch().orElse(pitch))
                .thenComparingInt(s -> Math.abs(s.velocity().orElse(velocity) - velocity))
                .thenComparing(s -> s.file().toString()))
        .orElseThrow();
  }
}
