package dev.synth.app.play;

import dev.synth.app.LatentInputs;
import dev.synth.app.LoadedModel;
import dev.synth.dataset.Labels;
import dev.synth.io.BadDataException;
import dev.synth.io.NoInputException;
import dev.synth.io.text.Printable;
import dev.synth.model.ModelKind;
import dev.synth.render.grid.GridCorner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Sounds for the corners of a pad: files, and a library of instruments that come with synth. They
 * are encoded one after the other, whichever threads ask, and those of the library once.
 */
public final class PlayedSounds implements AutoCloseable {
  /** The instruments of the library, and what the names of their notes begin with. */
  private static final Map<String, String> LIBRARY = new LinkedHashMap<>();

  static {
    LIBRARY.put("Flute", "flute_acoustic_073");
    LIBRARY.put("Clarinet", "reed_acoustic_071");
    LIBRARY.put("Trumpet", "brass_acoustic_056");
    LIBRARY.put("Choir", "vocal_acoustic_052");
    LIBRARY.put("Cello", "string_acoustic_042");
    LIBRARY.put("Piano", "keyboard_acoustic_000");
    LIBRARY.put("Guitar", "guitar_acoustic_024");
    LIBRARY.put("Vibraphone", "mallet_acoustic_011");
  }

  /** The corners where none are named. */
  public static final List<String> DEFAULT = List.of("Flute", "Trumpet", "Cello", "Piano");

  /** Of a sound whose pitch nobody knows, C4 is the key at which it sounds as it is. */
  private static final double UNKNOWN_PITCH = 60;

  /** A note is not longer. */
  private static final int SECONDS_MAX = 30;

  private static final int NAME_MAX = 40;

  /** The velocity of the notes that are taken where there are several. */
  private static final int LOUD = 100;

  private final LatentInputs inputs;
  private final ModelKind kind;
  private final Path notes;
  private final Map<String, Corner> known = new LinkedHashMap<>();

  /**
   * Sounds as {@code model} hears them.
   *
   * @param notes the folder of the notes that come with synth
   * @param threads that encode
   */
  public PlayedSounds(LoadedModel model, Path notes, int threads) {
    this.inputs = new LatentInputs(model.saved(), threads);
    this.kind = model.saved().kind();
    this.notes = notes;
  }

  /** The names of the library's instruments; none where their notes are not there. */
  public List<String> library() {
    return Files.isDirectory(notes) ? List.copyOf(LIBRARY.keySet()) : List.of();
  }

  /**
   * An instrument of the library.
   *
   * @throws NoInputException if there is none of the name, or its notes are not there
   */
  public synchronized Corner library(String name) throws IOException {
    Corner corner = known.get(name);
    if (corner != null) {
      return corner;
    }
    String instrument = LIBRARY.get(name);
    if (instrument == null) {
      throw new NoInputException("There is no sound named " + Printable.name(name) + ".");
    }
    List<Path> files;
    try (Stream<Path> all = Files.list(notes)) {
      files =
          all.filter(file -> file.getFileName().toString().startsWith(instrument + "-"))
              .sorted()
              .toList();
    } catch (java.nio.file.NoSuchFileException e) {
      throw new NoInputException(notes + ": no such folder; it comes with synth.");
    }
    if (files.isEmpty()) {
      throw new NoInputException(notes + ": has no notes of " + instrument + ".");
    }
    List<HeldSound> sounds = new ArrayList<>();
    for (Path file : files) {
      sounds.add(sound(inputs.encode(file)));
    }
    corner = new Corner(name, sounds);
    known.put(name, corner);
    return corner;
  }

  /**
   * A sound or an embedding.
   *
   * @param name what the page calls it; its name without an ending is taken
   * @param remarks receives sentences about it
   * @throws BadDataException if it is neither, or an embedding of another model
   */
  public synchronized Corner of(Path file, String name, Consumer<String> remarks)
      throws IOException {
    return new Corner(shortName(name), List.of(sound(load(file, remarks))));
  }

  /**
   * The sounds and embeddings of an instrument, one for each pitch.
   *
   * @param remarks receives sentences about them
   * @throws BadDataException if their names say that they are of several instruments
   */
  public synchronized Corner of(GridCorner instrument, Consumer<String> remarks)
      throws IOException {
    checkOne(instrument);
    Map<Path, HeldSound> sounds = new LinkedHashMap<>();
    for (GridCorner.Source source : instrument.sources()) {
      int pitch = source.pitch().orElse((int) UNKNOWN_PITCH);
      Path file = instrument.nearest(pitch, LOUD).file();
      if (!sounds.containsKey(file)) {
        sounds.put(file, sound(load(file, remarks)));
      }
    }
    return new Corner(instrument.name(), List.copyOf(sounds.values()));
  }

  private static void checkOne(GridCorner corner) throws BadDataException {
    List<String> names =
        corner.sources().stream()
            .flatMap(
                source -> Labels.parse(GridCorner.stem(source.file())).instrumentName().stream())
            .distinct()
            .sorted()
            .toList();
    if (names.size() > 1) {
      Path folder = corner.sources().get(0).file().getParent();
      String one = names.get(0) + "-*";
      throw new BadDataException(
          (folder == null ? "" : folder + ": ")
              + "notes of "
              + names.size()
              + " instruments ("
              + String.join(", ", names)
              + ") are too many for one corner; take one instrument, as by the quoted pattern '"
              + (folder == null ? one : folder.resolve(one))
              + "'.");
    }
  }

  private LatentInputs.Latent load(Path file, Consumer<String> remarks) throws IOException {
    return LatentInputs.isEmbedding(file)
        ? inputs.read(file)
        : inputs.encode(file, SECONDS_MAX, remarks);
  }

  private HeldSound sound(LatentInputs.Latent latent) {
    OptionalDouble pitch = latent.pitch();
    return HeldSound.of(
        pitch.orElse(UNKNOWN_PITCH), latent.embedding(), kind.frameLevelsDb(latent.embedding()));
  }

  private static String shortName(String file) {
    int dot = file.lastIndexOf('.');
    String stem = (dot > 0 ? file.substring(0, dot) : file).replaceFirst("_embeddings$", "");
    String name = Labels.parse(stem + ".wav").instrumentName().orElse(stem);
    String shown = Printable.name(name);
    return shown.length() > NAME_MAX ? shown.substring(0, NAME_MAX) + "..." : shown;
  }

  @Override
  public synchronized void close() {
    inputs.close();
  }
}
