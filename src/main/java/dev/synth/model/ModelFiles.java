package dev.synth.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The files that models on a command line mean: the models that come with synth have names. */
public final class ModelFiles {
  /**
   * The names of the models that come with synth and encode and play, that which is used when none
   * is named first.
   */
  public static final List<String> PLAYERS = List.of("instant", "wavenet");

  /** The name of the classifier that comes with synth. */
  public static final String CLASSIFIER = "classifier";

  private ModelFiles() {}

  /** Whether {@code given} is the name of a model that comes with synth, and nothing else. */
  public static boolean isName(Path given) {
    String name = given.toString();
    return (PLAYERS.contains(name) || name.equals(CLASSIFIER)) && !Files.exists(given);
  }

  /** The file that is meant: one that comes with synth, a run folder's model, or itself. */
  public static Path of(Path given) {
    return isName(given) ? shipped(given.toString()) : ModelFile.in(given);
  }

  /** The model that is used when none is named. */
  public static Path byDefault() {
    return shipped(PLAYERS.get(0));
  }

  /** The name of the model that comes with synth and whose encoder has the checksum, if one has. */
  public static Optional<String> nameOfEncoder(String sha256) {
    for (String name : PLAYERS) {
      try {
        if (ModelFile.read(shipped(name)).encoderSha256().equals(sha256)) {
          return Optional.of(name);
        }
      } catch (IOException | RuntimeException e) {
        continue; // it is not there, or cannot be read: then it is not what is meant
      }
    }
    return Optional.empty();
  }

  private static Path shipped(String name) {
    return Path.of(System.getProperty("synth.home", "."), "nsynth-data", name + ModelFile.ENDING);
  }
}
