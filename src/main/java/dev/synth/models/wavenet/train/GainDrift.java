package dev.synth.models.wavenet.train;

import java.util.SplittableRandom;

/**
 * A level that is wrong: a sound that is e^{level} times as loud as it should be, where the level
 * goes up and down with time.
 *
 * @param most the level where it is furthest off, in nepers (8.7 dB); below 0 too soft first
 * @param pace radians a sample
 * @param phase radians at sample 0
 */
record GainDrift(double most, double pace, double phase) {
  /** No level is further off than this, in nepers. */
  private static final double MOST = 2;

  /** Least and greatest samples of a period: 31 ms and 3 s at 16 kHz. */
  private static final double[] PERIOD = {500, 50_000};

  /** Small ones more often than great ones. */
  static GainDrift random(SplittableRandom random) {
    return new GainDrift(
        MOST * (random.nextDouble() - random.nextDouble()),
        2 * Math.PI / ResonantNoise.logarithmic(PERIOD, random),
        random.nextDouble(2 * Math.PI));
  }

  /** How far off the level is at sample {@code t}, in nepers. */
  double nepers(int t) {
    return most * Math.sin(phase + pace * t);
  }
}
