package dev.synth.train;

import dev.synth.kernel.ProductPrecision;
import dev.synth.train.optim.Schedule;

/**
 * How a run learns.
 *
 * @param schedule Adam's step size by step, and the number of steps
 * @param clipNorm the longest mean gradient that is used whole; 0 for any length
 * @param averageDecay decay of the exponential moving average of the weights that is evaluated and
 *     exported; 0 for the weights themselves
 * @param inputNoise largest size of most errors in what a decoder that predicts from its own past
 *     gets of it while it trains, as a share of a crop's RMS; each crop draws its own between 0 and
 *     this. 0 for teacher forcing alone. Held-out crops stay clean. Kinds without such a past
 *     refuse any other value than 0
 * @param initialShare share of the weights that the run begins with in those that are evaluated and
 *     exported, so that a fine-tuned model keeps what it knew (WiSE-FT, Wortsman et al. 2022); 0
 *     for none
 * @param precision of the factors of matrix products; weights, Adam, sums and losses are in float
 *     either way (mixed precision, Micikevicius et al. 2018)
 */
public record LearningPlan(
    Schedule schedule,
    double clipNorm,
    double averageDecay,
    double inputNoise,
    double initialShare,
    ProductPrecision precision) {
  /** Checks every range. */
  public LearningPlan {
    Settings.require("clip", "a norm from 0 up", clipNorm, 0, Double.MAX_VALUE);
    Settings.require("ema", "from 0 to less than 1", averageDecay, 0, Math.nextDown(1.0));
    Settings.require("input noise", "from 0 to 4", inputNoise, 0, 4);
    Settings.require("initial share", "from 0 to less than 1", initialShare, 0, Math.nextDown(1.0));
  }
}
