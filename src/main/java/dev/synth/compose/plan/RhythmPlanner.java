package dev.synth.compose.plan;

import dev.synth.compose.chain.Constraint;
import dev.synth.compose.chain.Counted;
import dev.synth.compose.chain.Sequences;
import dev.synth.compose.chain.UnsatisfiableException;
import dev.synth.compose.style.Dictionary;
import dev.synth.compose.style.Grid;
import dev.synth.compose.style.RhythmEvent;
import dev.synth.compose.style.RhythmModel;
import dev.synth.compose.style.Style;
import dev.synth.score.Meter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Samples the rhythm of one phrase after the other. */
final class RhythmPlanner {
  private static final double LIKE = 2.5;
  private static final double LIKE_AT_THE_END = 0.8;
  private static final double LONG_MOST = 2;
  private static final int DENSITY_BARS = 4;
  private static final int DENSITY_STEPS = 12;
  private static final double DENSITY_MOST = 4;

  private final RhythmModel rhythms;
  private final Dictionary<RhythmEvent> events;
  private final Draft draft;
  private final Meter meter;
  private final double logNoteWeight;

  RhythmPlanner(Style style, Draft draft) {
    this.draft = draft;
    meter = draft.frame.meter();
    rhythms = style.rhythm(meter);
    events = rhythms.dictionary();
    logNoteWeight = logNoteWeight();
  }

