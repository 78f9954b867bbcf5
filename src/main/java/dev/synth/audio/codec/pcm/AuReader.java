package dev.synth.audio.codec.pcm;

import dev.synth.audio.codec.SoundInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Locale;

/**
 * Finds the sound of Sun's and NeXT's AU: a header of six numbers, a text, samples. Source: The
 * Open Group, "au", and its little-endian form from DEC.
 */
final class AuReader {
  private static final int HEADER_BYTES = 24;
  private static final long OPEN = 0xFFFF_FFFFL;

  private AuReader() {}

  /** The sound of the file that begins at {@code start}, with {@code .snd} or {@code dns.}. */
  static PcmPart find(SoundInput in, long start) throws IOException {
    if (in.bytes() - start < HEADER_BYTES) {
      throw in.bad(
          String.format(
              Locale.ROOT,
              "is truncated after %d bytes, inside the first header; copy it again",
              in.bytes() - start));
    }
    boolean little = in.ascii(start, 4).equals("dns.");
    ByteOrder order = little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    ByteBuffer header = in.at(start, HEADER_BYTES).order(order);
    long offset = header.getInt(4) & 0xFFFF_FFFFL;
    long claimed = header.getInt(8) & 0xFFFF_FFFFL;
    int coding = header.getInt(12);
    long rateHz = header.getInt(16) & 0xFFFF_FFFFL;
    long channels = header.getInt(20) & 0xFFFF_FFFFL;
    PcmForm form = form(in, coding);
    in.checkRate(rateHz);
    if (channels == 0 || channels > 0xFFFF || offset < HEADER_BYTES) {
      throw in.bad(
          String.format(
              Locale.ROOT,
              "its header says %d channels and that its sound begins at byte %d; the file is damaged, export it again",
              channels,
              offset));
    }
    long left = in.bytes() - start - offset;
    if (left < 0 || claimed != OPEN && claimed > left) {
      throw in.bad(
          String.format(
              Locale.ROOT,
              "is truncated: its header claims %d bytes of sound and the file holds %d of them; copy or export it again",
              claimed,
              Math.max(0, left)));
    }
    long at = start + offset;
    long bytes = claimed == OPEN ? left : claimed;
    return new PcmPart(
        new PcmFormat(form, order, (int) channels, (int) rateHz),
        bytes == 0 ? List.of() : List.of(new PcmPart.Span(at, bytes)),
        at + bytes);
  }

  private static PcmForm form(SoundInput in, int coding) throws IOException {
    return switch (coding) {
      case 1 -> PcmForm.MU_LAW;
      case 2 -> PcmForm.S8;
      case 3 -> PcmForm.S16;
      case 4 -> PcmForm.S24;
      case 5 -> PcmForm.S32;
      case 6 -> PcmForm.F32;
      case 7 -> PcmForm.F64;
      case 27 -> PcmForm.A_LAW;
      default ->
          throw in.bad(
              String.format(
                  Locale.ROOT,
                  "is an AU file of coding %d%s, which is not read; %s",
                  coding,
                  coding >= 23 && coding <= 26 ? " (G.72x ADPCM)" : "",
                  in.convert()));
    };
  }
}
