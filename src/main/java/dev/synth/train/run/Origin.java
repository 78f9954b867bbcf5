package dev.synth.train.run;

import dev.synth.io.BadDataException;
import dev.synth.io.NoInputException;
import dev.synth.model.ModelFile;
import dev.synth.model.SavedModel;
import java.io.IOException;
import java.nio.file.Path;

/** What a new run begins with: random weights, those of a model, or all of another run's state. */
public final class Origin {
  /** Random weights. */
  public static final Origin NOTHING = new Origin(null, null, null);

  private final SavedModel model;
  private final Checkpoint checkpoint;
  private final RunSettings settings;

  private Origin(SavedModel model, Checkpoint checkpoint, RunSettings settings) {
    this.model = model;
    this.checkpoint = checkpoint;
    this.settings = settings;
  }

  /** The weights of {@code model}. */
  public static Origin of(SavedModel model) {
    return new Origin(model, null, null);
  }

  /**
   * Weights, Adam's moments, step and place in the data of the last whole checkpoint of {@code
   * run}, which is left as it is.
   *
   * @throws NoInputException if there is no run
   * @throws BadDataException if it has no whole checkpoint
   */
  public static Origin forkOf(Path run) throws IOException {
    RunFolder folder = new RunFolder(run);
    if (!folder.isRun()) {
      throw new NoInputException(
          run + ": is no run's folder (it has no " + RunFolder.CONFIGURATION + ").");
    }
    BadDataException last = new BadDataException(run + ": has no checkpoint yet.");
    for (Checkpoint checkpoint : new Checkpoints(folder.checkpoints(), 0).all()) {
      try {
        checkpoint.check();
        SavedModel model = ModelFile.read(checkpoint.file(Checkpoint.MODEL));
        return new Origin(model, checkpoint, folder.settings());
      } catch (BadDataException e) {
        last = e;
      }
    }
    throw last;
  }

  /** The model whose sizes the run has; null where it begins with random weights. */
  public SavedModel model() {
    return model;
  }

  /** Steps that were taken before the run began. */
  public long step() {
    return checkpoint == null ? 0 : checkpoint.step();
  }

  /** The checkpoint whose state is taken over; null for none. */
  Checkpoint checkpoint() {
    return checkpoint;
  }

  /** Whether the run that is forked learned the same notes, so that its place in them holds. */
  boolean hasNotesOf(RunSettings other) {
    return settings.text(RunSettings.DATA).equals(other.text(RunSettings.DATA));
  }
}
