package dev.synth.train;

import dev.synth.io.BadDataException;
import dev.synth.model.ModelKind;
import dev.synth.model.ModelKinds;
import dev.synth.model.ModelSpec;
import dev.synth.train.data.NoteSplit;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A kind of model that synth can train. */
public interface TrainableKind extends ModelKind {
  /**
   * The task of training a model by {@code plan}. Reads what it will measure on.
   *
   * @param plan whose spec is of this kind
   * @param problems receives a sentence on each note that cannot be read and is skipped
   * @throws IOException if no note can be read
   */
  Task<?> task(TrainingPlan plan, RunPolicy policy, NoteSplit notes, Consumer<String> problems)
      throws IOException;

  /** What a run would take of memory. */
  MemoryEstimate memory(TrainingPlan plan, RunPolicy policy);

  /**
   * Whether products of its training can be computed in less than float ({@link
   * LearningPlan#precision}); a kind of Deeplearning4j's own layers cannot.
   */
  default boolean mixesPrecision() {
    return false;
  }

  /**
   * Refuses what this kind cannot train by, whatever the notes.
   *
   * @throws IllegalArgumentException with a sentence, without its full stop, on the setting
   */
  default void check(TrainingPlan plan) {}

  /**
   * The kind of {@code spec}.
   *
   * @throws BadDataException if models of that kind cannot be trained; it says which can
   */
  static TrainableKind of(ModelSpec spec) throws BadDataException {
    if (ModelKinds.named("this specification", spec.kind()) instanceof TrainableKind kind) {
      return kind;
    }
    throw new BadDataException(
        "A model of kind "
            + spec.kind()
            + " cannot be trained; models of these kinds can: "
            + ModelKinds.all().stream()
                .filter(TrainableKind.class::isInstance)
                .map(ModelKind::name)
                .collect(Collectors.joining(", "))
            + ".");
  }
}
