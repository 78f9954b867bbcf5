package dev.synth.score.corpus;

import dev.synth.io.BadDataException;
import dev.synth.score.LeadSheet;
import dev.synth.score.ReadScore;
import dev.synth.score.abc.AbcReader;
import dev.synth.score.analysis.Melodies;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Folk songs, dances, hymns and themes that are in the public domain: their composers died more
 * than seventy years ago, or are not known. They are written out for synth, most with chords, in
 * the form in which they are commonly sung or played; no edition was copied.
 */
public final class Corpus {
  /** Files beside this class, each of several tunes in ABC notation. */
  private static final List<String> BOOKS =
      List.of("american", "british", "children", "christmas", "hymns", "irish", "world");

  private Corpus() {}

  /** Names of the books that the tunes are in, in order. */
  public static List<String> books() {
    return BOOKS;
  }

  /**
   * A book as it is written, in ABC notation.
   *
   * @param book one of {@link #books()}
   */
  public static String text(String book) {
    try (InputStream in = Corpus.class.getResourceAsStream(book + ".abc")) {
      if (in == null) {
        throw new IllegalArgumentException("there is no book of tunes '" + book + "'");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The tunes of a book, with what is to be mended of them: nothing. */
  public static List<ReadScore> read(String book) {
    try {
      return AbcReader.read(text(book), book + ".abc");
    } catch (BadDataException e) {
      throw new IllegalStateException("the book of tunes '" + book + "' cannot be read", e);
    }
  }

  /** All tunes with their chords, book by book. */
  public static List<LeadSheet> tunes() {
    List<LeadSheet> tunes = new ArrayList<>();
    for (String book : BOOKS) {
      for (ReadScore tune : read(book)) {
        tunes.add(Melodies.leadSheet(tune.score()).orElseThrow());
      }
    }
    return tunes;
  }
}
