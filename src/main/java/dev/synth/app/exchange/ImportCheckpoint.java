package dev.synth.app.exchange;

import dev.synth.app.exchange.CheckpointRow.Use;
import dev.synth.io.BadDataException;
import dev.synth.io.BadSettingException;
import dev.synth.io.checkpoint.TensorFlowCheckpoint;
import dev.synth.io.checkpoint.Variable;
import dev.synth.io.text.Printable;
import dev.synth.model.CheckpointTensor;
import dev.synth.model.ModelKinds;
import dev.synth.model.Preset;
import dev.synth.model.Provenance;
import dev.synth.model.SavedModel;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A model out of a checkpoint that Magenta's programs, or others that name their variables as these
 * do, trained with TensorFlow.
 */
public final class ImportCheckpoint implements Closeable {
  /** How TensorFlow names the moving average of a variable. */
  private static final String AVERAGE = "/ExponentialMovingAverage";

  private static final String STEPS = "global_step";

  /** What optimisers of TensorFlow 1 keep of each variable, under its name and one of these. */
  private static final Set<String> SLOTS =
      Set.of(
          "Adam",
          "Adam_1",
          "Momentum",
          "RMSProp",
          "RMSProp_1",
          "Adagrad",
          "Adadelta",
          "Adadelta_1",
          "Ftrl",
          "Ftrl_1");

  /** Which weights are wanted. */
  public enum Weights {
    /** The moving averages where there are any, else the weights as trained. */
    AVERAGED,
    /** The weights as the last step of training left them. */
    TRAINED
  }

  private final TensorFlowCheckpoint checkpoint;
  private final Preset sizes;
  private final Weights wanted;
  private final List<CheckpointTensor> tensors;
  private final Map<String, Variable> chosen = new LinkedHashMap<>();
  private final CheckpointReport report;

  private ImportCheckpoint(
      TensorFlowCheckpoint checkpoint, Preset sizes, Weights wanted, List<CheckpointTensor> tensors)
      throws IOException {
    this.checkpoint = checkpoint;
    this.sizes = sizes;
    this.wanted = wanted;
    this.tensors = tensors;
    this.report = compare();
  }

  /**
   * Opens a checkpoint and compares its variables with the tensors of a model.
   *
   * @param path as {@link TensorFlowCheckpoint#open} takes it
   * @param sizes of the model
   * @throws BadSettingException if there are no checkpoints of models of that kind
   */
  public static ImportCheckpoint open(Path path, Preset sizes, Weights wanted) throws IOException {
    List<CheckpointTensor> tensors =
        ModelKinds.named(sizes.name(), sizes.spec().kind()).checkpointTensors(sizes.spec());
    if (tensors.isEmpty()) {
      throw new BadSettingException(
          "The setting 'preset': there are no TensorFlow checkpoints of models of kind "
              + sizes.spec().kind()
              + ", such as "
              + sizes.name());
    }
    TensorFlowCheckpoint checkpoint = TensorFlowCheckpoint.open(path);
    try {
      return new ImportCheckpoint(checkpoint, sizes, wanted, tensors);
    } catch (IOException | RuntimeException e) {
      checkpoint.close();
      throw e;
    }
  }

  private CheckpointReport compare() throws IOException {
    Map<String, Variable> variables = new HashMap<>();
    checkpoint.variables().forEach(variable -> variables.put(variable.name(), variable));
    Map<String, CheckpointTensor> byVariable = new HashMap<>();
    List<String> missing = new ArrayList<>();
    for (CheckpointTensor tensor : tensors) {
      byVariable.put(tensor.variable(), tensor);
      Variable average = variables.get(tensor.variable() + AVERAGE);
      Variable taken =
          wanted == Weights.AVERAGED && average != null
              ? average
              : variables.get(tensor.variable());
      if (taken == null) {
        missing.add(tensor.variable() + (average == null ? "" : ", of which it has the average"));
      } else {
        chosen.put(tensor.tensor().name(), taken);
      }
    }
    List<CheckpointRow> rows = new ArrayList<>();
    for (Variable variable : checkpoint.variables()) {
      rows.add(row(variable, byVariable, variables));
    }
    return new CheckpointReport(
        checkpoint.name(),
        checkpoint.form(),
        sizes.name(),
        List.copyOf(rows),
        List.copyOf(missing),
        steps(variables.get(STEPS)));
  }

