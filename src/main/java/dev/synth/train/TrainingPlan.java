package dev.synth.train;

import dev.synth.models.wavenet.WaveNetSpec;
import dev.synth.train.data.CorruptedContext;
import dev.synth.train.optim.Schedule;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Everything that decides what a run learns but the notes. A run goes on only under the same plan;
 * what may change on the way is in {@link RunPolicy}.
 *
 * @param preset the name the spec goes by
 * @param spec the network
 * @param steps optimiser steps
 * @param batch crops a step
 * @param parts how many parts a step's crops are computed in, one after another
 * @param cropSamples samples a crop, whole frames
 * @param schedule the step size's shape: paper, constant or cosine
 * @param learningRate Adam's step size after the warm-up
 * @param warmUpSteps steps over which the step size rises
 * @param clipNorm the longest mean gradient that is used whole; 0 for any length
 * @param averageDecay decay of the mean of the weights that is measured and saved as the model; 0
 *     for the weights themselves
 * @param inputNoise largest size of most errors in what the decoder is told of the past while it
 *     trains ({@link CorruptedContext}), as a share of a crop's RMS; each crop draws its own
 *     between 0 and this. 0 for a true past. Held-out crops stay clean
 * @param heldOutShare share of the notes never trained on, 0 to 0.5
 * @param heldOutInstruments whether whole instruments are held out
 * @param evaluateEvery steps between measurements on held-out crops
 * @param patience measurements without a new best after which the run ends; 0 for no such end
 * @param seed of initial weights, held-out notes and crops
 */
public record TrainingPlan(
    String preset,
    WaveNetSpec spec,
    int steps,
    int batch,
    int parts,
    int cropSamples,
    String schedule,
    double learningRate,
    int warmUpSteps,
    double clipNorm,
    double averageDecay,
    double inputNoise,
    double heldOutShare,
    boolean heldOutInstruments,
    int evaluateEvery,
    int patience,
    long seed) {

  /** Checks what the command line cannot. */
  public TrainingPlan {
    if (cropSamples <= 0 || cropSamples % spec.hopSamples() != 0) {
      throw new IllegalArgumentException(
          "--crop must be whole frames of "
              + spec.hopSamples()
              + " samples, such as "
              + 12 * spec.hopSamples()
              + ", got "
              + cropSamples);
    }
    if (steps < 1 || batch < 1 || evaluateEvery < 1 || parts < 1) {
      throw new IllegalArgumentException(
          "--steps, --batch, --accumulate and --evaluate-every must be at least 1");
    }
    if (batch % parts != 0) {
      throw new IllegalArgumentException(
          "--accumulate must divide --batch " + batch + " without a rest, got " + parts);
    }
    if (warmUpSteps < 0 || warmUpSteps >= steps) {
      throw new IllegalArgumentException(
          "--warm-up must be from 0 to less than --steps " + steps + ", got " + warmUpSteps);
    }
    if (patience < 0) {
      throw new IllegalArgumentException("--patience must be at least 0, got " + patience);
    }
    require(
        "--learning-rate", "a number above 0", learningRate, Double.MIN_VALUE, Double.MAX_VALUE);
    require("--clip", "a norm from 0 up", clipNorm, 0, Double.MAX_VALUE);
    require("--ema", "from 0 to less than 1", averageDecay, 0, Math.nextDown(1.0));
    require("--input-noise", "from 0 to 4", inputNoise, 0, 4);
    require("--held-out", "from 0 to 0.5", heldOutShare, 0, 0.5);
    shape(schedule);
  }

  private static void require(String flag, String what, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw new IllegalArgumentException(flag + " must be " + what + ", got " + value);
    }
  }

  private static Schedule.Shape shape(String name) {
    try {
      return Schedule.Shape.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--schedule must be paper, constant or cosine, got " + name, e);
    }
  }

  /** Adam's step size by step. */
  Schedule rates() {
    return new Schedule(shape(schedule), learningRate, steps, warmUpSteps);
  }

  /** Crops that are computed side by side. */
  int partCrops() {
    return batch / parts;
  }

  /** Every setting as the flag that gives it. */
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("--preset", preset);
    settings.put("network", spec.toString());
    if (rates().shape() != Schedule.Shape.CONSTANT) { // else more steps change none before them
      settings.put("--steps", steps + "");
    }
    settings.put("--batch", batch + "");
    settings.put("--accumulate", parts + "");
    settings.put("--crop", cropSamples + "");
    settings.put("--schedule", schedule);
    settings.put("--learning-rate", learningRate + "");
    settings.put("--warm-up", warmUpSteps + "");
    settings.put("--clip", clipNorm + "");
    settings.put("--ema", averageDecay + "");
    settings.put("--input-noise", inputNoise + "");
    settings.put("--held-out", heldOutShare + "");
    settings.put("--held-out-instruments", heldOutInstruments + "");
    settings.put("--evaluate-every", evaluateEvery + "");
    settings.put("--patience", patience + "");
    settings.put("--seed", seed + "");
    return settings;
  }
}
