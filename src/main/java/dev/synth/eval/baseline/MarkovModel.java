package dev.synth.eval.baseline;

import dev.synth.audio.MuLaw;

/**
 * The best that mu-law codes alone give away: how often each code follows the one or two before it.
 * A network that is no better has learned nothing of sound.
 *
 * <p>Orders are interpolated: p2(c | a b) = (n(a b c) + k p1(c | b)) / (n(a b) + k), p1 in the same
 * way on p0, and p0 on 1/256. Source: Jelinek and Mercer 1980, "Interpolated estimation of Markov
 * source parameters from sparse data", with Dirichlet's weights (MacKay and Peto 1995). A note is
 * scored with its own counts taken out.
 *
 * <p>Counts take 67 MB, however many notes there are.
 */
public final class MarkovModel {
  private static final int CODES = MuLaw.CODES;

  /** Highest order. */
  public static final int ORDER_MAX = 2;

  /** The weights k tried; the best is reported. */
  public static final double[] WEIGHTS = {0.25, 1, 4, 16, 64, 256};

  private final int[] triples = new int[CODES * CODES * CODES];
  private final long[] pairContexts = new long[CODES * CODES]; // a b, with a c behind it
  private final long[] pairs = new long[CODES * CODES];
  private final long[] contexts = new long[CODES]; // b, with a c behind it
  private final long[] singles = new long[CODES];
  private long total;
  private int notes;

  /** Learns a note. */
  public void add(byte[] codes) {
    count(codes, 1);
    notes++;
  }

  /** Forgets a note that was added. */
  public void remove(byte[] codes) {
    count(codes, -1);
    notes--;
  }

  /** Notes it has learned. */
  public int notes() {
    return notes;
  }

  private void count(byte[] codes, int step) {
    int a = MuLaw.label(0); // before the first sample was silence
    int b = a;
    for (byte code : codes) {
      int c = MuLaw.label(code);
      triples[(a * CODES + b) * CODES + c] += step;
      pairContexts[a * CODES + b] += step;
      pairs[b * CODES + c] += step;
      contexts[b] += step;
      singles[c] += step;
      a = b;
      b = c;
    }
    total += (long) step * codes.length;
  }

  /**
   * Cross-entropy of a note, summed over its samples.
   *
   * @return nats, [order from 0 to 2][weight]
   */
  public double[][] nats(byte[] codes) {
    double[][] nats = new double[ORDER_MAX + 1][WEIGHTS.length];
    int a = MuLaw.label(0);
    int b = a;
    for (byte code : codes) {
      int c = MuLaw.label(code);
      int ab = a * CODES + b;
      for (int i = 0; i < WEIGHTS.length; i++) {
        double k = WEIGHTS[i];
        double p0 = (singles[c] + k / CODES) / (total + k);
        double p1 = (pairs[b * CODES + c] + k * p0) / (contexts[b] + k);
        double p2 = (triples[ab * CODES + c] + k * p1) / (pairContexts[ab] + k);
        nats[0][i] -= Math.log(p0);
        nats[1][i] -= Math.log(p1);
        nats[2][i] -= Math.log(p2);
      }
      a = b;
      b = c;
    }
    return nats;
  }
}
