package dev.synth.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A piece: parts over one time line. Immutable.
 *
 * @param origin title, composer, source, licence
 * @param ticksPerQuarter how many ticks make a quarter note, at least 1
 * @param pickupTicks length of the incomplete bar before bar 1; 0 where there is none
 * @param meters by start, the first at 0
 * @param keys by start, the first at 0 where it is known; may be empty
 * @param tempos by start, the first at 0
 * @param parts in the order of the score
 * @param chords by start, not overlapping; may be empty
 * @param endTicks where the last bar ends
 */
public record Score(
    Origin origin,
    int ticksPerQuarter,
    long pickupTicks,
    List<MeterChange> meters,
    List<KeyChange> keys,
    List<TempoChange> tempos,
    List<Part> parts,
    List<TimedChord> chords,
    long endTicks) {
  /** Ticks a quarter note where nothing else asks for a number: 3, 5 and 32 divide it. */
  public static final int TICKS_PER_QUARTER = 480;

  /**
   * Checks and copies every list.
   *
   * @throws IllegalArgumentException naming what cannot be
   */
  public Score {
    Objects.requireNonNull(origin, "origin");
    if (ticksPerQuarter < 1) {
      throw new IllegalArgumentException("there cannot be " + ticksPerQuarter + " ticks a quarter");
    }
    meters = List.copyOf(meters);
    keys = List.copyOf(keys);
    tempos = List.copyOf(tempos);
    parts = List.copyOf(parts);
    chords = List.copyOf(chords);
    if (meters.isEmpty() || meters.get(0).startTicks() != 0) {
      throw new IllegalArgumentException("a score needs a meter at its beginning");
    }
    if (tempos.isEmpty() || tempos.get(0).startTicks() != 0) {
      throw new IllegalArgumentException("a score needs a tempo at its beginning");
    }
    checkOrder(meters.stream().mapToLong(MeterChange::startTicks).toArray(), "meters");
    checkOrder(keys.stream().mapToLong(KeyChange::startTicks).toArray(), "keys");
    checkOrder(tempos.stream().mapToLong(TempoChange::startTicks).toArray(), "tempos");
    checkOrder(chords.stream().mapToLong(TimedChord::startTicks).toArray(), "chords");
    long bar = meters.get(0).meter().barTicks(ticksPerQuarter);
    if (pickupTicks < 0 || pickupTicks >= bar) {
      throw new IllegalArgumentException(
          "a pickup of " + pickupTicks + " ticks is not shorter than a bar");
    }
  }

  private static void checkOrder(long[] starts, String what) {
    for (int i = 1; i < starts.length; i++) {
      if (starts[i] <= starts[i - 1]) {
        throw new IllegalArgumentException("the " + what + " of a score are not in order");
      }
    }
  }

  /** All bars, the pickup among them, until {@link #endTicks}; the last may be cut short. */
  public List<Bar> bars() {
    List<Bar> bars = new ArrayList<>();
    int number = pickupTicks > 0 ? 0 : 1;
    int next = 0;
    Meter meter = meters.get(0).meter();
    for (long start = 0; start < endTicks; ) {
      while (next < meters.size() && meters.get(next).startTicks() <= start) {
        meter = meters.get(next++).meter();
      }
      long ticks = number == 0 ? pickupTicks : meter.barTicks(ticksPerQuarter);
      if (next < meters.size()) {
        ticks = Math.min(ticks, meters.get(next).startTicks() - start);
      }
      ticks = Math.min(ticks, endTicks - start);
      bars.add(new Bar(number++, start, ticks, meter));
      start += ticks;
    }
    return bars;
  }

  /** The meter at the beginning. */
  public Meter meter() {
    return meters.get(0).meter();
  }

  /** The key that holds at a place; C major where none is known. */
  public Key keyAt(long ticks) {
    Key key = Key.C_MAJOR;
    for (KeyChange change : keys) {
      if (change.startTicks() <= ticks) {
        key = change.key();
      }
    }
    return key;
  }

  /** The key at the beginning; C major where none is known. */
  public Key key() {
    return keyAt(0);
  }

  /** Quarter notes a minute at the beginning. */
  public double quartersPerMinute() {
    return tempos.get(0).quartersPerMinute();
  }

  /** How many seconds after the beginning a place is, by the tempos before it. */
  public double secondsAt(double ticks) {
    double seconds = 0;
    for (int i = 0; i < tempos.size(); i++) {
      TempoChange tempo = tempos.get(i);
      double until = i + 1 < tempos.size() ? tempos.get(i + 1).startTicks() : Double.MAX_VALUE;
      double passed = Math.min(ticks, until) - tempo.startTicks();
      if (passed > 0) {
        seconds += passed * 60 / (tempo.quartersPerMinute() * ticksPerQuarter);
      }
    }
    return seconds;
  }

  /** How long it is in seconds. */
  public double seconds() {
    return secondsAt(endTicks);
  }

  /** The same piece, counted in other ticks; what falls between two goes to the nearest. */
  public Score withTicksPerQuarter(int other) {
    double scale = (double) other / ticksPerQuarter;
    return new Score(
        origin,
        other,
        Math.round(pickupTicks * scale),
        meters.stream()
            .map(m -> new MeterChange(scaled(m.startTicks(), scale), m.meter()))
            .toList(),
        keys.stream().map(k -> new KeyChange(scaled(k.startTicks(), scale), k.key())).toList(),
        tempos.stream()
            .map(t -> new TempoChange(scaled(t.startTicks(), scale), t.quartersPerMinute()))
            .toList(),
        parts.stream().map(part -> part.scaled(scale)).toList(),
        chords.stream()
            .map(
                chord -> {
                  long start = scaled(chord.startTicks(), scale);
                  long end = scaled(chord.endTicks(), scale);
                  return new TimedChord(start, Math.max(1, end - start), chord.symbol());
                })
            .toList(),
        scaled(endTicks, scale));
  }

  private static long scaled(long ticks, double scale) {
    return Math.round(ticks * scale);
  }

  /** The same piece, ending elsewhere. */
  public Score withEnd(long otherEndTicks) {
    return new Score(
        origin, ticksPerQuarter, pickupTicks, meters, keys, tempos, parts, chords, otherEndTicks);
  }

  /** The same piece with other parts. */
  public Score withParts(List<Part> others) {
    return new Score(
        origin, ticksPerQuarter, pickupTicks, meters, keys, tempos, others, chords, endTicks);
  }

  /** The same piece with other chords. */
  public Score withChords(List<TimedChord> others) {
    return new Score(
        origin, ticksPerQuarter, pickupTicks, meters, keys, tempos, parts, others, endTicks);
  }
}
