package dev.synth.audio.codec.ogg;

import java.io.IOException;

/** Decodes the packets of one stream; what is wrong with one is said in an exception. */
interface OggSound {
  /** The packet cannot be of an encoder. */
  final class Damaged extends Exception {
    private static final long serialVersionUID = 1L;

    Damaged(String what) {
      super(what, null, false, false);
    }

    Damaged(String what, Throwable cause) {
      super(what, cause, false, false);
    }
  }

  /** Where samples go, the mean of the channels. */
  @FunctionalInterface
  interface Sink {
    void add(float sample);
  }

  /**
   * Takes the next packet, the headers first.
   *
   * @return whether the headers are complete
   */
  boolean packet(byte[] packet, Sink sink) throws IOException, Damaged;

  /** Samples a second, once the headers are complete. */
  int rateHz();

  /** How many of the first samples are no sound, though counted in the stream's positions. */
  int skippedSamples();
}
