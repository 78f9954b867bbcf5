package dev.synth.models.classifier;

import dev.synth.model.Preset;
import java.util.List;

/** The presets of the classifier; {@code presets/*.json} beside this class holds them. */
public final class ClassifierPresets {
  private static final ClassifierKind KIND = new ClassifierKind();

  /** The one to ship. */
  public static final Preset CLASSIFIER = Preset.resource(KIND, "classifier");

  /** For tests and first tries. */
  public static final Preset TINY = Preset.resource(KIND, "classifier-tiny");

  static final List<Preset> ALL = List.of(CLASSIFIER, TINY);

  private ClassifierPresets() {}

  /** The sizes of {@link #TINY}. */
  public static ClassifierSpec tiny() {
    return (ClassifierSpec) TINY.spec();
  }
}
