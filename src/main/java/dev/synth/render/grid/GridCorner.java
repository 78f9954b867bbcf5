package dev.synth.render.grid;

import dev.synth.audio.AudioFile;
import dev.synth.dataset.Labels;
import dev.synth.dataset.Note;
import dev.synth.dataset.NoteNames;
import dev.synth.dataset.NotePitch;
import dev.synth.dsp.pitch.PitchEstimator;
import dev.synth.io.BadDataException;
import dev.synth.latent.EmbeddingFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
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
   * @param pitch MIDI, where its name, its embedding or its sound tells
   * @param velocity MIDI, where its name tells
   */
  public record Source(Path file, OptionalInt pitch, OptionalInt velocity) {}

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]*");

  /**
   * A corner of {@code files}.
   *
   * @param name or null, for what the files' names have in common
   * @throws IOException if a file has to be read to know its pitch, and cannot be
   * @throws BadDataException if one of several has no known pitch, or the name cannot be part of a
   *     file's
   */
  public static GridCorner of(String name, List<Path> files) throws IOException {
    List<Source> sources = new ArrayList<>();
    for (Path file : files) {
      Source source = source(file, files.size() > 1);
      if (files.size() > 1 && source.pitch().isEmpty()) {
        throw new BadDataException(
            file
                + ": has no known pitch, which it must have among several for one corner; put it"
                + " into the name, as in flute C4.wav or flute_60.wav.");
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

  /**
   * A sound or embedding with its pitch.
   *
   * @param needed whether the pitch decides for which notes it is taken
   */
  private static Source source(Path file, boolean needed) throws IOException {
    String stem = stem(file);
    Labels labels = Labels.parse(stem + ".wav");
    OptionalInt pitch = labels.pitch();
    if (pitch.isEmpty() && needed) {
      Optional<NoteNames.Found> numbered = NoteNames.in(stem, NoteNames.MIDDLE_C_OCTAVE);
      pitch = numbered.isPresent() ? OptionalInt.of(numbered.get().midi()) : known(file);
    }
    return new Source(file, pitch, labels.velocity());
  }

  private static OptionalInt known(Path file) throws IOException {
    if (isEmbedding(file)) {
      return EmbeddingFile.load(file).info().knownPitch();
    }
    return NotePitch.of(
            Note.of(file), OptionalInt.empty(), PitchEstimator.estimate(AudioFile.read(file)))
        .midi();
  }

  private static boolean isEmbedding(Path file) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".npy");
  }

  /** The file's name without ending and without what encoding adds. */
  public static String stem(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return (dot > 0 ? name.substring(0, dot) : name).replaceFirst("_embeddings$", "");
  }

  /**
   * The instrument in NSynth's names, else what the names begin with, numbers at its end left out;
   * else their folder's name.
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
    String bare = files.size() == 1 ? common : common.replaceFirst("[_\\s-]+\\d*$", "");
    Path folder = files.get(0).toAbsolutePath().getParent();
    if (bare.isEmpty() && folder.getFileName() != null) {
      bare = folder.getFileName().toString();
    }
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
