package dev.synth.app;

/** Learns how far the encoding is that comes before something else. */
@FunctionalInterface
public interface EncodeProgress {
  /** The encoding of {@code sound} begins, after {@code before} of {@code total}. */
  void encodes(int before, int total, String sound);
}
