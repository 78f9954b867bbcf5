package dev.synth.score.abc;

import dev.synth.io.text.Counted;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One voice while it is read. */
final class Voice {
  final List<Element> elements = new ArrayList<>();
  String name = "";
  int program;
  boolean drums;
  int octaves;

  /** Where the voice is in its bar and its tuplets. */
  final Map<Character, Integer> accidentals = new HashMap<>();

  /** Lines in which slurs begin that have not ended. */
  final Deque<Integer> slurs = new ArrayDeque<>();

  /** The line of its last notes or rest. */
  int lastLine = 1;

  int tupletLeft;
  int tupletNotes;
  int tupletParts = 1;
  int tupletIn = 1;
  double nextFactor = 1;

  /** The last notes or rest, or null where the voice has none yet or a bar line came since. */
  Element.Notes last() {
    for (int i = elements.size() - 1; i >= 0; i--) {
      if (elements.get(i) instanceof Element.Notes notes) {
        return notes;
      }
    }
    return null;
  }

  /** A slur ends. */
  void slurEnds(Tune tune, int line) {
    if (slurs.pollLast() == null) {
      tune.mend(line, "')' ends no slur");
    }
  }

  /** No tuplet goes on from here. */
  void tupletEnds(Tune tune, int line) {
    if (tupletLeft > 0) {
      tune.mend(
          line,
          "a tuplet is of "
              + Counted.of(tupletNotes, "note")
              + " but has only "
              + (tupletNotes - tupletLeft));
      tupletLeft = 0;
    }
  }

  /** A bar line, or the end. */
  void barEnds(Tune tune, int line) {
    tupletEnds(tune, line);
    if (nextFactor != 1) {
      tune.mend(line, "a broken rhythm (> or <) has no note behind it");
      nextFactor = 1;
    }
  }

  /** The end of the voice: what is still open is told. */
  void end(Tune tune) {
    barEnds(tune, lastLine);
    slurs.forEach(from -> tune.mend(from, "a slur has no end"));
    ties(tune);
    Integer open = null;
    for (Element element : elements) {
      if (element instanceof Element.BarLine bar) {
        if (bar.begins() && !bar.ends() && open != null) {
          tune.mend(open, "a repeat (|:) has no end");
        }
        open = bar.begins() ? (Integer) bar.line() : bar.ends() ? null : open;
      }
    }
    if (open != null) {
      tune.mend(open, "a repeat (|:) has no end");
    }
  }

  /** Tells of ties to another pitch, or to nothing, but for those over repeats and endings. */
  private void ties(Tune tune) {
    Set<Integer> tied = Set.of();
    for (int i = 0; i < elements.size(); i++) {
      if (elements.get(i) instanceof Element.Notes notes) {
        if (!notes.pitches().containsAll(tied)) {
          tune.mend(lineOf(i), "a tie leads to no note of the same pitch");
        }
        tied = notes.tied();
      } else if (elements.get(i) instanceof Element.BarLine bar
          && (bar.ends() || bar.begins() || !bar.endings().isEmpty())) {
        tied = Set.of();
      }
    }
    if (!tied.isEmpty()) {
      tune.mend(lastLine, "a tie leads to no note of the same pitch");
    }
  }

  /** The line of the bar in which an element stands. */
  private int lineOf(int element) {
    for (int i = element; i < elements.size(); i++) {
      if (elements.get(i) instanceof Element.BarLine bar) {
        return bar.line();
      }
    }
    return lastLine;
  }

  /** Puts {@code notes} in the place of {@link #last}. */
  void replaceLast(Element.Notes notes) {
    for (int i = elements.size() - 1; i >= 0; i--) {
      if (elements.get(i) instanceof Element.Notes) {
        elements.set(i, notes);
        return;
      }
    }
  }
}
