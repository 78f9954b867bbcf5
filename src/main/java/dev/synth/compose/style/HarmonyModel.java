package dev.synth.compose.style;

import dev.synth.compose.chain.ConstrainedChain;
import dev.synth.compose.chain.Constraint;
import dev.synth.compose.chain.ContextModel;
import dev.synth.compose.chain.Sequences;
import dev.synth.compose.chain.UnsatisfiableException;
import dev.synth.score.Meter;
import java.util.ArrayList;
import java.util.List;

/**
 * Chains of chords in major or in minor: what follows what, and which chords fit given notes. Time
 * is counted in halves of bars.
 */
public final class HarmonyModel {
  /** Halves of a bar. */
  public static final int HALVES = 2;

  private static final int ORDER = 3;

  /** How much less often a bar has two chords than its notes alone would have it. */
  private static final double TWO_CHORDS = 0.1;

  /** How likely a beat of a note is over a chord that has it, and over one that has not. */
  private static final double CHORD_TONE = 0.3;

  private static final double OTHER_TONE = 0.03;
  private static final double STRONG = 1.5;
  private static final double ROOT = 1.3;

  private final Dictionary<ChordEvent> dictionary = new Dictionary<>();
  private final ContextModel model;

  private HarmonyModel(List<List<ChordEvent>> sequences, double[] weights) {
    for (List<ChordEvent> sequence : sequences) {
      sequence.forEach(dictionary::add);
    }
    List<int[]> symbols = new ArrayList<>();
    for (List<ChordEvent> sequence : sequences) {
      symbols.add(sequence.stream().mapToInt(dictionary::find).toArray());
    }
    var settings = new ContextModel.Settings(ORDER, true, ContextModel.Smoothing.WITTEN_BELL);
    model = new ContextModel(symbols, weights, dictionary.size(), settings);
  }

  /** What the common progressions teach alone. */
  static HarmonyModel common(boolean minor) {
    return learned(List.of(), minor, 1);
  }

  /**
   * What tunes teach, together with the common progressions.
   *
   * @param commonWeight of one common progression, a tune's being 1
   */
  static HarmonyModel learned(List<Tune> tunes, boolean minor, double commonWeight) {
    List<List<ChordEvent>> sequences = new ArrayList<>();
    for (Tune tune : tunes) {
      List<ChordEvent> chords = new ArrayList<>();
      tune.chords().forEach(chords::addAll);
      sequences.add(chords);
    }
    int own = sequences.size();
    sequences.addAll(Progressions.of(minor));
    double[] weights = new double[sequences.size()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = i < own ? 1 : commonWeight;
    }
    return new HarmonyModel(sequences, weights);
  }

  /** The chords that there are. */
  public Dictionary<ChordEvent> dictionary() {
    return dictionary;
  }

  /** The model of their order. */
  public ContextModel model() {
    return model;
  }

  /** What holds of all chords: halves of a bar are filled one after the other. */
  private List<Constraint> places() {
    return List.of(
        Constraint.weights(
            "two chords share a bar, or one has it",
            (time, symbol) -> {
              ChordEvent.Place place = dictionary.get(symbol).place();
              boolean second = place == ChordEvent.Place.SECOND_HALF;
              return second == (time % HALVES == 1) ? 1 : 0;
            }));
  }

  /**
   * Chords for so many bars.
   *
   * @param wishes by halves of bars and by numbers of {@link #dictionary}
   * @param before the chords before them; empty at the beginning of a piece
   * @param ends whether the piece ends with them
   */
  public Sequences chords(int bars, List<Constraint> wishes, List<ChordEvent> before, boolean ends)
      throws UnsatisfiableException {
    List<Constraint> all = new ArrayList<>(places());
    all.addAll(wishes);
    int context = model.start();
    for (ChordEvent chord : before) {
      context = model.next(context, dictionary.find(chord));
    }
    return new ConstrainedChain(
            model,
            symbol -> dictionary.get(symbol).halves(),
            HALVES * bars,
            all,
            context,
            ends,
            ConstrainedChain.MOST_TRANSITIONS)
        .solve();
  }

  /** Chords as bars have them. */
  public List<List<ChordEvent>> bars(int[] symbols) {
    List<List<ChordEvent>> bars = new ArrayList<>();
    for (int symbol : symbols) {
      ChordEvent chord = dictionary.get(symbol);
      if (chord.place() != ChordEvent.Place.SECOND_HALF) {
        bars.add(new ArrayList<>());
      }
      bars.get(bars.size() - 1).add(chord);
    }
    return bars;
  }

  /** How well a melody stands over each chord: a weight for every half of a bar. */
  public Constraint over(List<TuneNote> notes, Meter meter) {
    int bar = Grid.bar(meter);
    int half = Grid.half(meter);
    return Constraint.weights(
        "chords fit the melody",
        (time, symbol) -> {
          ChordEvent chord = dictionary.get(symbol);
          int from = time / HALVES * bar + (time % HALVES) * half;
          int to =
              chord.place() == ChordEvent.Place.FIRST_HALF ? from + half : from / bar * bar + bar;
          double log = chord.place() == ChordEvent.Place.WHOLE ? 0 : Math.log(TWO_CHORDS) / HALVES;
          for (TuneNote note : notes) {
            int sounds = Math.min(note.endTicks(), to) - Math.max(note.startTicks(), from);
            if (sounds > 0) {
              log += fit(note, chord, meter) * sounds / Grid.beat(meter);
            }
          }
          return Math.exp(Math.max(-300, log));
        });
  }

  private static double fit(TuneNote note, ChordEvent chord, Meter meter) {
    boolean strong = Grid.isStrong(Math.floorMod(note.startTicks(), Grid.bar(meter)), meter);
    boolean tone = chord.contains(note.above());
    boolean root = Math.floorMod(note.above() - chord.degreeSemitones(), 12) == 0;
    double p = tone ? CHORD_TONE * (root ? ROOT : 1) : OTHER_TONE;
    return Math.log(p) * (strong ? STRONG : 1);
  }

  /** The likeliest chords for a tune, which ends on its tonic chord if it can. */
  static Tune harmonized(Tune tune) {
    HarmonyModel common = common(tune.mode().hasMinorThird());
    Constraint fit = common.over(tune.notes(), tune.meter());
    try {
      int[] best = common.chords(tune.bars(), List.of(fit), List.of(), true).best();
      return tune.withChords(common.bars(best));
    } catch (UnsatisfiableException e) {
      throw new IllegalStateException(e); // whatever was seen can follow anything
    }
  }
}
