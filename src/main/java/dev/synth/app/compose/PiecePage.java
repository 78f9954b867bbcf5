package dev.synth.app.compose;

import dev.synth.compose.plan.Plan;
import java.util.Locale;
import java.util.Map;

/** A page to listen to a piece, beside its files. */
final class PiecePage {
  private static final String STYLE =
      "body { font: 16px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 60em;"
          + " padding: 0 1em; color: #222; background: #fff; }\n"
          + "audio, img { width: 100%; }\n"
          + "pre { background: #f4f4f4; padding: 1em; overflow-x: auto; }\n";

  private PiecePage() {}

  static String html(String title, Plan plan, Map<String, String> instruments, String abc) {
    StringBuilder page = new StringBuilder();
    page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.append("<title>synth: ").append(escaped(title)).append("</title>\n<style>\n");
    page.append(STYLE).append("</style>\n</head>\n<body>\n<h1>").append(escaped(title));
    page.append("</h1>\n<audio controls src=\"piece.wav\"></audio>\n<p>");
    page.append(
        String.format(
            Locale.ROOT,
            "%s, %s, %.1f quarters a minute, %d bars, form %s, seed %d.",
            plan.frame().key().label(),
            plan.frame().meter(),
            plan.frame().quartersPerMinute(),
            plan.bars(),
            escaped(plan.form().letters()),
            plan.frame().seed()));
    instruments.forEach(
        (part, played) ->
            page.append(' ').append(part).append(": ").append(escaped(played)).append('.'));
    page.append("</p>\n<img alt=\"piano roll\" src=\"piano-roll.png\">\n<pre>");
    page.append(escaped(abc)).append("</pre>\n");
    page.append("<p><a href=\"piece.mid\">MIDI</a> <a href=\"piece.abc\">ABC</a>");
    page.append(" <a href=\"plan.json\">plan</a></p>\n</body>\n</html>\n");
    return page.toString();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
