package dev.synth.io.checkpoint;

import dev.synth.io.BadDataException;
import dev.synth.io.text.Printable;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The variables of a TensorFlow checkpoint. Only what describes them is read at first; the values
 * of one at a time, when they are asked for, so that memory is bounded by the largest.
 */
public abstract class TensorFlowCheckpoint implements Closeable {
  private static final int INDEX_FIRST_BYTE_V1 = 0x0a;

  private final String name;
  private final Map<String, Variable> variables = new TreeMap<>();
  private CheckpointFiles files;

  TensorFlowCheckpoint(String name) {
    this.name = name;
  }

  /**
   * Opens a checkpoint.
   *
   * @param path its prefix, such as {@code model.ckpt-200000}; any of its files; a folder that
   *     holds it; or a tar archive, perhaps gzipped, of these
   * @throws dev.synth.io.NoInputException if there is none
   * @throws BadDataException if it is damaged, or there are several and nothing says which
   */
  public static TensorFlowCheckpoint open(Path path) throws IOException {
    CheckpointFiles files = CheckpointFiles.open(path);
    try {
      TensorFlowCheckpoint checkpoint = open(files);
      checkpoint.files = files;
      return checkpoint;
    } catch (IOException | RuntimeException e) {
      files.close();
      throw e;
    }
  }

  private static TensorFlowCheckpoint open(CheckpointFiles files) throws IOException {
    List<FileRegion> tables = files.tables();
    // Both forms have a record of the empty key first; what its first field is tells them apart.
    var header = new SortedTable(tables.get(0)).get(new byte[0]);
    if (header == null || !header.hasRemaining()) {
      throw tables.get(0).damaged("it lacks its header");
    }
    return header.get(0) == INDEX_FIRST_BYTE_V1
        ? new SliceCheckpoint(tables)
        : new BundleCheckpoint(tables.get(0), files);
  }

  /** The file that messages call it by, such as its index. */
  public String name() {
    return name;
  }

  /** Which form it is in, for people: V2 of how many files, or V1. */
  public abstract String form();

  /** Its variables in the order of their names. */
  public List<Variable> variables() {
    return List.copyOf(variables.values());
  }

  /** Adds a variable. */
  final void add(FileRegion file, Variable variable) throws BadDataException {
    if (variables.put(variable.name(), variable) != null) {
      throw file.damaged("it has " + shown(variable) + " twice");
    }
  }

  /** A part of a variable, and its values in C order. */
  record Part(Slice slice, float[] values) {}

  /** Takes the parts of a variable, one after another. */
  @FunctionalInterface
  interface PartVisitor {
    void part(Part part) throws IOException;
  }

  /** The file that tells of {@code variable}, for messages. */
  abstract FileRegion fileOf(Variable variable);

  /**
   * Checks that the parts have as many values as the variable, and that the files can hold so many,
   * before memory is taken for them.
   */
  abstract void checkSize(Variable variable, long length) throws IOException;

  /** Reads the parts. */
  abstract void parts(Variable variable, PartVisitor visitor) throws IOException;

  /** Reads a single whole number. */
  abstract long readInteger(Variable variable) throws IOException;

  /**
   * The values of {@code variable}, which is of a floating-point type, as 32-bit floats in C order.
   *
   * @throws BadDataException if they are not all there, or do not fit their checksum
   */
  public float[] floats(Variable variable) throws IOException {
    long length = known(variable).length();
    if (!variable.isFloating() || length < 0) {
      throw fileOf(variable).bad("cannot give the values of " + shown(variable));
    }
    checkSize(variable, length);
    float[][] whole = new float[1][];
    BitSet filled = new BitSet();
    parts(
        variable,
        part -> {
          if (part.values().length == length) {
            whole[0] = part.values(); // all of it: nothing is copied
            filled.set(0, (int) length);
            return;
          }
          if (whole[0] == null) {
            whole[0] = new float[(int) length];
          }
          part.slice().copy(part.values(), variable.shape(), whole[0], filled);
        });
    if (filled.cardinality() != length) {
      throw fileOf(variable).damaged("the slices of " + shown(variable) + " leave gaps");
    }
    return whole[0] == null ? new float[0] : whole[0];
  }

  /**
   * The value of {@code variable}, which {@link Variable#isInteger() is a whole number}.
   *
   * @throws BadDataException if it is not there, or does not fit its checksum
   */
  public long integer(Variable variable) throws IOException {
    if (!known(variable).isInteger()) {
      throw fileOf(variable).bad("has no whole number in " + shown(variable));
    }
    return readInteger(variable);
  }

  private Variable known(Variable variable) {
    if (!variable.equals(variables.get(variable.name()))) {
      throw new IllegalArgumentException("no variable " + variable);
    }
    return variable;
  }

  /** The variable's name for messages. */
  static String shown(Variable variable) {
    return "variable " + Printable.name(variable.name());
  }

  /** Variables by name. */
  final Map<String, Variable> byName() {
    return Collections.unmodifiableMap(variables);
  }

  @Override
  public void close() throws IOException {
    if (files != null) {
      files.close();
    }
  }
}
