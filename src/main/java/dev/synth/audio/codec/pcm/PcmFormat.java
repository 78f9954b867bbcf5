package dev.synth.audio.codec.pcm;

import java.nio.ByteOrder;

/**
 * What the samples of a file are.
 *
 * @param form of one sample of one channel
 * @param order of a sample's bytes
 * @param channels how many samples make a frame; they are mixed down to their mean
 * @param rateHz frames a second
 * @param usedBits how many bits of an integer are said to be used, the highest ones by every
 *     format's rule; those of the form where all are, or where samples are no integers
 * @param isFormSure whether the form is told, and not only what is left where {@code usedBits} and
 *     the size of a frame contradict each other
 */
record PcmFormat(
    PcmForm form, ByteOrder order, int channels, int rateHz, int usedBits, boolean isFormSure) {
  /** Of samples that use all their bits. */
  PcmFormat(PcmForm form, ByteOrder order, int channels, int rateHz) {
    this(form, order, channels, rateHz, 8 * form.bytes, true);
  }

  int frameBytes() {
    return channels * form.bytes;
  }
}
