package dev.synth.compose.chain;

import java.util.List;

/** No sequence of the model meets all constraints. */
public final class UnsatisfiableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Constraint> conflict;
  private final int time;

  UnsatisfiableException(List<Constraint> conflict, int time) {
    super(
        conflict.isEmpty()
            ? "the model has no sequence of this length"
            : "no sequence meets: " + String.join("; ", names(conflict)));
    this.conflict = List.copyOf(conflict);
    this.time = time;
  }

  private static List<String> names(List<Constraint> constraints) {
    return constraints.stream().map(Constraint::name).toList();
  }

  /**
   * A smallest set of constraints that cannot be met together: without any one of them, the others
   * can. Empty if the model alone has no sequence of the length that is wanted.
   */
  public List<Constraint> conflict() {
    return conflict;
  }

  /** Their names. */
  public List<String> names() {
    return names(conflict);
  }

  /** The time to which sequences can be begun that meet these constraints, and no further. */
  public int time() {
    return time;
  }
}