  private long steps(Variable variable) throws IOException {
    return variable == null || !variable.isInteger()
        ? 0
        : Math.max(0, checkpoint.integer(variable));
  }

  private CheckpointRow row(
      Variable variable,
      Map<String, CheckpointTensor> byVariable,
      Map<String, Variable> variables) {
    String name = variable.name();
    CheckpointTensor tensor = byVariable.get(name);
    boolean average = tensor == null && name.endsWith(AVERAGE);
    if (average) {
      tensor = byVariable.get(name.substring(0, name.length() - AVERAGE.length()));
    }
    if (tensor != null) {
      String of = tensor.tensor().name();
      String weights = average ? CheckpointRow.AVERAGE : CheckpointRow.TRAINED;
      if (variable != chosen.get(of)) {
        return new CheckpointRow(variable, Use.OTHER_WEIGHTS, of, weights);
      }
      int[] shape = tensor.variableShape();
      return variable.isFloating() && variable.hasShape(shape)
          ? new CheckpointRow(variable, Use.TAKEN, of, weights)
          : new CheckpointRow(
              variable,
              Use.UNFIT,
              of,
              Arrays.toString(variable.shape())
                  + " "
                  + variable.type()
                  + " where "
                  + Arrays.toString(shape)
                  + " is wanted");
    }
    if (isSlot(name, variables)) {
      return new CheckpointRow(variable, Use.OPTIMISER, null, "");
    }
    // Steps, powers of Adam's decays, texts.
    return variable.shape().length == 0 || !variable.isFloating()
        ? new CheckpointRow(variable, Use.NO_WEIGHTS, null, "")
        : new CheckpointRow(variable, Use.UNKNOWN, null, "");
  }

  /**
   * Whether it is of an optimiser: of a variable, whose name may stand in the optimiser's scope.
   */
  private static boolean isSlot(String name, Map<String, Variable> variables) {
    int end = name.lastIndexOf('/');
    if (end < 0 || !SLOTS.contains(name.substring(end + 1))) {
      return false;
    }
    for (int from = 0; from >= 0 && from < end; ) {
      if (variables.containsKey(name.substring(from, end))) {
        return true;
      }
      int slash = name.indexOf('/', from);
      from = slash < 0 || slash >= end ? -1 : slash + 1;
    }
    return false;
  }

  /** What was found. */
  public CheckpointReport report() {
    return report;
  }

  /**
   * Reads the weights.
   *
   * @param unknownAllowed whether weights that the sizes do not have may be left out
   * @param version of synth
   * @throws BadDataException if variables are missing, unknown or of another shape, or values are
   *     damaged or no numbers; the message names the first of each
   */
  public SavedModel model(boolean unknownAllowed, String version) throws IOException {
    String problem = report.problem(unknownAllowed);
    if (!problem.isEmpty()) {
      throw new BadDataException(
          checkpoint.name()
              + ": does not fit the sizes "
              + Printable.value(sizes.name())
              + ": it "
              + problem
              + ". Give the sizes that it was trained with by the setting 'preset', the setting"
              + " 'set' or the setting 'spec'.");
    }
    Map<String, float[]> values = new LinkedHashMap<>();
    for (CheckpointTensor tensor : tensors) {
      Variable variable = chosen.get(tensor.tensor().name());
      float[] read = checkpoint.floats(variable);
      for (float value : read) {
        if (!Float.isFinite(value)) {
          throw new BadDataException(
              checkpoint.name()
                  + ": variable "
                  + Printable.name(variable.name())
                  + " holds a value that is not a number; its training diverged.");
        }
      }
      values.put(tensor.tensor().name(), tensor.values(read));
    }
    String file = checkpoint.name().replaceFirst(".*[/\\\\]", "");
    String from = "TensorFlow checkpoint " + file + ", " + report.weights();
    return new SavedModel(
        sizes.spec(), sizes.name(), Provenance.imported(from, report.steps(), version), values);
  }

  @Override
  public void close() throws IOException {
    checkpoint.close();
  }
}
