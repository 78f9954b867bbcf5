package dev.synth.models.classifier;

import dev.synth.model.Capability;
import dev.synth.model.ModelSpec;
import dev.synth.model.Preset;
import dev.synth.model.SavedModel;
import dev.synth.model.classes.Classifier;
import dev.synth.models.classifier.train.ClassifierTask;
import dev.synth.train.MemoryEstimate;
import dev.synth.train.RunPolicy;
import dev.synth.train.Task;
import dev.synth.train.TrainableKind;
import dev.synth.train.TrainingPlan;
import dev.synth.train.data.NoteSplit;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/** The classifier of notes as a kind of model. */
public final class ClassifierKind implements TrainableKind {
  @Override
  public String name() {
    return ClassifierSpec.KIND;
  }

  @Override
  public Class<ClassifierSpec> specType() {
    return ClassifierSpec.class;
  }

  @Override
  public List<Preset> presets() {
    return ClassifierPresets.ALL;
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.CLASSIFY);
  }

  @Override
  public boolean isInPyTorchOrder() {
    return true;
  }

  @Override
  public String describe(ModelSpec sizes) {
    ClassifierSpec spec = (ClassifierSpec) sizes;
    return String.format(
        Locale.ROOT,
        "  hears %.2f s at %d Hz as %d frames of %d mel bands, and %d spectra of three bins a"
            + " semitone%n"
            + "  pitch: 3 convolutions, width %d; the rest: %d convolutions, width %d to %d, and %d"
            + " hidden units",
        (double) spec.heardSamples() / spec.sampleRateHz(),
        spec.sampleRateHz(),
        spec.frames(),
        spec.melBands(),
        NoteFeatures.SECTIONS,
        spec.pitchWidth(),
        ClassifierSpec.HALVINGS,
        spec.channels(1),
        spec.channels(ClassifierSpec.HALVINGS),
        spec.hidden());
  }

  @Override
  public Classifier classifier(SavedModel model, int threads) {
    return NoteClassifier.of(model, threads);
  }

  @Override
  public Task<?> task(
      TrainingPlan plan, RunPolicy policy, NoteSplit notes, Consumer<String> problems)
      throws IOException {
    return ClassifierTask.of(plan, policy, notes, problems);
  }

  @Override
  public MemoryEstimate memory(TrainingPlan plan, RunPolicy policy) {
    return ClassifierTask.memory(plan, policy);
  }

  @Override
  public void check(TrainingPlan plan) {
    ClassifierTask.check(plan);
  }
}
