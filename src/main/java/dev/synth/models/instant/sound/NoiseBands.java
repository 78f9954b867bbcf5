package dev.synth.models.instant.sound;

import dev.synth.dsp.MelFilterbank;

/**
 * Where noise bands lie: evenly on the mel scale from 0 Hz to half the rate, both ends a band's
 * middle. Between two middles the gain runs straight, so bands of one level make white noise.
 */
final class NoiseBands {
  private final double[] middleHz;

  NoiseBands(int bands, int rateHz) {
    if (bands < 2) {
      throw new IllegalArgumentException(bands + " noise bands do not reach from 0 Hz up");
    }
    middleHz = new double[bands];
    double top = MelFilterbank.mel(rateHz / 2.0);
    for (int b = 0; b < bands; b++) {
      middleHz[b] = MelFilterbank.hz(top * b / (bands - 1));
    }
  }

  int count() {
    return middleHz.length;
  }

  double middleHz(int band) {
    return middleHz[band];
  }

  /** The gain at each of {@code bins} frequencies, {@code binHz} apart, from 0 Hz on. */
  void gains(float[] bandGains, int offset, float[] bins, double binHz) {
    int band = 0;
    for (int j = 0; j < bins.length; j++) {
      double hz = j * binHz;
      while (band < middleHz.length - 2 && hz > middleHz[band + 1]) {
        band++;
      }
      double share = (hz - middleHz[band]) / (middleHz[band + 1] - middleHz[band]);
      share = Math.min(1, share);
      bins[j] =
          (float) ((1 - share) * bandGains[offset + band] + share * bandGains[offset + band + 1]);
    }
  }
}
