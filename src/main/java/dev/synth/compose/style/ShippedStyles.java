package dev.synth.compose.style;

import dev.synth.io.BadDataException;
import dev.synth.score.ReadScore;
import dev.synth.score.analysis.Melodies;
import dev.synth.score.corpus.Corpus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/**
 * The styles that come with synth. They are learned, when they are asked for, from the tunes that
 * come with it ({@link Corpus}), so that there is no file of them that could differ.
 */
public final class ShippedStyles {
  /** The style where none is named. */
  public static final String DEFAULT = "folk";

  private static final Map<String, BiPredicate<String, Tune>> TUNES = new LinkedHashMap<>();
  private static final Map<String, String> MADE_OF = new LinkedHashMap<>();

  static {
    add("folk", "all tunes that come with synth", (book, tune) -> true);
    add("waltz", "those in 3/4", (book, tune) -> isIn(tune, "3/4"));
    add("jig", "those in 6/8", (book, tune) -> isIn(tune, "6/8"));
    add("march", "those in 2/4 and 4/4 but carols and hymns", ShippedStyles::isMarch);
    add("carol", "carols and hymns", (book, tune) -> isSacred(book));
    add("nursery", "children's songs", (book, tune) -> book.equals("children"));
  }

  private ShippedStyles() {}

  private static void add(String name, String madeOf, BiPredicate<String, Tune> tunes) {
    TUNES.put(name, tunes);
    MADE_OF.put(name, madeOf);
  }

  private static boolean isIn(Tune tune, String meter) {
    return tune.meter().toString().equals(meter);
  }

  private static boolean isSacred(String book) {
    return book.equals("christmas") || book.equals("hymns");
  }

  private static boolean isMarch(String book, Tune tune) {
    return !isSacred(book) && (isIn(tune, "4/4") || isIn(tune, "2/4"));
  }

  /** Their names, the default one first. */
  public static List<String> names() {
    return List.copyOf(TUNES.keySet());
  }

  /** What a style was learned from, in words. */
  public static String madeOf(String name) {
    return MADE_OF.get(name);
  }

  /**
   * A style by its name.
   *
   * @throws IllegalArgumentException if none has it
   */
  public static Style of(String name) {
    BiPredicate<String, Tune> wanted = TUNES.get(name);
    if (wanted == null) {
      throw new IllegalArgumentException("no style that comes with synth is called " + name);
    }
    List<Tune> tunes = new ArrayList<>();
    for (String book : Corpus.books()) {
      for (ReadScore read : Corpus.read(book)) {
        try {
          Tune tune = TuneReader.read(Melodies.leadSheet(read.score()).orElseThrow(), book);
          if (wanted.test(book, tune)) {
            tunes.add(tune);
          }
        } catch (BadDataException e) {
          throw new IllegalStateException(e); // CorpusTest and ShippedStylesTest hold that none is
        }
      }
    }
    return new Style(name, Style.Settings.DEFAULT, tunes);
  }
}
