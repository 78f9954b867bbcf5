package dev.synth.score.midi;

import dev.synth.io.BadDataException;
import dev.synth.score.Bar;
import dev.synth.score.ChordSymbol;
import dev.synth.score.Key;
import dev.synth.score.KeyChange;
import dev.synth.score.Meter;
import dev.synth.score.MeterChange;
import dev.synth.score.Mode;
import dev.synth.score.Origin;
import dev.synth.score.Part;
import dev.synth.score.ReadScore;
import dev.synth.score.Score;
import dev.synth.score.TempoChange;
import dev.synth.score.TimedChord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads Standard MIDI files of types 0 and 1. A part is what one track plays on one channel with
 * one program; drums are what is on channel 10. The sustain pedal lengthens notes, tempo and meter
 * hold for all tracks wherever they stand.
 */
public final class MidiReader {
  /** How chord symbols are marked in a text event, by {@link MidiWriter}. */
  static final String CHORD = "chord ";

  private static final long MICROSECONDS = 60_000_000;
  private static final int SMPTE_TICKS_PER_QUARTER = 480;

  /** A score's ticks must let a 64th be a whole number of them. */
  private static final int TICKS_DIVISOR = 16;

  /** So many quarters are eight hours at the usual tempo. */
  private static final long QUARTERS_MAX = 60_000;

  private static final int REST_BARS = 64;

  private final String where;
  private final List<String> mended = new ArrayList<>();
  private final TreeMap<Long, MeterChange> meters = new TreeMap<>();
  private final TreeMap<Long, KeyChange> keys = new TreeMap<>();
  private final TreeMap<Long, TempoChange> tempos = new TreeMap<>();
  private final TreeMap<Long, ChordSymbol> chords = new TreeMap<>();
  private RawFile file;
  private boolean smpte;
  private int ticksPerQuarter;
  private long factor = 1;
  private long last;
  private String title = "";
  private String copyright = "";
  private int badTempos;
  private int badMeters;

  private MidiReader(String where) {
    this.where = where;
  }

  /**
   * The score in a file.
   *
   * @throws BadDataException if it is no MIDI file, of type 2, too long, or without notes
   */
  public static ReadScore read(Path file) throws IOException {
    return read(Files.readAllBytes(file), file.toString());
  }

  /**
   * The score in {@code bytes}.
   *
   * @param where how messages begin
   * @throws BadDataException as {@link #read(Path)}
   */
  public static ReadScore read(byte[] bytes, String where) throws BadDataException {
    return new MidiReader(where).score(bytes);
  }

  private ReadScore score(byte[] bytes) throws BadDataException {
    file = RawFile.read(bytes, where, mended);
    smpte = file.division() < 0;
    ticksPerQuarter = smpte ? SMPTE_TICKS_PER_QUARTER : file.division();
    if (smpte) {
      mended.add("it counts seconds, not beats: bars are those of 120 quarters a minute");
    }
    while (ticksPerQuarter % TICKS_DIVISOR != 0) {
      ticksPerQuarter *= 2;
      factor *= 2;
    }
    NoteCollector notes = new NoteCollector(file, this::ticks);
    for (List<Event> track : file.tracks()) {
      for (Event event : track) {
        if (event.isMeta()) {
          meta(event);
        }
      }
    }
    List<Part> parts = notes.parts();
    mended.addAll(notes.mended());
    for (Part part : parts) {
      last = Math.max(last, part.endTicks());
    }
    check(parts);
    return new ReadScore(assemble(parts), mended);
  }

  private void check(List<Part> parts) throws BadDataException {
    if (parts.isEmpty()) {
      throw new BadDataException(where + ": is a MIDI file without notes.");
    }
    if (last / ticksPerQuarter > QUARTERS_MAX) {
      throw new BadDataException(
          String.format(
              Locale.ROOT,
              "%s: its last note is %,d quarters after the first; more than %,d are not read.",
              where,
              last / ticksPerQuarter,
              QUARTERS_MAX));
    }
    if (badTempos > 0) {
      mended.add(badTempos + " tempos that cannot be are left out");
    }
    if (badMeters > 0) {
      mended.add(badMeters + " meters that cannot be are left out");
    }
  }

  /** Ticks of the score at ticks of the file. */
  private long ticks(long at) {
    if (smpte) {
      // 120 quarters a minute: two a second.
      return Math.round(2.0 * SMPTE_TICKS_PER_QUARTER * at / -file.division());
    }
    return at * factor;
  }

