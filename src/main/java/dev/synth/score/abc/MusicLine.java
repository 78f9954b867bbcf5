package dev.synth.score.abc;

import dev.synth.io.text.Printable;
import dev.synth.score.ChordSymbol;
import dev.synth.score.Key;
import dev.synth.score.Meter;
import dev.synth.score.PitchClasses;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads one line of music into the voice at hand. */
final class MusicLine extends LineText {
  private static final int MIDDLE_C = 60;
  private static final int MIDI_MAX = 127;

  /** What stands behind a bracket that begins a bar line or an ending, not a chord of notes. */
  private static final Pattern BAR = Pattern.compile("[|\\d]|\"[^\"]*\"(?![\\^_=A-Ga-g])");

  private static final String DECORATIONS = ".~HLMOPSTJRuv`";

  /** Longer than any note is, and short enough that sums stay exact. */
  private static final long PARTS_MAX = 1000L * Element.PARTS_PER_QUARTER;

  private final Tune tune;
  private final int line;

  MusicLine(Tune tune, String text, int line) {
    super(text);
    this.tune = tune;
    this.line = line;
  }

  void read() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (Character.isWhitespace(c) || c == '\\' || DECORATIONS.indexOf(c) >= 0) {
        at++;
      } else if (c == '"') {
        quoted();
      } else if (c == '!' || c == '+') {
        at = past(c, c);
      } else if (c == '{') {
        at = past('{', '}');
      } else if (c == ')') {
        at++;
        tune.voice().slurEnds(tune, line);
      } else if (c == '(') {
        tuplet();
      } else if (c == '|' || c == ':' || c == '[' && isBar(at + 1)) {
        bar();
      } else if (c == '[' && isField(at + 1)) {
        inlineField();
      } else if (c == '[' || isPitch(c)) {
        notes();
      } else if ("zxZX".indexOf(c) >= 0) {
        rest();
      } else if (c == '>' || c == '<') {
        broken();
      } else if (c == '-') {
        at++;
        tie();
      } else if (c == '&') {
        tune.mend(line, "a second voice within a bar (&) is left out");
        int next = text.indexOf('|', at);
        at = next < 0 ? text.length() : next;
      } else if (c == 'y' || c == '*') {
        at++;
        length();
      } else {
        passOver(c);
        at++;
      }
    }
  }

  private void passOver(char c) {
    tune.mend(line, "'" + Printable.value(String.valueOf(c)) + "' is passed over");
  }

  private static boolean isDecoration(char c) {
    return DECORATIONS.indexOf(c) >= 0 || c == '!' || c == '+';
  }

  private boolean isBar(int place) {
    return place < text.length() && BAR.matcher(text).region(place, text.length()).lookingAt();
  }

  private boolean isField(int place) {
    return place + 1 < text.length()
        && Character.isLetter(text.charAt(place))
        && text.charAt(place + 1) == ':';
  }

  private static boolean isPitch(char c) {
    return c >= 'A' && c <= 'G' || c >= 'a' && c <= 'g' || c == '^' || c == '_' || c == '=';
  }

  /** The place behind the next {@code end}; where there is none, behind {@code begin} alone. */
  private int past(char begin, char end) {
    int close = text.indexOf(end, at + 1);
    if (close < 0) {
      tune.mend(line, "'" + begin + "' has no '" + end + "' behind it, and is passed over");
    }
    return close < 0 ? at + 1 : close + 1;
  }

  private void quoted() {
    int close = text.indexOf('"', at + 1);
    if (close < 0) {
      tune.mend(line, "a quotation mark has no partner");
      at = text.length();
      return;
    }
    String content = text.substring(at + 1, close).strip();
    at = close + 1;
    if (content.isEmpty() || "^_<>@".indexOf(content.charAt(0)) >= 0) {
      return;
    }
    String bare = content.replace("\\", "").replaceAll("\\(.*\\)$", "");
    if (bare.matches("(?i)n\\.?c\\.?|none|-")) {
      tune.voice().elements.add(new Element.Chord(null));
      return;
    }
    Optional<ChordSymbol> symbol = ChordSymbol.parse(bare).or(() -> ChordSymbol.parse(content));
    if (symbol.isPresent()) {
      tune.voice().elements.add(new Element.Chord(symbol.get()));
    } else {
      tune.mend(line, "\"" + Printable.value(content) + "\" is no chord that is known");
    }
  }

  private void tuplet() {
    at++;
    int digits = at;
    int p = number();
    if (at == digits) {
      tune.voice().slurs.push(line);
      return;
    }
    int q = 0;
    int r = 0;
    if (peek() == ':') {
      at++;
      q = number();
      if (peek() == ':') {
        at++;
        r = number();
      }
    }
    if (p < 2 || p > 9) {
      tune.mend(line, "a tuplet of " + p + " is read as plain notes");
      return;
    }
    Meter meter = tune.meter();
    int usual = meter.isCompound() ? 3 : 2;
    int in =
        switch (p) {
          case 2, 4, 8 -> 3;
          case 3, 6 -> 2;
          default -> usual;
        };
    Voice voice = tune.voice();
    voice.tupletEnds(tune, line);
    voice.tupletParts = p;
    voice.tupletIn = q > 0 ? q : in;
    voice.tupletLeft = r > 0 ? r : p;
    voice.tupletNotes = voice.tupletLeft;
  }

  private void bar() {
    boolean ends = false;
    boolean begins = false;
    int strokes = 0;
    boolean thick = false;
    int start = at;
    while (at < text.length() && "|:[]".indexOf(text.charAt(at)) >= 0) {
      char c = text.charAt(at);
      if (c == '[' && !(at + 1 < text.length() && text.charAt(at + 1) == '|')) {
        break; // an ending, a chord or a field
      }
      if (c == ':') {
        // Colons before the stroke end a repeat, those behind it begin one.
        if (strokes == 0) {
          ends = true;
        } else {
          begins = true;
        }
      } else if (c == '|') {
        strokes++;
      } else {
        thick = true;
      }
      at++;
    }
    if (strokes == 0 && text.substring(start, at).contains("::")) {
      begins = true;
    }
    Set<Integer> endings = endings();
    if (at == start) {
      at++; // a bracket that begins nothing
      return;
    }
    tune.voice().barEnds(tune, line);
    tune.barLine(
        new Element.BarLine(ends, begins, ends || begins || thick || strokes > 1, endings, line));
  }

  private void inlineField() {
    int close = text.indexOf(']', at);
    int end = close < 0 ? text.length() : close;
    if (close < 0) {
      tune.mend(line, "a field in brackets has no ], so the rest of the line is read as its value");
    }
    tune.field(text.charAt(at + 1), text.substring(at + 3, end), line);
    at = close < 0 ? end : end + 1;
  }

  private void notes() {
    boolean chord = peek() == '[';
    List<Integer> pitches = new ArrayList<>();
    Set<Integer> tied = new TreeSet<>();
    long parts = tune.unitParts();
    if (chord) {
      at++;
      long first = 0;
      while (at < text.length() && peek() != ']' && peek() != '|') {
        if (isPitch(peek())) {
          Optional<Integer> pitch = pitch();
          long inner = length();
          first = first == 0 ? inner : first;
          pitch.ifPresent(pitches::add);
          if (peek() == '-') {
            pitch.ifPresent(tied::add);
          }
        } else if (peek() == '"') {
          quoted();
        } else {
          if (!Character.isWhitespace(peek())
              && "-()".indexOf(peek()) < 0
              && !isDecoration(peek())) {
            passOver(peek());
          }
          at++;
        }
      }
      if (peek() == ']') {
        at++;
      } else {
        tune.mend(line, "a chord of notes has no ]; it ends with the bar");
      }
      parts = first == 0 ? parts : scaled(first, length(), parts);
    } else {
      Optional<Integer> pitch = pitch();
      if (pitch.isEmpty()) {
        return;
      }
      pitches.add(pitch.get());
      parts = length();
    }
    if (!pitches.isEmpty()) {
      add(pitches, parts, tied);
    }
  }

  /** A length inside brackets times one behind them, each in units of {@code unit}. */
  private static long scaled(long inner, long outer, long unit) {
    return Math.round((double) inner * outer / unit);
  }

  private void add(List<Integer> pitches, long parts, Set<Integer> tied) {
    Voice voice = tune.voice();
    double lasting = parts * voice.nextFactor;
    voice.nextFactor = 1;
    if (voice.tupletLeft > 0) {
      lasting = lasting * voice.tupletIn / voice.tupletParts;
      voice.tupletLeft--;
    }
    long rounded = Math.round(lasting);
    if (rounded < 1 || rounded > PARTS_MAX) {
      tune.mend(line, "a note or rest of impossible length is left out");
      return;
    }
    voice.elements.add(new Element.Notes(List.copyOf(pitches), rounded, Set.copyOf(tied)));
    tune.count(line);
  }

  private Optional<Integer> pitch() {
    int alteration = 0;
    boolean altered = false;
    while ("^_=".indexOf(peek()) >= 0 && at < text.length()) {
      alteration += peek() == '^' ? 1 : peek() == '_' ? -1 : 0;
      altered = true;
      at++;
    }
    char c = peek();
    char letter = Character.toUpperCase(c);
    if (letter < 'A' || letter > 'G') {
      tune.mend(line, "an accidental has no note");
      return Optional.empty();
    }
    at++;
    Voice voice = tune.voice();
    int octave = (Character.isLowerCase(c) ? 1 : 0) + voice.octaves;
    while (peek() == '\'' || peek() == ',') {
      octave += peek() == '\'' ? 1 : -1;
      at++;
    }
    // An accidental holds for its letter until the bar's end, in every octave.
    if (altered) {
      voice.accidentals.put(letter, alteration);
    } else {
      Key key = tune.key();
      alteration = voice.accidentals.getOrDefault(letter, key.alteration(letter));
    }
    int midi = MIDDLE_C + PitchClasses.ofLetter(letter) + alteration + PitchClasses.OCTAVE * octave;
    if (midi < 0 || midi > MIDI_MAX) {
      tune.mend(line, "a note outside MIDI's range is moved into it");
      midi = Math.floorMod(midi, PitchClasses.OCTAVE) + (midi < 0 ? 0 : MIDI_MAX - 19);
    }
    return Optional.of(midi);
  }

  /** A length as 3, /2, 3/2, / or //, times the unit; the unit where there is none. */
  private long length() {
    int digits = at;
    long above = number();
    if (at == digits) {
      above = 1;
    }
    long below = 1;
    while (peek() == '/') {
      at++;
      int from = at;
      int number = number();
      below *= at == from ? 2 : Math.max(1, number);
      if (below > 4096) {
        below = 4096;
      }
    }
    return Math.round((double) tune.unitParts() * above / below);
  }

  private void rest() {
    char c = text.charAt(at++);
    if (c == 'Z' || c == 'X') {
      int digits = at;
      int bars = number();
      long parts = tune.meter().barTicks(Element.PARTS_PER_QUARTER);
      add(List.of(), parts * (at == digits ? 1 : bars), Set.of());
    } else {
      add(List.of(), length(), Set.of());
    }
  }

  private void broken() {
    char arrow = text.charAt(at);
    int count = 0;
    while (at < text.length() && text.charAt(at) == arrow) {
      count++;
      at++;
    }
    Voice voice = tune.voice();
    Element.Notes last = voice.last();
    if (last == null || count > 3) {
      tune.mend(line, "'" + arrow + "' has no note before it");
      return;
    }
    double brief = 1.0 / (1 << count);
    voice.replaceLast(
        last.withParts(Math.round(last.parts() * (arrow == '>' ? 2 - brief : brief))));
    voice.nextFactor = arrow == '>' ? brief : 2 - brief;
  }

  private void tie() {
    Voice voice = tune.voice();
    Element.Notes last = voice.last();
    if (last != null) {
      voice.replaceLast(last.withTie());
    }
  }
}
