package dev.synth.score.abc;

import java.util.ArrayList;
import java.util.List;

/** Plays repeats and endings out: a voice as it is heard, from one as it is written. */
final class Repeats {
  /** Elements of a voice when all is played; more is a mistake, or an attack. */
  private static final int ELEMENTS_MAX = 4_000_000;

  private final List<Element> written;
  private final List<Element> heard = new ArrayList<>();
  private int at;
  private int from;
  private int pass = 1;

  private Repeats(List<Element> written) {
    this.written = written;
  }

  static List<Element> played(List<Element> written) {
    return new Repeats(written).play();
  }

  private List<Element> play() {
    while (at < written.size()) {
      Element element = written.get(at);
      if (heard.size() > ELEMENTS_MAX) {
        throw new Tune.TooLong("With its repeats the tune has too many notes; split it.");
      }
      heard.add(element);
      if (element instanceof Element.BarLine bar) {
        bar(bar);
      } else {
        at++;
      }
    }
    return heard;
  }

  private void bar(Element.BarLine bar) {
    int passes = bar.endings().stream().mapToInt(n -> n).max().orElse(2);
    if (bar.ends() && pass < Math.max(2, passes)) {
      pass++;
      at = from;
      return;
    }
    if (bar.ends() || bar.begins() || bar.heavy() && pass > 1) {
      pass = 1;
      from = at + 1;
    }
    if (!bar.endings().isEmpty() && !bar.ends() && !bar.endings().contains(pass)) {
      skip();
      return;
    }
    at++;
  }

  /** Goes to the ending that is for this pass, or behind the repeat where there is none. */
  private void skip() {
    for (int i = at + 1; i < written.size(); i++) {
      if (written.get(i) instanceof Element.BarLine bar) {
        if (bar.endings().contains(pass)) {
          at = i + 1;
          return;
        }
        if (bar.begins() || i + 1 == written.size() || bar.ends() && bar.endings().isEmpty()) {
          pass = 1;
          from = i + 1;
          at = i + 1;
          return;
        }
      }
    }
    at = written.size();
  }
}
