package dev.synth.provenance;

import dev.synth.model.Datasheet;
import dev.synth.model.SavedModel;
import dev.synth.provenance.sources.TrainingNotes;
import dev.synth.provenance.sources.TrainingNotesFile;
import java.io.IOException;
import java.nio.file.Path;

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
   * A model, with the attribution that its datasheet and the index of training notes beside it ask
   * for.
   *
   * @param file of the model
   */
  public static MadeBy of(SavedModel model, String sha256, Path file) throws IOException {
    Datasheet indexed = new Datasheet(TrainingNotesFile.sources(TrainingNotes.besides(file)), 0);
    String attribution = indexed.with(model.datasheet()).attribution();
    return new MadeBy(
        model.preset(), sha256, attribution.isEmpty() ? "" : "Model trained on " + attribution);
  }
}
