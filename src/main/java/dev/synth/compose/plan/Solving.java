package dev.synth.compose.plan;

import dev.synth.compose.chain.Constraint;
import dev.synth.compose.chain.Sequences;
import dev.synth.compose.chain.UnsatisfiableException;
import dev.synth.io.BadSettingException;
import java.util.ArrayList;
import java.util.List;

/**
 * Meets somebody's wishes and the plan's own. Where they are at odds, the plan's own give way, with
 * a remark; where somebody's are at odds with each other or with the style, that is refused.
 */
final class Solving {
  /** What is asked with some wishes. */
  interface Question {
    /** The sequences. */
    Sequences ask(List<Constraint> wishes) throws UnsatisfiableException;
  }

  private Solving() {}

  /**
   * The sequences.
   *
   * @param what is sampled, in words
   * @param firstBar from 0
   * @param unitsPerBar of the time of the question; 0 where it has no bars
   * @throws BadSettingException if somebody's wishes cannot be met
   */
  static Sequences solve(
      String what,
      int firstBar,
      int bars,
      int unitsPerBar,
      List<Constraint> wanted,
      List<Constraint> planned,
      Draft draft,
      Question question) {
    List<Constraint> own = new ArrayList<>(planned);
    while (true) {
      List<Constraint> all = new ArrayList<>(wanted);
      all.addAll(own);
      try {
        return question.ask(all);
      } catch (UnsatisfiableException e) {
        Constraint first = null;
        for (Constraint each : e.conflict()) {
          first = first == null && own.contains(each) ? each : first;
        }
        if (first == null) {
          throw refusal(what, firstBar, bars, unitsPerBar, e);
        }
        own.remove(first);
        draft.remarks.add(
            "For the "
                + what
                + " of "
                + bars(firstBar, bars)
                + " this rule of its own was dropped, as it cannot be kept with the rest: "
                + first.name()
                + ".");
      }
    }
  }

  private static BadSettingException refusal(
      String what, int firstBar, int bars, int unitsPerBar, UnsatisfiableException e) {
    int bar = unitsPerBar == 0 ? bars - 1 : Math.min(bars - 1, Math.max(0, e.time() / unitsPerBar));
    String place = unitsPerBar == 0 ? bars(firstBar, bars) : "bar " + (firstBar + bar + 1);
    if (e.names().isEmpty()) {
      return new BadSettingException(
          "The style has no " + what + " for " + place + " of this length");
    }
    return new BadSettingException(
        "No "
            + what
            + " of the style can be at "
            + place
            + " with "
            + (e.names().size() == 1 ? "this wish: " : "all of these wishes: ")
            + String.join("; ", e.names()));
  }

  /** {@code bar 3}, {@code bars 3 to 4}. */
  static String bars(int first, int count) {
    return count == 1 ? "bar " + (first + 1) : "bars " + (first + 1) + " to " + (first + count);
  }
}
