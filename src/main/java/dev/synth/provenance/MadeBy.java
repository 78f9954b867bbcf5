package dev.synth.provenance;

import dev.synth.provenance.sources.TrainingNotes;
import dev.synth.provenance.sources.TrainingNotesFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * The model that makes a file.
 *
 * @param name for people
 * @param sha256 of its file, in hexadecimal
 * @param attribution that its training data's licences ask to be kept with what it makes; empty for
 *     none
 */
public record MadeBy(String name, String sha256, String attribution) {
  /**
   * The model of a file, with the attribution that the index of its training notes asks for, if
   * there is one beside it.
   */
  public static MadeBy of(String name, String sha256, Path file) throws IOException {
    String attribution =
        TrainingNotesFile.sources(TrainingNotes.besides(file)).stream()
            .filter(TrainingNotes.Source::asksForAttribution)
            .map(source -> source.name() + " (" + source.licence() + ")")
            .collect(Collectors.joining("; "));
    return new MadeBy(name, sha256, attribution.isEmpty() ? "" : "Model trained on " + attribution);
  }
}
