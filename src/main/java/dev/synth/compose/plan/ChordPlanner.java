package dev.synth.compose.plan;

import dev.synth.compose.chain.Constraint;
import dev.synth.compose.chain.Sequences;
import dev.synth.compose.style.ChordEvent;
import dev.synth.compose.style.Dictionary;
import dev.synth.compose.style.HarmonyModel;
import dev.synth.compose.style.Style;
import dev.synth.score.ChordSymbol;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Samples the chords of one phrase after the other. */
final class ChordPlanner {
  private static final double AGAIN = 3;
  private static final double RARELY = 0.08;

  /** The bars of the dominant and the tonic at the end. */
  private static final int FINAL_BARS = 2;

  private final HarmonyModel harmony;
  private final Dictionary<ChordEvent> dictionary;
  private final Draft draft;

  ChordPlanner(Style style, Draft draft) {
    this.draft = draft;
    harmony = style.harmony(draft.frame.key().mode().hasMinorThird());
    dictionary = harmony.dictionary();
  }

  void plan(Phrase phrase, Random random) {
    if (phrase.likeness() == Phrase.Likeness.REPEATED) {
      repeat(phrase);
    }
    for (int[] run : Draft.open(phrase, draft.chords)) {
      int first = run[0];
      int bars = run[1] - first;
      List<Constraint> own = new ArrayList<>();
      List<Constraint> wanted = wanted(first, bars);
      shape(phrase, first, bars, own, wanted);
      boolean ends = phrase.cadence().isFinal() && run[1] == phrase.endBar();
      List<ChordEvent> before = before(first);
      Sequences sequences =
          Solving.solve(
              "chords",
              first,
              bars,
              HarmonyModel.HALVES,
              wanted,
              own,
              draft,
              wishes -> harmony.chords(bars, wishes, before, ends));
      draft.sampled.add(new Plan.Sampled("chords", first + 1, bars, sequences.logZ()));
      List<List<ChordEvent>> made = harmony.bars(sequences.sample(random));
      for (int i = 0; i < bars; i++) {
        draft.chords.set(first + i, made.get(i));
      }
    }
  }

  /** The chords of the phrase that is repeated, but for the end where the cadence is another. */
  private void repeat(Phrase phrase) {
    Phrase model = draft.form.phrases().get(phrase.model());
    boolean same = model.cadence() == phrase.cadence();
    int anew = same ? 0 : phrase.cadence().isFinal() ? FINAL_BARS : 1;
    for (int i = 0; i < phrase.bars() - anew; i++) {
      int bar = phrase.bar() + i;
      if (draft.chords.get(bar) == null && chordWish(bar) == null) {
        draft.chords.set(bar, draft.chords.get(model.bar() + i));
      }
    }
  }

  private List<ChordEvent> before(int bar) {
    List<ChordEvent> before = new ArrayList<>();
    for (int b = Math.max(0, bar - HarmonyModel.HALVES); b < bar; b++) {
      before.addAll(draft.chords.get(b));
    }
    return before;
  }

  private ChordEvent chord(int symbol) {
    return dictionary.get(symbol);
  }

  private void shape(
      Phrase phrase, int first, int bars, List<Constraint> own, List<Constraint> wanted) {
    boolean begins = first == phrase.bar();
    if (begins && first == 0) {
      own.add(weights("bar 1 begins on the tonic chord", (t, s) -> t > 0 || chord(s).isTonic()));
    } else if (begins && beginsMelody(phrase)) {
      own.add(
          weights("the melody begins over the tonic chord", (t, s) -> t > 0 || chord(s).isTonic()));
    } else if (begins && phrase.registerSemitones() > 0) {
      // A middle part begins off the tonic.
      own.add(
          Constraint.weights(
              "a middle part begins elsewhere",
              (t, s) -> t == 0 && chord(s).isTonic() ? RARELY : 1));
    }
    if (phrase.likeness() == Phrase.Likeness.VARIED
        || phrase.likeness() == Phrase.Likeness.REPEATED) {
      own.add(like(phrase, first));
    }
    if (first + bars == phrase.endBar()) {
      boolean asked = phrase.cadence().isFinal() && draft.frame.wishes().cadence() != null;
      cadence(phrase, first, bars, asked ? wanted : own, asked);
    }
  }

