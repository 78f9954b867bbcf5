package dev.synth.score.abc;

import dev.synth.score.ChordSymbol;
import dev.synth.score.KeyChange;
import dev.synth.score.Meter;
import dev.synth.score.MeterChange;
import dev.synth.score.Part;
import dev.synth.score.ReadScore;
import dev.synth.score.Score;
import dev.synth.score.ScoreNote;
import dev.synth.score.TempoChange;
import dev.synth.score.TimedChord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes a score of a tune that was read. */
final class Assembly {
  private static final long PARTS_PER_TICK = Element.PARTS_PER_QUARTER / Score.TICKS_PER_QUARTER;

  private final Tune tune;
  private final List<Part> parts = new ArrayList<>();
  private final TreeMap<Long, Meter> meters = new TreeMap<>();
  private final TreeMap<Long, KeyChange> keys = new TreeMap<>();
  private final TreeMap<Long, Double> tempos = new TreeMap<>();
  private List<TimedChord> chords = List.of();
  private long pickupParts;
  private long endParts;

  private Assembly(Tune tune) {
    this.tune = tune;
  }

  static ReadScore of(Tune tune) {
    return new Assembly(tune).assemble();
  }

  private ReadScore assemble() {
    meters.put(0L, tune.firstMeter());
    if (tune.isKeyKnown()) {
      keys.put(0L, new KeyChange(0, tune.firstKey()));
    }
    tempos.put(0L, tune.firstTempo().orElse(TempoChange.DEFAULT_QUARTERS_PER_MINUTE));
    List<Voice> voices = tune.voices();
    for (int i = 0; i < voices.size(); i++) {
      voice(voices.get(i), i == 0);
    }
    List<MeterChange> meterList = new ArrayList<>();
    meters.forEach((at, meter) -> meterList.add(new MeterChange(at, meter)));
    List<TempoChange> tempoList = new ArrayList<>();
    tempos.forEach((at, tempo) -> tempoList.add(new TempoChange(at, tempo)));
    Score score =
        new Score(
            tune.origin(),
            Score.TICKS_PER_QUARTER,
            ticks(pickupParts),
            meterList,
            List.copyOf(keys.values()),
            tempoList,
            parts,
            chords,
            ticks(endParts));
    return new ReadScore(score, tune.mended());
  }

  private static long ticks(long at) {
    return Math.floorDiv(2 * at + PARTS_PER_TICK, 2 * PARTS_PER_TICK);
  }

  /** Notes that are held by a tie: where they began. */
  private record Held(long start) {}

  private void voice(Voice voice, boolean first) {
    List<Element> heard = Repeats.played(voice.elements);
    List<ScoreNote> notes = new ArrayList<>();
    TreeMap<Long, ChordSymbol> symbols = new TreeMap<>();
    Map<Integer, Held> held = new HashMap<>();
    BarCheck bars = new BarCheck(tune);
    long at = 0;
    for (Element element : heard) {
      if (element instanceof Element.Notes group) {
        Map<Integer, Held> next = new HashMap<>();
        for (int pitch : group.pitches()) {
          Held before = held.remove(pitch);
          long start = before == null ? at : before.start();
          if (group.tied().contains(pitch)) {
            next.put(pitch, new Held(start));
          } else {
            add(notes, start, at + group.parts(), pitch);
          }
        }
        release(notes, held, at);
        held = next;
        at += group.parts();
        bars.notes();
      } else if (element instanceof Element.BarLine bar) {
        bars.line(at, bar);
      } else if (element instanceof Element.Chord chord) {
        symbols.put(ticks(at), chord.symbol());
      } else if (element instanceof Element.Meters change) {
        bars.meter(change.meter());
        if (first) {
          meters.put(ticks(at), change.meter());
        }
      } else if (element instanceof Element.Keys change && first) {
        keys.put(ticks(at), new KeyChange(ticks(at), change.key()));
      } else if (element instanceof Element.Tempo change && first) {
        tempos.put(ticks(at), change.quartersPerMinute());
      }
    }
    release(notes, held, at);
    bars.end(at, voice.lastLine);
    endParts = Math.max(endParts, at);
    if (first) {
      pickupParts = bars.pickupParts();
    } else if (at > 0) {
      bars.comparePickup(pickupParts);
    }
    if (chords.isEmpty()) {
      chords = timed(symbols, ticks(at));
    }
    parts.add(new Part(voice.name, voice.program, voice.drums, notes, List.of()));
  }

  private static void release(List<ScoreNote> notes, Map<Integer, Held> held, long at) {
    held.forEach((pitch, since) -> add(notes, since.start(), at, pitch));
  }

  private static void add(List<ScoreNote> notes, long from, long to, int pitch) {
    long start = ticks(from);
    notes.add(new ScoreNote(start, Math.max(1, ticks(to) - start), pitch));
  }

  private static List<TimedChord> timed(TreeMap<Long, ChordSymbol> symbols, long end) {
    List<TimedChord> timed = new ArrayList<>();
    for (Map.Entry<Long, ChordSymbol> entry : symbols.entrySet()) {
      Long next = symbols.higherKey(entry.getKey());
      long until = next == null ? end : next;
      if (entry.getValue() != null && until > entry.getKey()) {
        timed.add(new TimedChord(entry.getKey(), until - entry.getKey(), entry.getValue()));
      }
    }
    return timed;
  }
}
