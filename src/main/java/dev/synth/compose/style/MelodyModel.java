package dev.synth.compose.style;

import dev.synth.compose.chain.ConstrainedChain;
import dev.synth.compose.chain.Constraint;
import dev.synth.compose.chain.ContextModel;
import dev.synth.compose.chain.MaxOrder;
import dev.synth.compose.chain.Sequences;
import dev.synth.compose.chain.UnsatisfiableException;
import dev.synth.score.Mode;
import java.util.ArrayList;
import java.util.List;

/**
 * The melodies of tunes as steps of the scale, for one mode. Tunes of all modes teach it, those of
 * the other third at half weight: a tune in minor moves by steps as one in major does. Time is
 * counted in notes.
 */
public final class MelodyModel {
  /** Notes by which a long tune counts no more than a shorter one. */
  private static final double LONG_TUNE = 150;

  private static final double OTHER_THIRD = 0.5;

  /** Notes less likely than this are sung only where the wishes want it. */
  private static final double UNLIKELY = 0.02;

  private final ScaleSteps scale;
  private final ContextModel model;
  private final ContextModel likely;
  private final MaxOrder.Runs runs;

  /** Learns from tunes. */
  MelodyModel(List<Tune> tunes, Mode mode, int order, int mostCopiedNotes) {
    scale = new ScaleSteps(mode);
    List<int[]> sequences = new ArrayList<>();
    double[] weights = new double[tunes.size()];
    List<int[]> tokens = new ArrayList<>();
    for (Tune tune : tunes) {
      boolean same = tune.mode().hasMinorThird() == mode.hasMinorThird();
      weights[sequences.size()] =
          (same ? 1 : OTHER_THIRD) * Math.min(1, LONG_TUNE / tune.notes().size());
      sequences.add(tune.steps());
      tokens.add(CopyTokens.of(tune.notes()));
      tokens.add(CopyTokens.of(inMode(tune, false)));
      tokens.add(CopyTokens.of(inMode(tune, true)));
    }
    var settings = new ContextModel.Settings(order, true, ContextModel.Smoothing.WITTEN_BELL);
    model = new ContextModel(sequences, weights, ScaleSteps.SYMBOLS, settings);
    likely = model.without(UNLIKELY);
    runs = new MaxOrder.Runs(tokens, mostCopiedNotes - 1);
  }

  /** A tune as it would be in this mode, which is a copy of it, too. */
  private List<TuneNote> inMode(Tune tune, boolean leading) {
    List<TuneNote> notes = new ArrayList<>();
    int[] steps = tune.steps();
    for (int i = 0; i < steps.length; i++) {
      TuneNote note = tune.notes().get(i);
      int above = scale.semitones(steps[i], leading);
      notes.add(new TuneNote(note.startTicks(), note.durationTicks(), above));
    }
    return notes;
  }

  /** The scale that its symbols are steps of. */
  public ScaleSteps scale() {
    return scale;
  }

  /** The most notes in a row that a melody may have as a tune has them. */
  public int mostCopiedNotes() {
    return runs.most() + 1;
  }

  /** Where a melody stands: what has been sung so far. */
  public record Position(int context, int copyState) {}

  /** The position before the first note. */
  public Position start() {
    return new Position(model.start(), 0);
  }

  /**
   * What pitches are for notes whose rhythm is known.
   *
   * @param rhythm the notes, and the one before them
   * @param wishes by places among the notes and by symbols of {@link ScaleSteps}
   * @param ends whether the tune ends with them
   */
  public Sequences melodies(Rhythm rhythm, List<Constraint> wishes, Position from, boolean ends)
      throws UnsatisfiableException {
    List<Constraint> all = new ArrayList<>();
    all.add(noCopies(rhythm, from.copyState(), rhythm.notes()));
    all.addAll(wishes);
    try {
      return solve(likely, rhythm, all, from, ends);
    } catch (UnsatisfiableException e) {
      return solve(model, rhythm, all, from, ends);
    }
  }

  private static Sequences solve(
      ContextModel model, Rhythm rhythm, List<Constraint> all, Position from, boolean ends)
      throws UnsatisfiableException {
    return new ConstrainedChain(
            model,
            symbol -> 1,
            rhythm.notes(),
            all,
            from.context(),
            ends,
            ConstrainedChain.MOST_TRANSITIONS)
        .solve();
  }

  /** The position after notes. */
  public Position after(Position from, Rhythm rhythm, int[] symbols) {
    MaxOrder copies = noCopies(rhythm, from.copyState(), Integer.MAX_VALUE);
    int context = from.context();
    int state = from.copyState();
    for (int i = 0; i < symbols.length; i++) {
      context = model.next(context, symbols[i]);
      // What somebody else wrote may be a copy; then there is no run to go on with.
      state = state == Constraint.DEAD ? 0 : copies.next(state, i, symbols[i]);
    }
    return new Position(context, state == Constraint.DEAD ? 0 : state);
  }

  /**
   * Whether notes make no run that is too long.
   *
   * @param from the first note that is asked about; runs that end before it do not count
   */
  public boolean isFree(Rhythm rhythm, int[] symbols, int from) {
    MaxOrder copies = noCopies(rhythm, 0, Integer.MAX_VALUE);
    int state = 0;
    for (int i = 0; i < symbols.length; i++) {
      state = copies.next(state, i, symbols[i]);
      if (state == Constraint.DEAD) {
        if (i >= from) {
          return false;
        }
        state = 0;
      }
    }
    return true;
  }

  /** Lengths of notes, and whether the chord under each has the leading tone. */
  public interface Rhythm {
    /** How many notes there are. */
    int notes();

    /** Ticks of a note; of -1, the note before the first; 0 where there is none. */
    int durationTicks(int note);

    /** Whether the chord under a note has the leading tone; of -1, under the one before. */
    boolean leading(int note);
  }

  private MaxOrder noCopies(Rhythm rhythm, int start, int total) {
    return new MaxOrder(
        "no more than " + mostCopiedNotes() + " notes in a row as in a tune",
        runs,
        (previous, time, symbol) -> token(rhythm, previous, time, symbol),
        ScaleSteps.SYMBOLS,
        start,
        total);
  }

  private int token(Rhythm rhythm, int previous, int time, int symbol) {
    int before = rhythm.durationTicks(time - 1);
    if (previous < 0 || before == 0) {
      return MaxOrder.NONE;
    }
    int interval =
        scale.semitones(symbol, rhythm.leading(time))
            - scale.semitones(previous, rhythm.leading(time - 1));
    return CopyTokens.token(interval, before, rhythm.durationTicks(time));
  }
}
