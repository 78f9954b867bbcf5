package dev.synth.app.trace;

import dev.synth.io.Sha256;
import dev.synth.model.ModelFiles;
import dev.synth.provenance.sources.TrainingNotes;
import dev.synth.provenance.sources.TrainingNotesFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Models and the indices of their training notes, each read once however many files ask. */
public final class NoteIndexes {
  private final Map<Path, TrainingNotes> read = new HashMap<>();
  private Map<String, Path> shipped;

  /** The model that comes with synth and whose file has the checksum, if one has. */
  Optional<Path> model(String sha256) throws IOException {
    if (sha256.isEmpty()) {
      return Optional.empty();
    }
    if (shipped == null) {
      shipped = new HashMap<>();
      for (String name : ModelFiles.PLAYERS) {
        Path file = ModelFiles.of(Path.of(name));
        if (Files.exists(file)) {
          shipped.put(Sha256.of(file), file);
        }
      }
    }
    return Optional.ofNullable(shipped.get(sha256));
  }

  /** The training notes of a model, if there is an index of them. */
  Optional<TrainingNotes> of(Path model) throws IOException {
    Path file = TrainingNotes.besides(model);
    if (!read.containsKey(file) && Files.exists(file)) {
      read.put(file, TrainingNotesFile.read(file));
    }
    return Optional.ofNullable(read.get(file));
  }
}
