package dev.synth.compose.plan;

import dev.synth.compose.chain.Constraint;
import dev.synth.compose.chain.Sequences;
import dev.synth.compose.chain.UnsatisfiableException;
import dev.synth.compose.style.ChordEvent;
import dev.synth.compose.style.Grid;
import dev.synth.compose.style.HarmonyModel;
import dev.synth.compose.style.Style;
import dev.synth.compose.style.Tune;
import dev.synth.compose.style.TuneNote;
import dev.synth.io.BadSettingException;
import dev.synth.score.ChordSymbol;
import dev.synth.score.Key;
import dev.synth.score.PitchClasses;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Chords for a melody that is given: sampled from a style, under the condition of its notes. */
final class Harmonizer {
  private static final int PHRASE_BARS = 2;

  private final HarmonyModel harmony;
  private final Tune tune;
  private final Frame frame;

  /** Pickup notes have a bar of their own. */
  private final int shift;

  private final int bars;

  Harmonizer(Style style, Tune tune, long seed, Mood mood, Double beatsPerMinute, Wishes wishes) {
    this.tune = tune;
    harmony = style.harmony(tune.mode().hasMinorThird());
    shift = tune.notes().get(0).startTicks() < 0 ? 1 : 0;
    bars = tune.bars() + shift;
    double quarters =
        beatsPerMinute == null
            ? tune.quartersPerMinute()
            : beatsPerMinute * Grid.tempoBeat(tune.meter()) / Grid.TICKS_PER_QUARTER;
    Key key = Key.of(PitchClasses.of(tune.tonicPitch()), tune.mode());
    frame =
        new Frame(
            seed,
            seed,
            mood,
            key,
            tune.meter(),
            quarters,
            tune.tonicPitch(),
            1,
            Cadence.CLOSED,
            wishes);
  }

  Plan plan(String style, String sha256, Random random) {
    List<Constraint> wishes = new ArrayList<>(wanted());
    wishes.add(harmony.over(notes(), tune.meter()));
    try {
      Sequences sequences = harmony.chords(bars, wishes, List.of(), true);
      List<List<ChordEvent>> chords = harmony.bars(sequences.sample(random));
      return plan(
          style, sha256, chords, List.of(new Plan.Sampled("chords", 1, bars, sequences.logZ())));
    } catch (UnsatisfiableException e) {
      int place = Math.min(bars, e.time() / HarmonyModel.HALVES + 1);
      throw new BadSettingException(
          "No chords of the style can be at bar "
              + place
              + " with all of these wishes: "
              + String.join("; ", e.names()));
    }
  }

  /** With the tune's own chords; a pickup has the first of them. */
  Plan withOwnChords(String style, String sha256) {
    if (!tune.chordsGiven()) {
      throw new IllegalArgumentException("the tune has no chords of its own");
    }
    List<List<ChordEvent>> chords = new ArrayList<>(tune.chords());
    if (shift > 0) {
      ChordEvent first = chords.get(0).get(0);
      chords.add(
          0,
          List.of(new ChordEvent(first.degreeSemitones(), first.kind(), ChordEvent.Place.WHOLE)));
    }
    return plan(style, sha256, chords, List.of());
  }

  private List<TuneNote> notes() {
    int shifted = shift * tune.barTicks();
    return tune.notes().stream()
        .map(n -> new TuneNote(n.startTicks() + shifted, n.durationTicks(), n.above()))
        .toList();
  }

  private Plan plan(
      String style, String sha256, List<List<ChordEvent>> chords, List<Plan.Sampled> sampled) {
    List<Phrase> phrases = new ArrayList<>();
    for (int at = 0; at < bars; at += PHRASE_BARS) {
      int count = Math.min(PHRASE_BARS, bars - at);
      Cadence cadence = at + count == bars ? Cadence.CLOSED : Cadence.OPEN;
      phrases.add(new Phrase(at, count, "A", Phrase.Likeness.NEW, -1, cadence, 0));
    }
    return new Plan(
        tune.origin().title(),
        style,
        sha256,
        frame,
        new Form("A", phrases),
        chords,
        notes(),
        sampled,
        List.of());
  }

  private List<Constraint> wanted() {
    List<Constraint> wanted = new ArrayList<>();
    for (Wishes.ChordAt wish : frame.wishes().chords()) {
      if (wish.bar() < 1 || wish.bar() > bars) {
        throw new BadSettingException(
            "The setting 'chord': there is no bar " + wish.bar() + " among " + bars);
      }
      int time = HarmonyModel.HALVES * (wish.bar() - 1);
      wanted.add(
          Constraint.weights(
              "bar " + wish.bar() + " begins with " + wish.chord().name(frame.key()),
              (t, s) -> t != time || symbol(s).equals(wish.chord()) ? 1 : 0));
    }
    for (ChordSymbol avoided : frame.wishes().avoidedChords()) {
      wanted.add(
          Constraint.weights(
              "no " + avoided.name(frame.key()), (t, s) -> symbol(s).equals(avoided) ? 0 : 1));
    }
    return wanted;
  }

  private ChordSymbol symbol(int s) {
    return harmony.dictionary().get(s).in(frame.key());
  }
}
