package dev.synth.models.instant.analysis;

/**
 * The phase of a partial along a note: its frequency runs straight from point to point.
 *
 * @param hopSamples samples from point to point
 * @param turns [points] phase in turns
 * @param rates [points] frequency in turns per sample
 */
record PhaseTrack(int hopSamples, double[] turns, double[] rates) {
  /** Samples that are taken to have one frequency. */
  private static final int STRETCH = 32;

  /** The track of a fundamental, from phase 0 on. */
  static PhaseTrack of(float[] cents, int rateHz, int hopSamples, double hz) {
    double[] turns = new double[cents.length];
    double[] rates = new double[cents.length];
    for (int p = 0; p < turns.length; p++) {
      rates[p] = hz / rateHz * Math.pow(2, cents[p] / 1200);
      turns[p] = p == 0 ? 0 : turns[p - 1] + 0.5 * hopSamples * (rates[p - 1] + rates[p]);
    }
    return new PhaseTrack(hopSamples, turns, rates);
  }

  /** That of a partial. */
  PhaseTrack times(double ratio) {
    double[] moreTurns = new double[turns.length];
    double[] moreRates = new double[turns.length];
    for (int p = 0; p < turns.length; p++) {
      moreTurns[p] = ratio * turns[p];
      moreRates[p] = ratio * rates[p];
    }
    return new PhaseTrack(hopSamples, moreTurns, moreRates);
  }

  int points() {
    return turns.length;
  }

  /**
   * Cosine and sine of the phase of each sample of the hop that begins with a point.
   *
   * @param cosine of all samples of the track, of which the hop's are written; so is {@code sine}
   */
  void cosines(int point, float[] cosine, float[] sine) {
    int next = Math.min(points() - 1, point + 1);
    int start = point * hopSamples;
    double bend = (rates[next] - rates[point]) / hopSamples;
    for (int first = 0; first < hopSamples; first += STRETCH) {
      int last = Math.min(hopSamples, first + STRETCH);
      double turn = turns[point] + first * (rates[point] + 0.5 * bend * first);
      double angle = 2 * Math.PI * (turn - Math.rint(turn));
      double step = 2 * Math.PI * (rates[point] + bend * 0.5 * (first + last));
      turn(angle, step, start + first, start + last, cosine, sine);
    }
  }

  /** Four chains of rotations side by side, so that none waits for another. */
  private static void turn(
      double angle, double step, int from, int to, float[] cosine, float[] sine) {
    float stepRe = (float) Math.cos(4 * step);
    float stepIm = (float) Math.sin(4 * step);
    for (int chain = 0; chain < Math.min(4, to - from); chain++) {
      cosine[from + chain] = (float) Math.cos(angle + chain * step);
      sine[from + chain] = (float) Math.sin(angle + chain * step);
    }
    for (int n = from + 4; n < to; n++) {
      float re = cosine[n - 4];
      float im = sine[n - 4];
      cosine[n] = re * stepRe - im * stepIm;
      sine[n] = re * stepIm + im * stepRe;
    }
  }
}
