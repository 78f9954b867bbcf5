package dev.synth.dataset.source;

import dev.synth.io.text.Printable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Labels that are there but cannot be understood: told once for each feature of a source, or each
 * alone. The label is then absent, as if it were not there. And names of features that are not used
 * at all, told once.
 */
final class LabelProblems {
  private static final int UNUSED_MAX = 20;

  private final Map<String, String> first = new LinkedHashMap<>();
  private final Map<String, Integer> counts = new LinkedHashMap<>();
  private final TreeSet<String> unused = new TreeSet<>();
  private final String source;
  private final SourceOptions options;

  /**
   * @param source how messages begin
   */
  LabelProblems(String source, SourceOptions options) {
    this.source = source;
    this.options = options;
  }

  /** Takes down that {@code feature} of {@code note} is {@code value}, which is none. */
  void add(String note, String feature, String value) {
    String sentence =
        source
            + ": the "
            + feature
            + " of "
            + Printable.name(note)
            + " is "
            + Printable.value(value)
            + ", "
            + wanted(feature);
    if (options.oneByOne()) {
      options.problems().accept(sentence + ", and is left out.");
    }
    first.putIfAbsent(feature, sentence);
    counts.merge(feature, 1, Integer::sum);
  }

  private static String wanted(String feature) {
    return switch (feature) {
      case "pitch", "velocity" -> "not a whole number from 0 to 127";
      case "note", "instrument", "instrument/label" -> "not a whole number from 0 up";
      case "qualities" -> "no list of ten flags";
      case "qualities_str" -> "no list of names";
      default -> feature.contains("family") ? "no family of NSynth's" : "no source of NSynth's";
    };
  }

  /** Takes down names of features that are not used. */
  void addUnused(Iterable<String> names) {
    for (String name : names) {
      if (unused.size() < UNUSED_MAX) {
        unused.add(name);
      }
    }
  }

  /** A sentence for each feature whose labels were not understood. */
  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    first.forEach(
        (feature, sentence) -> {
          int others = counts.get(feature) - 1;
          String more =
              others == 0
                  ? ""
                  : ", as are those of " + others + " other" + (others == 1 ? "" : "s");
          sentences.add(sentence + ", and is left out" + more + ".");
        });
    return sentences;
  }

  /** A sentence on the features that are not used; empty if there are none. */
  String unused() {
    return unused.isEmpty()
        ? ""
        : source
            + ": has features that are not used: "
            + unused.stream().map(Printable::value).collect(Collectors.joining(", "))
            + ".";
  }
}
