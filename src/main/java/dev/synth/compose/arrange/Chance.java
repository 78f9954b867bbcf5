package dev.synth.compose.arrange;

import java.util.Random;

/**
 * Random choices that depend on a seed, a part and a place only, not on what was chosen before: a
 * bar is played the same whatever stands before it.
 */
final class Chance {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final long seed;

  Chance(long seed) {
    this.seed = seed;
  }

  /** That of a part, or of anything else with a name. */
  Chance of(String name) {
    long mixed = seed;
    for (int i = 0; i < name.length(); i++) {
      mixed = mix(mixed + GOLDEN * (name.charAt(i) + 1));
    }
    return new Chance(mixed);
  }

  /** Random numbers for a place. */
  Random at(long place) {
    return new Random(mix(seed + GOLDEN * (place + 1)));
  }

  /** A number of the standard normal distribution. */
  double gaussian(long place) {
    return at(place).nextGaussian();
  }

  /** The finalizer of SplitMix64 (Steele, Lea and Flood 2014). */
  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
