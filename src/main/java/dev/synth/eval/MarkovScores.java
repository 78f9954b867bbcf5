package dev.synth.eval;

import dev.synth.eval.baseline.MarkovModel;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The Markov models beside the models that have a likelihood: one for each of their rates. */
final class MarkovScores {
  private final List<MeasuredModel> scored;
  private final Map<Integer, MarkovModel> byRate = new TreeMap<>();

  MarkovScores(List<MeasuredModel> models) {
    scored = models.stream().filter(MeasuredModel::canScore).toList();
    scored.forEach(
        model ->
            byRate.computeIfAbsent(model.format().sampleRateHz(), rateHz -> new MarkovModel()));
  }

  void add(Recording recording) {
    codes(recording).forEach((rateHz, codes) -> byRate.get(rateHz).add(codes));
  }

  /** Notes that were added; 0 if no model has a likelihood. */
  int notes() {
    return byRate.values().stream().mapToInt(MarkovModel::notes).findAny().orElse(0);
  }

  /**
   * The cross-entropy of a note.
   *
   * @param isAdded whether it was added; then it is scored by a model of the others
   * @return nats by rate, [order][weight]
   */
  Map<Integer, double[][]> nats(Recording recording, boolean isAdded) {
    Map<Integer, double[][]> nats = new TreeMap<>();
    codes(recording)
        .forEach(
            (rateHz, codes) -> {
              MarkovModel markov = byRate.get(rateHz);
              if (isAdded) {
                markov.remove(codes);
              }
              nats.put(rateHz, markov.nats(codes));
              if (isAdded) {
                markov.add(codes);
              }
            });
    return nats;
  }

  /** The codes of a note at each rate. */
  private Map<Integer, byte[]> codes(Recording recording) {
    Map<Integer, byte[]> codes = new TreeMap<>();
    for (MeasuredModel model : scored) {
      codes.computeIfAbsent(model.format().sampleRateHz(), rateHz -> model.codes(recording));
    }
    return codes;
  }
}
