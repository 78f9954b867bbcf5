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

  /** For each register the three signs that it gives, as bits. */
  private static final int[] SIGNS = new int[2 * STATES];

  static {
    for (int register = 0; register < SIGNS.length; register++) {
      for (int g = 0; g < GENERATORS.length; g++) {
        SIGNS[register] |= (Integer.bitCount(register & GENERATORS[g]) & 1) << g;
      }
    }
  }

  private MarkCode() {}

  /** The bits that carry {@code payload}, as +1 and -1. */
  static int[] encode(int payload) {
    int[] code = new int[CODE_BITS];
    int state = payload >>> (PAYLOAD_BITS - MEMORY);
    for (int i = 0; i < PAYLOAD_BITS; i++) {
      int register = state | (payload >>> i & 1) << MEMORY;
      for (int g = 0; g < GENERATORS.length; g++) {
        code[GENERATORS.length * i + g] = (SIGNS[register] >>> g & 1) == 0 ? -1 : 1;
      }
      state = register >>> 1;
    }
    return code;
  }

  /** The payload whose code has the largest sum of products with {@code soft}, and that sum. */
  static Decoded decode(double[] soft) {
    double[][] sums = new double[PAYLOAD_BITS][1 << GENERATORS.length];
    for (int i = 0; i < PAYLOAD_BITS; i++) {
      for (int signs = 0; signs < sums[i].length; signs++) {
        for (int g = 0; g < GENERATORS.length; g++) {
          double value = soft[GENERATORS.length * i + g];
          sums[i][signs] += (signs >>> g & 1) == 0 ? -value : value;
        }
      }
    }
    Decoded best = new Decoded(0, Double.NEGATIVE_INFINITY);
    double[] metric = new double[STATES];
    int[] paths = new int[STATES];
    double[] nextMetric = new double[STATES];
    int[] nextPaths = new int[STATES];
    for (int begin = 0; begin < STATES; begin++) {
      Arrays.fill(metric, Double.NEGATIVE_INFINITY);
      metric[begin] = 0;
      paths[begin] = 0;
      for (int i = 0; i < PAYLOAD_BITS; i++) {
        for (int next = 0; next < STATES; next++) {
          // The two registers that shift into a state differ in their oldest bit.
          int register = next << 1;
          int other = register | 1;
          double value = metric[register & STATES - 1] + sums[i][SIGNS[register]];
          double otherValue = metric[other & STATES - 1] + sums[i][SIGNS[other]];
          int from = value >= otherValue ? register : other;
          nextMetric[next] = Math.max(value, otherValue);
          nextPaths[next] = paths[from & STATES - 1] | (from >>> MEMORY) << i;
        }
        double[] swap = metric;
        metric = nextMetric;
        nextMetric = swap;
        int[] swapPaths = paths;
        paths = nextPaths;
        nextPaths = swapPaths;
      }
      // Only a payload that ends as it began is one.
      if (metric[begin] > best.sum()) {
        best = new Decoded(paths[begin], metric[begin]);
      }
    }
    return best;
  }

  /** A payload, and how well its code fits. */
  record Decoded(int payload, double sum) {}
}