  /**
   * The logarithm of a weight for every note with which a bar has as many notes in the mean as are
   * wanted: the derivative of ln Z by it is the mean number of notes.
   */
  private double logNoteWeight() {
    double wanted = draft.frame.density() * rhythms.notesPerBar() * DENSITY_BARS;
    double low = -DENSITY_MOST;
    double high = DENSITY_MOST;
    for (int i = 0; i < DENSITY_STEPS; i++) {
      double middle = (low + high) / 2;
      double step = 0.05;
      double notes = (logZ(middle + step) - logZ(middle - step)) / (2 * step);
      if (notes < wanted) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  private double logZ(double logWeight) {
    try {
      return rhythms.rhythms(DENSITY_BARS, List.of(notes(logWeight)), List.of(), false).logZ();
    } catch (UnsatisfiableException e) {
      return 0;
    }
  }

  private Constraint notes(double logWeight) {
    double weight = Math.exp(logWeight);
    return Constraint.weights("density", (t, s) -> events.get(s).rest() ? 1 : weight);
  }

  void plan(Phrase phrase, Random random) {
    if (!phrase.isSung()) {
      return;
    }
    if (phrase.likeness() == Phrase.Likeness.REPEATED) {
      repeat(phrase);
    }
    for (int[] run : Draft.open(phrase, draft.rhythm)) {
      int first = run[0];
      int bars = run[1] - first;
      List<Constraint> own = new ArrayList<>();
      own.add(
          new Counted(
              "a note in every bar",
              s -> !events.get(s).rest(),
              1,
              Integer.MAX_VALUE,
              draft.barTicks()));
      own.add(notes(logNoteWeight));
      if (phrase.model() >= 0) {
        own.add(like(phrase, first, bars));
      }
      if (run[1] == phrase.endBar()) {
        end(phrase, bars, own);
      }
      List<Constraint> wanted = wanted(first, bars);
      boolean ends = phrase.cadence().isFinal() && run[1] == phrase.endBar();
      List<RhythmEvent> before = draft.rhythmBefore(first);
      Sequences sequences =
          Solving.solve(
              "rhythm",
              first,
              bars,
              draft.barTicks(),
              wanted,
              own,
              draft,
              wishes -> rhythms.rhythms(bars, wishes, before, ends));
      draft.sampled.add(new Plan.Sampled("rhythm", first + 1, bars, sequences.logZ()));
      put(first, bars, sequences.sample(random));
    }
  }

  private void put(int first, int bars, int[] symbols) {
    for (int bar = first; bar < first + bars; bar++) {
      draft.rhythm.set(bar, new ArrayList<>());
    }
    int time = 0;
    for (int symbol : symbols) {
      draft.rhythm.get(first + time / draft.barTicks()).add(events.get(symbol));
      time += events.get(symbol).durationTicks();
    }
  }

  private void repeat(Phrase phrase) {
    Phrase model = draft.form.phrases().get(phrase.model());
    boolean same = model.cadence() == phrase.cadence();
    for (int i = 0; i < phrase.bars() - (same ? 0 : 1); i++) {
      int bar = phrase.bar() + i;
      List<RhythmEvent> rhythm = draft.rhythm.get(model.bar() + i);
      if (draft.rhythm.get(bar) == null && allows(bar, rhythm)) {
        draft.rhythm.set(bar, rhythm);
      }
    }
  }

  /** Whether a bar's rhythm has the notes that are wanted in it. */
  private boolean allows(int bar, List<RhythmEvent> rhythm) {
    for (Wishes.NoteAt note : draft.frame.wishes().notes()) {
      if (note.bar() == bar + 1) {
        int ticks = ticks(note);
        if (rhythm.stream().noneMatch(e -> !e.rest() && e.onsetTicks() == ticks)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Ticks from the beginning of the bar. */
  private int ticks(Wishes.NoteAt note) {
    return (int) Math.round((note.beat() - 1) * meter.unitTicks(Grid.TICKS_PER_QUARTER));
  }

  private Constraint like(Phrase phrase, int first, int bars) {
    int shift = draft.form.phrases().get(phrase.model()).bar() - phrase.bar();
    int lastBar = (bars - 1) * draft.barTicks();
    boolean changes =
        first + bars == phrase.endBar() && phrase.likeness() != Phrase.Likeness.SEQUENCE;
    return Constraint.weights(
        "a rhythm like " + Solving.bars(phrase.bar() + shift, phrase.bars()),
        (t, s) -> {
          List<RhythmEvent> model = draft.rhythm.get(first + t / draft.barTicks() + shift);
          double strength = changes && t >= lastBar ? LIKE_AT_THE_END : LIKE;
          return model.contains(events.get(s)) ? 1 : Math.exp(-strength);
        });
  }

  private void end(Phrase phrase, int bars, List<Constraint> own) {
    int total = bars * draft.barTicks();
    int beat = Grid.beat(meter);
    if (phrase.cadence().isFinal()) {
      int least = Math.min(Grid.half(meter), draft.barTicks());
      own.add(new LastNote("the last note is held", events, least, total - draft.barTicks()));
      return;
    }
    if (phrase.cadence() == Cadence.OPEN) {
      return;
    }
    own.add(
        Constraint.weights(
            "a cadence is a long note",
            (t, s) -> {
              RhythmEvent event = events.get(s);
              boolean last = t + event.durationTicks() == total && !event.rest();
              double beats = (double) event.durationTicks() / beat;
              return last ? Math.min(LONG_MOST, beats) : 1;
            }));
  }

  private List<Constraint> wanted(int first, int bars) {
    List<Constraint> wanted = new ArrayList<>();
    for (Wishes.NoteAt note : draft.frame.wishes().notes()) {
      int bar = note.bar() - 1 - first;
      if (bar >= 0 && bar < bars) {
        int place = bar * draft.barTicks() + ticks(note);
        wanted.add(
            Constraint.weights(
                "a note begins at bar " + note.bar() + ", beat " + beat(note.beat()),
                (t, s) -> {
                  RhythmEvent event = events.get(s);
                  boolean over = t < place && t + event.durationTicks() > place;
                  return over || (t == place && event.rest()) ? 0 : 1;
                }));
      }
    }
    return wanted;
  }

  /** A beat without needless decimals. */
  static String beat(double beat) {
    return beat % 1 == 0 ? "" + (int) beat : "" + beat;
  }

  /**
   * The last note is held for some time, and begins late; rests may follow it.
   *
   * @param least ticks
   * @param from time from which the note must begin
   */
  private record LastNote(String name, Dictionary<RhythmEvent> events, int least, int from)
      implements Constraint {
    /** State 1: the last note so far would do. */
    @Override
    public int next(int state, int time, int symbol) {
      RhythmEvent event = events.get(symbol);
      if (event.rest()) {
        return state;
      }
      return event.durationTicks() >= least && time >= from ? 1 : 0;
    }

    @Override
    public boolean accepts(int state) {
      return state == 1;
    }
  }
}
