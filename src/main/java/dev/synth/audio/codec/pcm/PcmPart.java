package dev.synth.audio.codec.pcm;

import java.util.List;

/**
 * Where the sound of one file lies, or of one of several that were joined into one.
 *
 * @param spans in their order; the bytes of each hold its frames and perhaps less than one more
 * @param end where the file ends
 */
record PcmPart(PcmFormat format, List<Span> spans, long end) {
  /** Bytes that hold frames. */
  record Span(long at, long bytes) {}
}
