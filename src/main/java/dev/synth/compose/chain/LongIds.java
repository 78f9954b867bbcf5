package dev.synth.compose.chain;

import java.util.Arrays;

/** Numbers distinct keys 0, 1, 2 ... in the order in which they come. */
final class LongIds {
  private static final int EMPTY = -1;

  private long[] keys = new long[16];
  private int[] table = new int[32];
  private int size;

  LongIds() {
    Arrays.fill(table, EMPTY);
  }

  /** The number of {@code key}, a new one where it has none. */
  int add(long key) {
    int slot = slot(key);
    if (table[slot] != EMPTY) {
      return table[slot];
    }
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, 2 * size);
    }
    keys[size] = key;
    table[slot] = size++;
    if (2 * size > table.length) {
      grow();
    }
    return size - 1;
  }

  /** The number of {@code key}, or -1 where it has none. */
  int find(long key) {
    return table[slot(key)];
  }

  /** The key of a number. */
  long key(int id) {
    return keys[id];
  }

  int size() {
    return size;
  }

  private int slot(long key) {
    int mask = table.length - 1;
    long mixed = (key ^ key >>> 32) * 0x9E3779B97F4A7C15L;
    int slot = (int) (mixed >>> 32) & mask;
    while (table[slot] != EMPTY && keys[table[slot]] != key) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private void grow() {
    table = new int[2 * table.length];
    Arrays.fill(table, EMPTY);
    for (int id = 0; id < size; id++) {
      table[slot(keys[id])] = id;
    }
  }
}
