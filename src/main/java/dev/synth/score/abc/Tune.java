package dev.synth.score.abc;

import dev.synth.io.BadDataException;
import dev.synth.io.text.Printable;
import dev.synth.score.Key;
import dev.synth.score.Meter;
import dev.synth.score.Origin;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One tune while it is read: its fields, and its voices as they are written. */
final class Tune {
  /** Notes and rests of a tune before its repeats are played. */
  private static final int NOTES_MAX = 1_000_000;

  private static final int MENDED_MAX = 20;
  private static final Pattern VOICE_NAME = Pattern.compile("(?:name|nm)=\"([^\"]*)\"");
  private static final Pattern OCTAVE = Pattern.compile("octave=(-?[0-4])");
  private static final Pattern CLEF = Pattern.compile("(?:treble|bass|alto|tenor)[1-4]?([+-])8");

  private final String where;
  private final Map<String, Voice> voices = new LinkedHashMap<>();
  private final List<String> mended = new ArrayList<>();
  private int moreMended;
  private int notes;
  private Voice voice;
  private boolean inBody;

  private final StringBuilder title = new StringBuilder();
  private String composer = "";
  private String origin = "";
  private String source = "";
  private String licence = "";
  private Key firstKey = Key.C_MAJOR;
  private boolean keyKnown;
  private Meter firstMeter = Meter.COMMON;
  private long firstUnit;
  private String firstTempo = "";
  private int firstTempoLine;
  private boolean numbered;
  private int firstLine;
  private Key key = Key.C_MAJOR;
  private Meter meter = Meter.COMMON;
  private boolean free;
  private long unitParts;

  /**
   * @param where how messages begin
   */
  Tune(String where) {
    this.where = where;
  }

  /** Takes a field of the header or the body. */
  void field(char letter, String value, int line) {
    String text = value.strip();
    firstLine = firstLine == 0 ? line : firstLine;
    switch (letter) {
      case 'X' -> numbered = true;
      case 'P' -> {
        if (!inBody && text.length() > 1) {
          mend(line, "the order of parts (P:) is not followed; they are played as written");
        }
      }
      case 'm' -> mend(line, "macros (m:) are not read");
      case 'T' -> title.append(title.isEmpty() ? "" : "; ").append(text);
      case 'C' -> composer = joined(composer, text);
      case 'O' -> origin = joined(origin, text);
      case 'S', 'B', 'D' -> source = joined(source, text);
      case 'Z' -> licence = joined(licence, text);
      case 'M' -> meter(text, line);
      case 'L' -> unit(text, line);
      case 'Q' -> tempo(text, line);
      case 'K' -> key(text, line);
      case 'V' -> voice(text);
      default -> {
        // What is for people, or for the eye.
      }
    }
  }

  private static String joined(String before, String more) {
    return before.isEmpty() ? more : before + "; " + more;
  }

  private void meter(String text, int line) {
    free = text.equals("none") || text.isEmpty();
    Optional<Meter> read = free ? Optional.of(Meter.COMMON) : Fields.meter(text);
    if (read.isEmpty()) {
      mend(line, "there is no meter '" + Printable.value(text) + "'; the one before goes on");
      return;
    }
    meter = read.get();
    if (inBody) {
      voice().elements.add(new Element.Meters(meter));
    } else {
      firstMeter = meter;
    }
  }

  private void unit(String text, int line) {
    Optional<Long> read = Fields.unitParts(text);
    if (read.isEmpty()) {
      mend(line, "there is no unit length '" + Printable.value(text) + "'; the one before goes on");
      return;
    }
    unitParts = read.get();
    if (!inBody) {
      firstUnit = unitParts;
    }
  }

  private void tempo(String text, int line) {
    if (!inBody) {
      firstTempo = text; // the unit length may follow
      firstTempoLine = line;
      return;
    }
    Optional<Double> read = Fields.tempo(text, unitParts);
    read.ifPresentOrElse(
        tempo -> voice().elements.add(new Element.Tempo(tempo)), () -> noTempo(text, line));
  }

  private void noTempo(String text, int line) {
    if (text.matches(".*\\d.*")) {
      mend(line, "'" + Printable.value(text) + "' is no tempo; the one before goes on");
    }
  }

  private void key(String text, int line) {
    if (text.matches(".*\\s[_^=]+[a-gA-G](?:\\s.*)?")) {
      mend(line, "accidentals behind a key are left out");
    }
    Optional<Key> read = Fields.key(text);
    if (read.isEmpty()) {
      if (!text.matches("(?:clef|treble|bass|alto|tenor|octave|transpose).*")) {
        mend(line, "there is no key '" + Printable.value(text) + "'; the one before goes on");
      }
      beginBody();
      return;
    }
    key = read.get();
    if (inBody) {
      voice().elements.add(new Element.Keys(key));
    } else {
      firstKey = key;
      keyKnown = !text.isEmpty() && !text.equalsIgnoreCase("none");
      beginBody();
    }
  }

