package dev.synth.score.abc;

import java.util.ArrayList;
import java.util.List;

/** One voice while it is read. */
final class Voice {
  final List<Element> elements = new ArrayList<>();
  String name = "";
  int program;
  boolean drums;
  int octaves;

  /** Where the voice is in its bar and its tuplets. */
  final java.util.Map<Character, Integer> accidentals = new java.util.HashMap<>();

  int tupletLeft;
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
