package dev.synth.train.optim;

import dev.synth.train.Settings;
import java.util.Locale;

/**
 * Adam's step size over a run: it rises in a straight line over the warm-up, then follows the
 * shape.
 *
 * @param shape how it falls
 * @param initial the step size after the warm-up
 * @param steps length of the run the shape is stretched over
 * @param warmUpSteps steps until {@code initial} is reached; 0 for none
 */
public record Schedule(Shape shape, double initial, int steps, int warmUpSteps) {
  /** Shapes of the fall. */
  public enum Shape {
    /**
     * Magenta's piecewise constant one: of its 200,000 iterations, from 90,000 on 2/3, from 120,000
     * on 0.3, from 150,000 on 0.2, from 180,000 on 0.1 of the initial.
     */
    PAPER,

    /** No fall. */
    CONSTANT,

    /**
     * Half a cosine from the initial down to zero (Loshchilov and Hutter 2017, without restarts).
     */
    COSINE;

    /**
     * The shape called {@code name}, in letters of either case.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Shape named(String name) {
      for (Shape shape : values()) {
        if (shape.name().equalsIgnoreCase(name)) {
          return shape;
        }
      }
      throw Settings.refused("schedule", "paper, constant or cosine", name);
    }

    /** Its name, in small letters. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final double[] SHARES = {0.45, 0.6, 0.75, 0.9};
  private static final double[] FACTORS = {2.0 / 3, 0.3, 0.2, 0.1};

  /** Checks every range. */
  public Schedule {
    Settings.require(
        "learning rate", "a number above 0", initial, Double.MIN_VALUE, Double.MAX_VALUE);
    Settings.requireAtLeast("steps", 1, steps);
    if (warmUpSteps < 0 || warmUpSteps >= steps) {
      throw Settings.refused("warm up", "from 0 to less than the " + steps + " steps", warmUpSteps);
    }
  }

  /** The step size of the step that follows {@code step} steps. */
  public double at(long step) {
    double rise = step < warmUpSteps ? (step + 1.0) / (warmUpSteps + 1) : 1;
    return initial * rise * fall(step);
  }

  private double fall(long step) {
    return switch (shape) {
      case CONSTANT -> 1;
      case COSINE -> {
        double done = Math.max(0, step - warmUpSteps) / (double) Math.max(1, steps - warmUpSteps);
        yield (1 + Math.cos(Math.PI * Math.min(1, done))) / 2;
      }
      case PAPER -> {
        double factor = 1;
        for (int i = 0; i < SHARES.length; i++) {
          if (step >= SHARES[i] * steps) {
            factor = FACTORS[i];
          }
        }
        yield factor;
      }
    };
  }
}
