package dev.synth.score.abc;

import dev.synth.score.Bar;
import dev.synth.score.Key;
import dev.synth.score.KeyChange;
import dev.synth.score.Meter;
import dev.synth.score.MeterChange;
import dev.synth.score.Part;
import dev.synth.score.PitchClasses;
import dev.synth.score.Score;
import dev.synth.score.ScoreNote;
import dev.synth.score.TempoChange;
import dev.synth.score.TimedChord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/**
 * Writes scores in ABC notation: a voice a part, four bars a line, chord symbols over the first
 * voice, ties wherever a note goes on. {@link AbcReader} reads the same notes, but for velocities
 * and bends, which ABC does not have.
 */
public final class AbcWriter {
  private static final int BARS_A_LINE = 4;

  private final Score score;
  private final List<Bar> bars;
  private final long unitTicks;
  private final StringBuilder text = new StringBuilder();

  private AbcWriter(Score score) {
    this.score = score;
    this.bars = score.bars();
    this.unitTicks = Math.max(1, score.ticksPerQuarter() / 2);
  }

  /** One tune. */
  public static String text(Score score) {
    return text(score, 1);
  }

  /**
   * One tune of several.
   *
   * @param number of the tune in its file, from 1
   */
  public static String text(Score score, int number) {
    AbcWriter writer = new AbcWriter(score);
    writer.header(number);
    List<Part> parts = score.parts();
    for (int i = 0; i < parts.size(); i++) {
      if (parts.size() > 1) {
        writer.voice(i, parts.get(i));
      }
      writer.part(parts.get(i), i == 0);
    }
    return writer.text.toString();
  }

  private void header(int number) {
    field('X', String.valueOf(number));
    String title = score.origin().title();
    field('T', title.isEmpty() ? "untitled" : title);
    optional('C', score.origin().composer());
    optional('O', score.origin().origin());
    optional('S', score.origin().source());
    optional('Z', score.origin().licence());
    field('M', score.meter().toString());
    field('L', "1/8");
    field('Q', tempo(score.tempos().get(0)));
    field('K', key(score.key()));
  }

  private void field(char letter, String value) {
    text.append(letter).append(':').append(value.replaceAll("\\s+", " ")).append('\n');
  }

  private void optional(char letter, String value) {
    if (!value.isEmpty()) {
      field(letter, value);
    }
  }

  private static String tempo(TempoChange tempo) {
    String number = String.format(Locale.ROOT, "%.3f", tempo.quartersPerMinute());
    return "1/4=" + number.replaceAll("\\.?0+$", "");
  }

  private static String key(Key key) {
    return key.tonicName() + key.mode().abc();
  }

  private void voice(int index, Part part) {
    String name = part.name().replace("\"", "'");
    field('V', (index + 1) + (name.isEmpty() ? "" : " name=\"" + name + "\""));
    if (part.drums()) {
      text.append("%%MIDI channel 10\n");
    } else if (part.program() > 0) {
      text.append("%%MIDI program ").append(part.program()).append('\n');
    }
  }

