package dev.synth.eval;

import dev.synth.model.Capability;
import dev.synth.model.ModelFile;
import dev.synth.model.SavedModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A model that is measured.
 *
 * @param name that tells it from the others of the report, and from the references
 * @param file how the model was named on the command line
 */
public record NamedModel(String name, String file, SavedModel model) {
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
      named.add(new NamedModel(unique, files.get(i).toString(), models.get(i)));
    }
    return named;
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
