package dev.synth.kernel;

import java.util.HashMap;
import java.util.Map;

/**
 * A dense matrix in C order in the memory of the {@link Ops} that allocated it, or a view of
 * contiguous rows of one. It is opaque: values go in by {@link Ops#upload} and come out by {@link
 * Ops#download}, so that they may lie where the host cannot reach.
 *
 * <p>It is the buffer that an operation works on, under the name that tells its shape; {@code
 * Buffer} is java.nio's word for memory that anyone may touch.
 *
 * <p>Not for several threads at once.
 */
public abstract class Matrix implements AutoCloseable {
  private final int rows;
  private final int columns;

  /** Row views made before: the same ones are wanted at every step, and making one costs. */
  private final Map<Long, Matrix> views = new HashMap<>();

  /** A matrix of this shape, both sizes at least 1. */
  protected Matrix(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
  }

  /** Number of rows. */
  public final int rows() {
    return rows;
  }

  /** Number of columns. */
  public final int columns() {
    return columns;
  }

  /** Number of values. */
  public final long length() {
    return (long) rows * columns;
  }

  /**
   * Rows {@code from} (inclusive) to {@code to} (exclusive), sharing this matrix's memory; the same
   * object each time.
   *
   * @throws IndexOutOfBoundsException if there are no such rows, or none at all
   */
  public final Matrix rows(int from, int to) {
    if (from == 0 && to == rows) {
      return this;
    }
    return views.computeIfAbsent((long) from << 32 | to, key -> checkedView(from, to));
  }

  private Matrix checkedView(int from, int to) {
    if (from < 0 || from >= to || to > rows) {
      throw new IndexOutOfBoundsException("rows " + from + " to " + to + " of " + rows);
    }
    return view(from, to);
  }

  /** A new view of rows that are there. */
  protected abstract Matrix view(int from, int to);

  /** Frees the memory now rather than at some garbage collection; views die with it. */
  @Override
  public void close() {
    views.clear();
  }

  @Override
  public final String toString() {
    return "[" + rows + ", " + columns + "]";
  }
}