  private void meta(Event event) {
    long at = ticks(event.ticks());
    byte[] data = event.data();
    switch (event.type()) {
      case Event.TEMPO -> tempo(at, event);
      case Event.METER -> meter(at, event);
      case Event.KEY -> {
        if (data.length >= 2 && Math.abs(data[0]) <= 7 && event.unsigned(1) <= 1) {
          Mode mode = data[1] == 0 ? Mode.MAJOR : Mode.MINOR;
          keys.put(at, new KeyChange(at, new Key(data[0], mode)));
        }
      }
      case Event.COPYRIGHT -> copyright = copyright.isEmpty() ? text(data) : copyright;
      case Event.TEXT -> {
        String text = text(data);
        if (text.startsWith(CHORD)) {
          ChordSymbol.parse(text.substring(CHORD.length()))
              .ifPresent(symbol -> chords.put(at, symbol));
        }
      }
      default -> {
        // Names are the note collector's; lyrics and the like are passed over.
      }
    }
  }

  private void tempo(long at, Event event) {
    if (smpte) {
      return;
    }
    if (event.data().length < 3) {
      badTempos++;
      return;
    }
    int microseconds = event.unsigned(0) << 16 | event.unsigned(1) << 8 | event.unsigned(2);
    if (microseconds == 0) {
      badTempos++;
      return;
    }
    tempos.put(at, new TempoChange(at, (double) MICROSECONDS / microseconds));
  }

  private void meter(long at, Event event) {
    if (event.data().length < 2) {
      badMeters++;
      return;
    }
    try {
      meters.put(
          at,
          new MeterChange(at, new Meter(event.unsigned(0), 1 << Math.min(7, event.unsigned(1)))));
    } catch (IllegalArgumentException e) {
      badMeters++;
    }
  }

  private Score assemble(List<Part> parts) {
    if (meters.isEmpty() || meters.firstKey() > 0) {
      meters.put(0L, new MeterChange(0, Meter.COMMON));
    }
    if (tempos.isEmpty() || tempos.firstKey() > 0) {
      tempos.put(0L, new TempoChange(0, TempoChange.DEFAULT_QUARTERS_PER_MINUTE));
    }
    long pickup = pickup();
    title = file.tracks().isEmpty() ? "" : NoteCollector.name(file.tracks().get(0));
    Score score =
        new Score(
            new Origin(title, "", "", "", copyright),
            ticksPerQuarter,
            pickup,
            withoutRepeats(),
            List.copyOf(keys.values()),
            List.copyOf(tempos.values()),
            parts,
            timedChords(),
            last);
    List<Bar> bars = score.bars();
    Bar end = bars.get(bars.size() - 1);
    long whole =
        end.number() == 0 ? last : end.startTicks() + end.meter().barTicks(ticksPerQuarter);
    tellRests(score);
    return new Score(
        score.origin(),
        ticksPerQuarter,
        pickup,
        score.meters(),
        score.keys(),
        score.tempos(),
        parts,
        score.chords(),
        whole);
  }

  /** Meters that say what holds anyway are none. */
  private List<MeterChange> withoutRepeats() {
    List<MeterChange> changes = new ArrayList<>();
    for (MeterChange change : meters.values()) {
      if (changes.isEmpty() || !changes.get(changes.size() - 1).meter().equals(change.meter())) {
        changes.add(change);
      }
    }
    return changes;
  }

  /** A first bar of a shorter meter than the second's, and just one, is a pickup. */
  private long pickup() {
    Map.Entry<Long, MeterChange> next = meters.higherEntry(0L);
    if (next == null) {
      return 0;
    }
    long first = meters.get(0L).meter().barTicks(ticksPerQuarter);
    long second = next.getValue().meter().barTicks(ticksPerQuarter);
    if (next.getKey() == first && first < second) {
      meters.put(0L, new MeterChange(0, next.getValue().meter()));
      return first;
    }
    return 0;
  }

  private List<TimedChord> timedChords() {
    List<TimedChord> timed = new ArrayList<>();
    for (Map.Entry<Long, ChordSymbol> entry : chords.entrySet()) {
      Long next = chords.higherKey(entry.getKey());
      long until = next == null ? last : next;
      if (until > entry.getKey()) {
        timed.add(new TimedChord(entry.getKey(), until - entry.getKey(), entry.getValue()));
      }
    }
    return timed;
  }

  /** Long silence is kept, but is often a mistake. */
  private void tellRests(Score score) {
    long end = 0;
    long bar = score.meter().barTicks(ticksPerQuarter);
    List<long[]> notes = new ArrayList<>();
    for (Part part : score.parts()) {
      part.notes().forEach(note -> notes.add(new long[] {note.startTicks(), note.endTicks()}));
    }
    notes.sort((a, b) -> Long.compare(a[0], b[0]));
    for (long[] note : notes) {
      long bars = (note[0] - end) / bar;
      if (bars >= REST_BARS) {
        mended.add(String.format(Locale.ROOT, "a rest of %,d bars is kept", bars));
      }
      end = Math.max(end, note[1]);
    }
  }

  /** Text in UTF-8 or, if it is none, in Latin-1; without zero bytes at its end. */
  static String text(byte[] data) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString();
    } catch (CharacterCodingException e) {
      text = new String(data, StandardCharsets.ISO_8859_1);
    }
    return text.replace("\0", "").strip();
  }
}