  private void part(Part part, boolean first) {
    TreeMap<Long, String> symbols = first ? symbols() : new TreeMap<>();
    BarSpelling spelling = new BarSpelling();
    int onLine = 0;
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      spelling.begin(score.keyAt(bar.startTicks()));
      text.append(changes(bar, first));
      bar(part, bar, symbols, spelling);
      text.append(i == bars.size() - 1 ? "|]" : "|");
      onLine += bar.number() == 0 ? 0 : 1;
      if (onLine == BARS_A_LINE || i == bars.size() - 1) {
        text.append('\n');
        onLine = 0;
      }
    }
  }

  private TreeMap<Long, String> symbols() {
    TreeMap<Long, String> symbols = new TreeMap<>();
    for (TimedChord chord : score.chords()) {
      symbols.put(chord.endTicks(), "N.C.");
    }
    for (TimedChord chord : score.chords()) {
      symbols.put(chord.startTicks(), chord.symbol().name(score.keyAt(chord.startTicks())));
    }
    return symbols;
  }

  /** Changes of meter, key and tempo within or at the beginning of a bar. */
  private String changes(Bar bar, boolean first) {
    StringBuilder changes = new StringBuilder();
    meterIn(bar).ifPresent(meter -> changes.append("[M:").append(meter).append(']'));
    keyIn(bar).ifPresent(key -> changes.append("[K:").append(key(key)).append(']'));
    if (first) {
      for (TempoChange tempo : score.tempos()) {
        if (isIn(bar, tempo, TempoChange::startTicks)) {
          changes.append("[Q:").append(tempo(tempo)).append(']');
        }
      }
    }
    return changes.toString();
  }

  private java.util.Optional<Meter> meterIn(Bar bar) {
    return score.meters().stream()
        .filter(change -> isIn(bar, change, MeterChange::startTicks))
        .map(MeterChange::meter)
        .findFirst();
  }

  private java.util.Optional<Key> keyIn(Bar bar) {
    return score.keys().stream()
        .filter(change -> isIn(bar, change, KeyChange::startTicks))
        .map(KeyChange::key)
        .findFirst();
  }

  /** Whether a change other than the first, which is in the header, stands in a bar. */
  private static <T> boolean isIn(Bar bar, T change, ToLongFunction<T> start) {
    long at = start.applyAsLong(change);
    return at > 0 && at >= bar.startTicks() && at < bar.endTicks();
  }

  private void bar(Part part, Bar bar, TreeMap<Long, String> symbols, BarSpelling spelling) {
    List<ScoreNote> sounding =
        part.notes().stream()
            .filter(
                note -> note.startTicks() < bar.endTicks() && note.endTicks() > bar.startTicks())
            .toList();
    TreeSet<Long> places = new TreeSet<>();
    places.add(bar.startTicks());
    places.add(bar.endTicks());
    for (ScoreNote note : sounding) {
      places.add(Math.max(bar.startTicks(), note.startTicks()));
      places.add(Math.min(bar.endTicks(), note.endTicks()));
    }
    places.addAll(symbols.subMap(bar.startTicks(), bar.endTicks()).keySet());
    List<Long> at = new ArrayList<>(places);
    for (int i = 0; i + 1 < at.size(); i++) {
      if (symbols.containsKey(at.get(i))) {
        text.append('"').append(symbols.get(at.get(i))).append('"');
      }
      int triplets = tripletsFrom(at, i);
      if (triplets > 0) {
        text.append("(3");
        for (int k = 0; k < 3; k++) {
          if (k > 0 && symbols.containsKey(at.get(i + k))) {
            text.append('"').append(symbols.get(at.get(i + k))).append('"');
          }
          long plain = (at.get(i + 1) - at.get(i)) * 3 / 2;
          segment(sounding, at.get(i + k), at.get(i + k + 1), plain, spelling);
        }
        i += 2;
      } else {
        segment(sounding, at.get(i), at.get(i + 1), at.get(i + 1) - at.get(i), spelling);
      }
    }
  }

  /** Whether three equal stretches make a triplet: of a length with a three below its fraction. */
  private int tripletsFrom(List<Long> at, int i) {
    if (i + 3 >= at.size()) {
      return 0;
    }
    long length = at.get(i + 1) - at.get(i);
    boolean equal =
        at.get(i + 2) - at.get(i + 1) == length && at.get(i + 3) - at.get(i + 2) == length;
    boolean third = length * 3 % 2 == 0 && below(length) % 3 == 0 && below(length * 3 / 2) % 3 != 0;
    return equal && third ? 3 : 0;
  }

  private long below(long ticks) {
    return unitTicks / gcd(ticks, unitTicks);
  }

  private void segment(
      List<ScoreNote> sounding, long from, long to, long written, BarSpelling spelling) {
    List<ScoreNote> here =
        sounding.stream().filter(n -> n.startTicks() <= from && n.endTicks() > from).toList();
    String length = length(written);
    if (here.isEmpty()) {
      text.append('z').append(length);
      return;
    }
    // The same pitch twice at once is written once.
    TreeMap<Integer, Boolean> pitches = new TreeMap<>();
    here.forEach(note -> pitches.merge(note.midiPitch(), note.endTicks() > to, Boolean::logicalOr));
    if (pitches.size() > 1) {
      text.append('[');
    }
    boolean allTied = pitches.values().stream().allMatch(tied -> tied);
    pitches.forEach(
        (pitch, tied) -> {
          text.append(spelling.name(pitch));
          text.append(pitches.size() > 1 && tied && !allTied ? "-" : "");
        });
    text.append(pitches.size() > 1 ? "]" : "").append(length).append(allTied ? "-" : "");
  }

  /** A length in eighths: nothing for 1, 3, 3/2, / for a half. */
  private String length(long ticks) {
    long divisor = gcd(ticks, unitTicks);
    long above = ticks / divisor;
    long below = unitTicks / divisor;
    String number = above == 1 ? "" : String.valueOf(above);
    return below == 1 ? number : below == 2 ? number + "/" : number + "/" + below;
  }

  private static long gcd(long a, long b) {
    return b == 0 ? a : gcd(b, a % b);
  }

  /** Spells pitches in a key, with the accidentals that a bar needs. */
  private static final class BarSpelling {
    private static final int MIDDLE_C = 60;
    private final TreeSet<Character> altered = new TreeSet<>();
    private Key key = Key.C_MAJOR;

    void begin(Key inKey) {
      key = inKey;
      altered.clear();
    }

    String name(int pitch) {
      String name = key.nameOf(PitchClasses.of(pitch));
      char letter = name.charAt(0);
      String signs = name.substring(1);
      int alteration = signs.length() * (signs.startsWith("b") ? -1 : 1);
      boolean needed = alteration != key.alteration(letter);
      String written = "";
      // A letter that was altered once is written with its sign until the bar ends.
      if (needed || altered.contains(letter)) {
        written = alteration == 0 ? "=" : signs.replace('b', '_').replace('#', '^');
        altered.add(letter);
      }
      int octave =
          Math.floorDiv(
              pitch - alteration - PitchClasses.ofLetter(letter) - MIDDLE_C, PitchClasses.OCTAVE);
      String low = octave >= 1 ? "" : ",".repeat(-octave);
      String high = octave >= 1 ? "'".repeat(octave - 1) : "";
      return written + (octave >= 1 ? Character.toLowerCase(letter) : letter) + low + high;
    }
  }
}