  private void beginBody() {
    if (!inBody) {
      inBody = true;
      firstUnit = firstUnit == 0 ? Fields.defaultUnitParts(firstMeter) : firstUnit;
      unitParts = firstUnit;
      voice = voices.isEmpty() ? null : voices.values().iterator().next();
    }
  }

  private void voice(String text) {
    String id = text.split("\\s", 2)[0];
    voice = voices.computeIfAbsent(id, name -> new Voice());
    Matcher name = VOICE_NAME.matcher(text);
    if (name.find()) {
      voice.name = name.group(1);
    }
    Matcher octave = OCTAVE.matcher(text);
    Matcher clef = CLEF.matcher(text);
    if (octave.find()) {
      voice.octaves = Integer.parseInt(octave.group(1));
    } else if (clef.find()) {
      voice.octaves = clef.group(1).equals("+") ? 1 : -1;
    }
  }

  /** Takes a line that begins with two percent signs. */
  void directive(String text) {
    Matcher program =
        Pattern.compile("%%MIDI\\s+program\\s+(?:\\d+\\s+)?(\\d{1,3})\\s*").matcher(text);
    if (program.matches() && Integer.parseInt(program.group(1)) <= 127) {
      voice().program = Integer.parseInt(program.group(1));
    } else if (text.matches("%%MIDI\\s+channel\\s+10\\s*")) {
      voice().drums = true;
    }
  }

  /** Takes a line of music. */
  void music(String text, int line) {
    if (!inBody) {
      mend(line, "the tune has no key (K:) before its notes; it is read as in C major");
      beginBody();
    }
    new MusicLine(this, text, line).read();
  }

  /** Ends the bar of the voice at hand. */
  void barLine(Element.BarLine bar) {
    Voice at = voice();
    at.accidentals.clear();
    int last = at.elements.size() - 1;
    boolean endingOnly = !bar.ends() && !bar.begins() && !bar.heavy() && !bar.endings().isEmpty();
    if (endingOnly
        && last >= 0
        && at.elements.get(last) instanceof Element.BarLine before
        && before.endings().isEmpty()) {
      // The ending's bracket stands on a line of its own, behind the bar line that it belongs to.
      at.elements.set(
          last,
          new Element.BarLine(
              before.ends(), before.begins(), before.heavy(), bar.endings(), bar.line()));
      return;
    }
    at.elements.add(bar);
  }

  /** Counts a note. */
  void count(int line) {
    voice().lastLine = line;
    if (++notes > NOTES_MAX) {
      throw new TooLong(
          where + " line " + line + ": a tune has more than 1,000,000 notes; split it.");
    }
  }

  /** What ends reading, as it cannot be thrown through all that calls. */
  static final class TooLong extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLong(String message) {
      super(message);
    }

    BadDataException asBadData() {
      return new BadDataException(getMessage(), this);
    }
  }

  /** Notes that something was mended, or left out. */
  void mend(int line, String what) {
    if (mended.size() < MENDED_MAX) {
      mended.add("line " + line + ": " + what);
    } else {
      moreMended++;
    }
  }

  List<String> mended() {
    List<String> all = new ArrayList<>(mended);
    if (moreMended > 0) {
      all.add("and " + moreMended + " more like these");
    }
    return all;
  }

  /** The voice at hand. */
  Voice voice() {
    if (voice == null) {
      voice = voices.computeIfAbsent("1", name -> new Voice());
    }
    return voice;
  }

  List<Voice> voices() {
    return List.copyOf(voices.values());
  }

  Key key() {
    return key;
  }

  Meter meter() {
    return meter;
  }

  long unitParts() {
    return unitParts;
  }

  boolean hasBody() {
    return inBody;
  }

  /** Whether a tune has begun, so that a line that is no field is music, with a key or without. */
  boolean isTune() {
    return inBody || numbered;
  }

  /** The tune's first line, from 1; 0 where it has none. */
  int firstLine() {
    return firstLine;
  }

  /** All is read that belongs to it. */
  void end() {
    if (inBody && !firstTempo.isEmpty() && firstTempo().isEmpty()) {
      noTempo(firstTempo, firstTempoLine);
    }
    voices.values().forEach(each -> each.end(this));
  }

  Key firstKey() {
    return firstKey;
  }

  boolean isKeyKnown() {
    return keyKnown;
  }

  Meter firstMeter() {
    return firstMeter;
  }

  boolean isFree() {
    return free;
  }

  Optional<Double> firstTempo() {
    return firstTempo.isEmpty() ? Optional.empty() : Fields.tempo(firstTempo, firstUnit);
  }

  Origin origin() {
    return new Origin(title.toString(), composer, origin, source, licence);
  }
}
