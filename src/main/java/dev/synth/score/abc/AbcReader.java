package dev.synth.score.abc;

import dev.synth.io.BadDataException;
import dev.synth.io.text.TextLines;
import dev.synth.score.ReadScore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads tunes in ABC notation: notes with accidentals, octaves and lengths, rests, ties, tuplets,
 * broken rhythms, chords of notes, chord symbols, keys in every mode, changes of key, meter, unit
 * length and tempo, repeats and endings, which are played out, and several voices. Decorations,
 * grace notes, slurs and words are passed over.
 */
public final class AbcReader {
  private static final Pattern FIELD = Pattern.compile("[A-Za-z+]:(?![|:]).*");

  private final String where;
  private final List<ReadScore> tunes = new ArrayList<>();
  private Tune tune;
  private boolean any;

  /** What is wrong with tunes that are not there, for the next that is. */
  private final List<String> lost = new ArrayList<>();

  private AbcReader(String where) {
    this.where = where;
  }

  /**
   * The tunes of a file.
   *
   * @throws BadDataException if there is none
   */
  public static List<ReadScore> read(Path file) throws IOException {
    return read(TextLines.text(Files.readAllBytes(file), file.toString()), file.toString());
  }

  /**
   * The tunes of a text.
   *
   * @param where how messages begin
   * @throws BadDataException if there is none
   */
  public static List<ReadScore> read(String text, String where) throws BadDataException {
    try {
      return new AbcReader(where).all(text.lines().toList());
    } catch (Tune.TooLong e) {
      throw e.asBadData();
    }
  }

  private List<ReadScore> all(List<String> lines) throws BadDataException {
    tune = new Tune(where);
    for (int i = 0; i < lines.size(); i++) {
      line(lines.get(i), i + 1);
    }
    finish();
    if (tunes.isEmpty()) {
      if (!lost.isEmpty()) {
        throw new BadDataException(
            where + ": has no tune with notes: " + String.join("; ", lost) + ".");
      }
      throw new BadDataException(
          where
              + ": has no tune in ABC notation: no line begins with X: or K: and has notes behind"
              + " it.");
    }
    if (!lost.isEmpty()) {
      ReadScore last = tunes.remove(tunes.size() - 1);
      tunes.add(withLost(last));
    }
    return tunes;
  }

  private void line(String whole, int number) {
    if (whole.startsWith("%%")) {
      if (any) {
        tune.directive(whole);
      }
      return;
    }
    String text = withoutComment(whole);
    if (text.isBlank()) {
      if (tune.isTune()) {
        finish();
      }
      return;
    }
    if (FIELD.matcher(text).matches()) {
      if (text.charAt(0) == 'X') {
        finish();
      }
      any = true;
      tune.field(text.charAt(0), text.substring(2), number);
    } else if (tune.isTune()) {
      tune.music(text, number);
    }
    // Other text stands between tunes, or before the first.
  }

  private ReadScore withLost(ReadScore read) {
    List<String> mended = new ArrayList<>(lost);
    mended.addAll(read.mended());
    lost.clear();
    return new ReadScore(read.score(), mended);
  }

  /** A percent sign begins a comment, but not behind a backslash or within quotation marks. */
  private static String withoutComment(String text) {
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '%' && !quoted && (i == 0 || text.charAt(i - 1) != '\\')) {
        return text.substring(0, i);
      }
    }
    return text;
  }

  private void finish() {
    if (any && tune.hasBody() && tune.voices().stream().anyMatch(voice -> voice.last() != null)) {
      tune.end();
      tunes.add(withLost(Assembly.of(tune)));
    } else if (any && tune.isTune()) {
      lost.addAll(tune.mended());
      lost.add("line " + tune.firstLine() + ": a tune has no notes, and is left out");
    }
    tune = new Tune(where);
    any = false;
  }
}
