package dev.synth.compose.style;

import dev.synth.compose.chain.ConstrainedChain;
import dev.synth.compose.chain.Constraint;
import dev.synth.compose.chain.ContextModel;
import dev.synth.compose.chain.Sequences;
import dev.synth.compose.chain.UnsatisfiableException;
import dev.synth.score.Meter;
import java.util.ArrayList;
import java.util.List;

/** The rhythms of the tunes of one meter. Time is counted in ticks from the beginning of a bar. */
public final class RhythmModel {
  private static final int ORDER = 4;

  private final Meter meter;
  private final Dictionary<RhythmEvent> dictionary = new Dictionary<>();
  private final ContextModel model;
  private final double notesPerBar;

  /** Learns from tunes, all of one meter. */
  RhythmModel(List<Tune> tunes, Meter meter, int order) {
    this.meter = meter;
    List<int[]> sequences = new ArrayList<>();
    double notes = 0;
    double bars = 0;
    for (Tune tune : tunes) {
      sequences.add(tune.rhythm().stream().mapToInt(dictionary::add).toArray());
      notes += tune.notes().size();
      bars += tune.bars();
    }
    notesPerBar = notes / Math.max(1, bars);
    var settings =
        new ContextModel.Settings(
            Math.min(ORDER, order + 1), true, ContextModel.Smoothing.WITTEN_BELL);
    model = new ContextModel(sequences, dictionary.size(), settings);
  }

  /** Its meter. */
  public Meter meter() {
    return meter;
  }

  /** The events that there are. */
  public Dictionary<RhythmEvent> dictionary() {
    return dictionary;
  }

  /** How many notes a bar has in the mean. */
  public double notesPerBar() {
    return notesPerBar;
  }

  /**
   * Rhythms of whole bars, none of whose events crosses a bar line.
   *
   * @param wishes by ticks and by numbers of {@link #dictionary}
   * @param before the events before them
   * @param ends whether the piece ends with them
   */
  public Sequences rhythms(
      int bars, List<Constraint> wishes, List<RhythmEvent> before, boolean ends)
      throws UnsatisfiableException {
    int bar = Grid.bar(meter);
    List<Constraint> all = new ArrayList<>();
    all.add(
        Constraint.weights(
            "events stand where they stand in the style's bars",
            (time, symbol) -> {
              RhythmEvent event = dictionary.get(symbol);
              return event.onsetTicks() == time % bar && event.staysIn(bar) ? 1 : 0;
            }));
    all.addAll(wishes);
    int context = model.start();
    for (RhythmEvent event : before) {
      context = model.next(context, dictionary.find(event));
    }
    return new ConstrainedChain(
            model,
            symbol -> dictionary.get(symbol).durationTicks(),
            bars * bar,
            all,
            context,
            ends,
            ConstrainedChain.MOST_TRANSITIONS)
        .solve();
  }
}
