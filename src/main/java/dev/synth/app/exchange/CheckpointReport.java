package dev.synth.app.exchange;

import dev.synth.io.text.Counted;
import dev.synth.io.text.Printable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How the variables of a checkpoint and the tensors of a model meet.
 *
 * @param checkpoint the file that messages name
 * @param form V1 or V2, of how many files
 * @param preset the name of the sizes
 * @param rows each variable, by name
 * @param missing the model's tensors that no variable is
 * @param steps optimiser steps, 0 if nothing tells
 */
public record CheckpointReport(
    String checkpoint,
    String form,
    String preset,
    List<CheckpointRow> rows,
    List<String> missing,
    long steps) {
  private static final int SHOWN_MAX = 3;

  /** How many variables go the way of {@code use}. */
  public long count(CheckpointRow.Use use) {
    return rows.stream().filter(row -> row.use() == use).count();
  }

  private Stream<CheckpointRow> of(CheckpointRow.Use use) {
    return rows.stream().filter(row -> row.use() == use);
  }

  /** Which weights are taken, for people. */
  public String weights() {
    long taken = count(CheckpointRow.Use.TAKEN);
    long averaged =
        of(CheckpointRow.Use.TAKEN)
            .filter(row -> row.remark().equals(CheckpointRow.AVERAGE))
            .count();
    if (taken == 0) {
      return "none";
    }
    return averaged == taken
        ? "moving averages"
        : averaged == 0
            ? "weights as trained"
            : averaged + " moving averages, " + (taken - averaged) + " weights as trained";
  }

  /**
   * Why no model can be made of it, as the end of a sentence; empty if one can.
   *
   * @param unknownAllowed whether weights that the sizes do not have may be left out
   */
  public String problem(boolean unknownAllowed) {
    List<String> problems = new ArrayList<>();
    if (!missing.isEmpty()) {
      problems.add("lacks " + Counted.of(missing.size(), "variable") + shown(missing.stream()));
    }
    long unfit = count(CheckpointRow.Use.UNFIT);
    if (unfit > 0) {
      problems.add(
          "has "
              + Counted.of(unfit, "variable")
              + " of another shape or type"
              + shown(
                  of(CheckpointRow.Use.UNFIT)
                      .map(row -> Printable.value(row.variable().name()) + " " + row.remark())));
    }
    long unknown = count(CheckpointRow.Use.UNKNOWN);
    if (unknown > 0 && !unknownAllowed) {
      problems.add(
          "has "
              + Counted.of(unknown, "variable")
              + " that it does not know"
              + shown(
                  of(CheckpointRow.Use.UNKNOWN).map(row -> Printable.value(row.variable().name())))
              + ", which the setting 'allow unknown' leaves out");
    }
    return String.join("; ", problems);
  }

  private static String shown(Stream<String> names) {
    List<String> all = names.toList();
    return " ("
        + String.join(", ", all.subList(0, Math.min(SHOWN_MAX, all.size())))
        + (all.size() > SHOWN_MAX ? ", ..." : "")
        + ")";
  }
}
