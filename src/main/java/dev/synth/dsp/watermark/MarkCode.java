package dev.synth.dsp.watermark;

import java.util.Arrays;

/**
 * The code of the mark's {@value #PAYLOAD_BITS} bits: three bits for each, so that the sound may
 * spoil some. It is the convolutional code of constraint length 7 with the generators 133, 145 and
 * 175 (octal), whose register begins with the payload's last bits (tail-biting); what is read is
 * decoded to the likeliest payload of all, by Viterbi's algorithm from each beginning.
 *
 * <p>Source: S. Lin and D. Costello, "Error Control Coding", 2nd edition, chapters 11 and 12.
 */
final class MarkCode {
  /** Bits that are carried. */
  static final int PAYLOAD_BITS = 32;

  /** Bits that carry them. */
  static final int CODE_BITS = 96;

  private static final int[] GENERATORS = {0133, 0145, 0175};
  private static final int MEMORY = 6;
  private static final int STATES = 1 << MEMORY;

  private MarkCode() {}

  /** The bits that carry {@code payload}, as +1 and -1. */
  static int[] encode(int payload) {
    int[] code = new int[CODE_BITS];
    int state = payload >>> (PAYLOAD_BITS - MEMORY);
    for (int i = 0; i < PAYLOAD_BITS; i++) {
      int register = state | (payload >>> i & 1) << MEMORY;
      for (int g = 0; g < GENERATORS.length; g++) {
        code[GENERATORS.length * i + g] = sign(register, g);
      }
      state = register >>> 1;
    }
    return code;
  }

  private static int sign(int register, int generator) {
    return (Integer.bitCount(register & GENERATORS[generator]) & 1) == 0 ? -1 : 1;
  }

  /** The payload whose code has the largest sum of products with {@code soft}. */
  static int decode(double[] soft) {
    double best = Double.NEGATIVE_INFINITY;
    int payload = 0;
    double[] metric = new double[STATES];
    int[] paths = new int[STATES];
    double[] nextMetric = new double[STATES];
    int[] nextPaths = new int[STATES];
    for (int begin = 0; begin < STATES; begin++) {
      Arrays.fill(metric, Double.NEGATIVE_INFINITY);
      metric[begin] = 0;
      paths[begin] = 0;
      for (int i = 0; i < PAYLOAD_BITS; i++) {
        Arrays.fill(nextMetric, Double.NEGATIVE_INFINITY);
        for (int state = 0; state < STATES; state++) {
          if (metric[state] == Double.NEGATIVE_INFINITY) {
            continue;
          }
          for (int bit = 0; bit <= 1; bit++) {
            int register = state | bit << MEMORY;
            double value = metric[state];
            for (int g = 0; g < GENERATORS.length; g++) {
              value += sign(register, g) * soft[GENERATORS.length * i + g];
            }
            int next = register >>> 1;
            if (value > nextMetric[next]) {
              nextMetric[next] = value;
              nextPaths[next] = paths[state] | bit << i;
            }
          }
        }
        double[] swap = metric;
        metric = nextMetric;
        nextMetric = swap;
        int[] swapPaths = paths;
        paths = nextPaths;
        nextPaths = swapPaths;
      }
      // Only a payload that ends as it began is one.
      if (metric[begin] > best) {
        best = metric[begin];
        payload = paths[begin];
      }
    }
    return payload;
  }
}
