package dev.synth.app.compose;

import dev.synth.app.LatentInputs;
import dev.synth.io.BadDataException;
import dev.synth.io.BadSettingException;
import dev.synth.latent.Embedding;
import dev.synth.latent.Interpolation;
import dev.synth.latent.LatentFormat;
import dev.synth.latent.TimeLength;
import dev.synth.latent.TimeShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a part is played with: embeddings of notes at several pitches, or a morph from one such to
 * another along the piece.
 */
final class Instrument {
  /** Names of the instruments that come with synth, and the beginnings of their files' names. */
  private static final Map<String, String> SHIPPED =
      Map.of(
          "flute", "flute_acoustic_073",
          "piano", "keyboard_acoustic_000",
          "guitar", "guitar_acoustic_024",
          "vibraphone", "mallet_acoustic_011",
          "cello", "string_acoustic_042",
          "trumpet", "brass_acoustic_056",
          "clarinet", "reed_acoustic_071",
          "choir", "vocal_acoustic_052");

  private static final int[] SHIPPED_PITCHES = {48, 60, 72};
  private static final String MORPH = ">";

  /** The embedding of a note at a pitch. */
  private record Source(double pitch, Embedding embedding) {}

  private final List<Source> from;
  private final List<Source> to;
  private final LatentFormat format;
  private final Map<List<Object>, Embedding> made = new HashMap<>();

  private Instrument(List<Source> from, List<Source> to, LatentFormat format) {
    this.from = from;
    this.to = to;
    this.format = format;
  }

  /** The names of those that come with synth, in order. */
  static List<String> names() {
    return SHIPPED.keySet().stream().sorted().toList();
  }

  /**
   * The General MIDI program that is most like an instrument; of one that does not come with synth
   * another.
   *
   * @param otherwise that program
   */
  static int program(String description, int otherwise) {
    String stem = SHIPPED.get(description.split(MORPH, 2)[0]);
    return stem == null ? otherwise : Integer.parseInt(stem.substring(stem.length() - 3));
  }

  /** The files that a description means, without reading them. */
  static List<Path> files(String description) {
    List<Path> files = new ArrayList<>();
    for (String name : description.split(MORPH, 2)) {
      String stem = SHIPPED.get(name);
      if (stem == null) {
        files.add(Path.of(name));
        continue;
      }
      Path notes = Path.of(System.getProperty("synth.home", "."), "nsynth-data", "audio");
      for (int pitch : SHIPPED_PITCHES) {
        files.add(
            notes.resolve(String.format(java.util.Locale.ROOT, "%s-%03d-100.wav", stem, pitch)));
      }
    }
    return files;
  }

  /**
   * Refuses a description that can mean nothing, before any sound is made.
   *
   * @throws BadSettingException if an end of it is neither a name nor a file
   */
  static void check(String description) {
    for (String name : description.split(MORPH, 2)) {
      if (!SHIPPED.containsKey(name) && !Files.exists(Path.of(name))) {
        throw new BadSettingException(
            "The setting 'instrument': '"
                + name
                + "' is neither a file nor one of "
                + String.join(", ", names()));
      }
    }
  }

  /**
   * An instrument by its description: the name of one that comes with synth, a sound or embedding,
   * or two of these with {@code >} between for a morph.
   *
   * @throws BadDataException if a sound has no single pitch
   */
  static Instrument of(String description, LatentInputs inputs, LatentFormat format)
      throws IOException {
    check(description);
    String[] ends = description.split(MORPH, 2);
    return new Instrument(
        sources(ends[0], inputs), ends.length < 2 ? null : sources(ends[1], inputs), format);
  }

  private static List<Source> sources(String name, LatentInputs inputs) throws IOException {
    List<Source> sources = new ArrayList<>();
    for (Path file : files(name)) {
      LatentInputs.Latent latent = inputs.load(file);
      if (latent.isSilent()) {
        throw new BadDataException(file + ": is silent, and an instrument is made of a note.");
      }
      double pitch =
          latent
              .pitch()
              .orElseThrow(
                  () ->
                      new BadDataException(
                          file
                              + ": no single pitch is known of it, and an instrument is made of a"
                              + " note that has one."));
      sources.add(new Source(pitch, latent.embedding()));
    }
    return sources;
  }

  /** Whether it changes along the piece. */
  boolean isMorph() {
    return to != null;
  }

  /**
   * The embedding of a note.
   *
   * @param frames how long it is
   * @param place from 0, the beginning of the piece, to 1, its end
   */
  Embedding note(int midiPitch, int frames, double place) {
    List<Object> key = List.of(nearest(from, midiPitch), frames, isMorph() ? place : 0);
    return made.computeIfAbsent(
        key,
        k -> {
          Embedding first = held(from.get(nearest(from, midiPitch)).embedding(), frames);
          if (!isMorph()) {
            return first;
          }
          Embedding second = held(to.get(nearest(to, midiPitch)).embedding(), frames);
          return Interpolation.between(first, second, place, Interpolation.Mode.LINEAR);
        });
  }

  private static int nearest(List<Source> sources, int midiPitch) {
    int best = 0;
    for (int i = 1; i < sources.size(); i++) {
      if (Math.abs(sources.get(i).pitch() - midiPitch)
          < Math.abs(sources.get(best).pitch() - midiPitch)) {
        best = i;
      }
    }
    return best;
  }

  private Embedding held(Embedding embedding, int frames) {
    TimeLength length = new TimeLength(frames, TimeLength.Unit.FRAMES);
    Embedding held =
        embedding.frames() < frames
            ? new TimeShape(null, length, null, null, null).apply(embedding, format)
            : embedding;
    return new TimeShape(null, null, null, null, length).apply(held, format);
  }
}