  private boolean beginsMelody(Phrase phrase) {
    return phrase.isSung()
        && draft.form.phrases().stream()
            .noneMatch(other -> other.isSung() && other.bar() < phrase.bar());
  }

  private interface Allowed {
    boolean at(int time, ChordEvent chord);
  }

  private interface AllowedSymbol {
    boolean at(int time, int symbol);
  }

  private static Constraint weights(String name, AllowedSymbol allowed) {
    return Constraint.weights(name, (t, s) -> allowed.at(t, s) ? 1 : 0);
  }

  private Constraint like(Phrase phrase, int first) {
    int shift = draft.form.phrases().get(phrase.model()).bar() - phrase.bar();
    return Constraint.field(
        "like " + Solving.bars(phrase.bar() + shift, phrase.bars()),
        AGAIN,
        (t, s) -> {
          List<ChordEvent> model = draft.chords.get(first + t / HarmonyModel.HALVES + shift);
          return model.contains(chord(s)) ? 0 : 1;
        });
  }

  /**
   * The chords that a phrase ends with.
   *
   * @param asked whether somebody wants this cadence by name
   * @param rules receives them
   */
  private void cadence(Phrase phrase, int first, int bars, List<Constraint> rules, boolean asked) {
    int last = HarmonyModel.HALVES * (bars - 1);
    int end = HarmonyModel.HALVES * bars;
    String where =
        (asked
                ? "the cadence is " + phrase.cadence().name().toLowerCase(Locale.ROOT) + ", so "
                : "")
            + "bar "
            + (first + bars);
    switch (phrase.cadence()) {
      case OPEN -> {}
      case HALF ->
          rules.add(
              weights(
                  where + " ends on the dominant",
                  (t, s) -> t + chord(s).halves() < end || chord(s).isDominant()));
      default -> {
        rules.add(
            weights(
                where + " is the tonic chord",
                (t, s) ->
                    t < last
                        || (chord(s).isTonic() && chord(s).place() == ChordEvent.Place.WHOLE)));
        if (phrase.cadence().isFinal()) {
          boolean plagal = phrase.cadence() == Cadence.PLAGAL;
          Allowed before =
              (t, c) -> t + c.halves() != last || (plagal ? c.isSubdominant() : c.isDominant());
          rules.add(
              weights(
                  where + (plagal ? " follows the chord on the fourth" : " follows the dominant"),
                  (t, s) -> before.at(t, chord(s))));
        }
      }
    }
    if (!phrase.isSung() && phrase.cadence() == Cadence.CLOSED) {
      rules.add(weights("the ending stays on the tonic chord", (t, s) -> chord(s).isTonic()));
    }
  }

  private ChordSymbol chordWish(int bar) {
    for (Wishes.ChordAt wish : draft.frame.wishes().chords()) {
      if (wish.bar() == bar + 1) {
        return wish.chord();
      }
    }
    return null;
  }

  private List<Constraint> wanted(int first, int bars) {
    List<Constraint> wanted = new ArrayList<>();
    for (int i = 0; i < bars; i++) {
      ChordSymbol wish = chordWish(first + i);
      if (wish != null) {
        int time = HarmonyModel.HALVES * i;
        wanted.add(
            weights(
                "bar " + (first + i + 1) + " begins with " + wish.name(draft.frame.key()),
                (t, s) -> t != time || symbol(s).equals(wish)));
      }
    }
    for (ChordSymbol avoided : draft.frame.wishes().avoidedChords()) {
      wanted.add(
          weights("no " + avoided.name(draft.frame.key()), (t, s) -> !symbol(s).equals(avoided)));
    }
    return wanted;
  }

  private ChordSymbol symbol(int s) {
    return chord(s).in(draft.frame.key());
  }
}
