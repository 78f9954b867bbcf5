package dev.synth.eval;

import dev.synth.audio.AudioClip;
import dev.synth.dataset.inspect.SoundPrint;
import dev.synth.model.Capability;
import dev.synth.model.ModelFile;
import dev.synth.model.SavedModel;
import dev.synth.provenance.sources.TrainingNotes;
import dev.synth.provenance.sources.TrainingNotesFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A model that is measured.
 *
 * @param name that tells it from the others of the report, and from the references
 * @param file how the model was named on the command line
 * @param trained the notes that it was trained on, where they are known
 */
public record NamedModel(
    String name, String file, SavedModel model, Optional<TrainingNotes> trained) {
  private static final String ONLY = "model";

  /**
   * Names models by their files, or by their folders where these are called as in a run's folder.
   * One by itself is called {@value #ONLY}.
   *
   * @param models as many as files
   */
  public static List<NamedModel> of(List<Path> files, List<SavedModel> models) {
    Set<String> taken = new HashSet<>(Set.of("paper", "pitchCountedOn"));
    for (ReconstructionMethod reference : ReconstructionMethod.REFERENCES) {
      taken.add(reference.key());
      taken.add(reference.label());
    }
    List<NamedModel> named = new ArrayList<>();
    for (int i = 0; i < models.size(); i++) {
      String name = models.size() == 1 ? ONLY : name(files.get(i));
      String unique = name;
      for (int n = 2; !taken.add(unique); n++) {
        unique = name + " (" + n + ")";
      }
      named.add(new NamedModel(unique, files.get(i).toString(), models.get(i), Optional.empty()));
    }
    return named;
  }

  /** With its training notes, if there is an index of them beside its file. */
  public NamedModel withTrainingNotes() throws IOException {
    Path index = TrainingNotes.besides(Path.of(file));
    return Files.exists(index)
        ? new NamedModel(name, file, model, Optional.of(TrainingNotesFile.read(index)))
        : this;
  }

  /** Distance of a sound to the nearest training note; NaN where these are not known. */
  double toTraining(float[] samples, int sampleRateHz) {
    if (trained.isEmpty()) {
      return Double.NaN;
    }
    return SoundPrint.of(new AudioClip(samples, sampleRateHz))
        .map(print -> trained.get().nearest(print, 1).get(0).distance())
        .orElse(Double.NaN);
  }

  private static String name(Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    String name = file.getFileName().toString();
    if (name.equals(ModelFile.NAME) && folder.getFileName() != null) {
      return folder.getFileName().toString();
    }
    return name.endsWith(ModelFile.ENDING)
        ? name.substring(0, name.length() - ModelFile.ENDING.length())
        : name;
  }

  /** Its column in the report. */
  public ReconstructionMethod method() {
    return ReconstructionMethod.model(name);
  }

  /** Whether it has a likelihood. */
  public boolean canScore() {
    return model.kind().capabilities().contains(Capability.SCORE_LIKELIHOOD);
  }
}
