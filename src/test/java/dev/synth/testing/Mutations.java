package dev.synth.testing;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Damages bytes in the ways that find faults in readers: cut, bits turned, pieces lost, doubled or
 * moved, numbers replaced by extreme ones. The same seed gives the same damage; messages of failed
 * tests should show {@link #toString}.
 */
public final class Mutations {
  private static final long[] EXTREMES = {
    0,
    1,
    -1,
    0x7f,
    0x80,
    0xff,
    0x7fff,
    0xffff,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    1L << 32,
    1L << 40,
  };

  private final long seed;
  private final SplittableRandom random;
  private int count;

  /** Mutations of {@code seed}. */
  public Mutations(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
  }

  /** A damaged copy of {@code original}, one to four mutations away. */
  public byte[] of(byte[] original) {
    count++;
    byte[] bytes = original;
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      bytes = mutated(bytes);
    }
    return bytes;
  }

  private byte[] mutated(byte[] from) {
    if (from.length == 0) {
      return new byte[] {(byte) random.nextInt()};
    }
    byte[] bytes = from.clone();
    int at = random.nextInt(bytes.length);
    int end = at + random.nextInt(Math.min(64, bytes.length - at)) + 1;
    switch (random.nextInt(7)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt();
      case 2 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 3 -> {
        return joined(bytes, 0, at, end, bytes.length); // lost
      }
      case 4 -> {
        return joined(bytes, 0, end, at, bytes.length); // doubled
      }
      case 5 -> {
        long value = EXTREMES[random.nextInt(EXTREMES.length)];
        int size = 1 << random.nextInt(4);
        for (int i = 0; i < size && at + i < bytes.length; i++) {
          bytes[at + i] = (byte) (value >> 8 * i);
        }
      }
      default -> Arrays.fill(bytes, at, end, (byte) (random.nextBoolean() ? 0 : 0xff));
    }
    return bytes;
  }

  private static byte[] joined(byte[] bytes, int from, int to, int from2, int to2) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, from, to - from);
    out.write(bytes, from2, to2 - from2);
    return out.toByteArray();
  }

  /** Which case this is, to find it again. */
  @Override
  public String toString() {
    return "mutation " + count + " of seed " + seed;
  }
}
