package dev.synth.eval.report;

import dev.synth.io.text.Printable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Markdown, line by line. */
final class MarkdownText {
  private final StringBuilder text = new StringBuilder();

  void line(String format, Object... values) {
    text.append(Printable.line(String.format(Locale.ROOT, format, values))).append('\n');
  }

  void row(Object... cells) {
    line(
        "%s",
        Arrays.stream(cells).map(Object::toString).collect(Collectors.joining(" | ", "| ", " |")));
  }

  void head(String title, Object... cells) {
    line("");
    line("## %s", title);
    line("");
    row(cells);
    line("%s", "|---".repeat(cells.length) + "|");
  }

  /** Cells, then one for each of {@code items}. */
  static <T> Object[] cells(
      List<?> first, List<T> items, Function<T, String> cell, Object... last) {
    List<Object> cells = new ArrayList<>(first);
    items.forEach(item -> cells.add(cell.apply(item)));
    cells.addAll(List.of(last));
    return cells.toArray();
  }

  static String escaped(String name) {
    return name.replace("|", "\\|");
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
