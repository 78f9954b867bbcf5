package dev.synth.audio.codec.pcm;

import dev.synth.audio.codec.SoundInput;
import dev.synth.io.BadDataException;
import dev.synth.io.text.Printable;
import java.nio.ByteOrder;
import java.util.Locale;

/**
 * How an AIFF's samples are stored. In AIFF-C the coding's name decides, and the sample size must
 * fit it.
 *
 * @param in named in the messages
 * @param name of the coding
 * @param bits what the COMM chunk says a sample has
 * @param form of a sample
 * @param order of its bytes
 */
record AiffCoding(SoundInput in, String name, int bits, PcmForm form, ByteOrder order) {
  /** What samples may be wide; which one they are the size of the sound may tell. */
  private static final int[] SAMPLE_BYTES = {1, 2, 3, 4, 8};

  /**
   * The coding {@code name} of samples of {@code bits} bits.
   *
   * @param little what QuickTime says of the order, or null where it says nothing
   * @throws BadDataException if they do not fit each other, or such samples are not read
   */
  static AiffCoding of(SoundInput in, String name, int bits, Boolean little)
      throws BadDataException {
    boolean turned = Boolean.TRUE.equals(little);
    switch (name) {
      case "NONE", "twos", "none":
        if (turned && bits > 8) {
          throw in.bad(
              "says both that its samples are big-endian (coding '"
                  + name
                  + "') and little-endian (atom 'enda'); export it again");
        }
        return integers(in, name, bits, 1, false);
      case "sowt", "SOWT":
        return integers(in, name, bits, 1, true);
      case "in16":
        return integers(in, name, bits, 9, turned);
      case "in24":
        return integers(in, name, bits, 17, turned);
      case "in32":
        return integers(in, name, bits, 25, turned);
      case "42ni":
        return integers(in, name, bits, 17, true);
      case "23ni":
        return integers(in, name, bits, 25, true);
      case "raw ":
        return bits <= 8
            ? new AiffCoding(in, name, bits, PcmForm.U8, ByteOrder.BIG_ENDIAN)
            : unread(in, name, bits);
      case "fl32", "FL32":
        return new AiffCoding(in, name, bits, PcmForm.F32, order(turned));
      case "fl64", "FL64":
        return new AiffCoding(in, name, bits, PcmForm.F64, order(turned));
      case "alaw", "ALAW":
        return new AiffCoding(in, name, bits, PcmForm.A_LAW, ByteOrder.BIG_ENDIAN);
      case "ulaw", "ULAW":
        return new AiffCoding(in, name, bits, PcmForm.MU_LAW, ByteOrder.BIG_ENDIAN);
      default:
        return unread(in, name, bits);
    }
  }

  private static ByteOrder order(boolean little) {
    return little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
  }

  private static AiffCoding unread(SoundInput in, String name, int bits) throws BadDataException {
    throw in.bad(
        String.format(
            Locale.ROOT,
            "is coded as '%s' with %d bits, which is not read; %s",
            Printable.value(name),
            bits,
            in.convert()));
  }

  /** Integers of the whole bytes that {@code bits} need, at least {@code bitsMin}. */
  private static AiffCoding integers(
      SoundInput in, String name, int bits, int bitsMin, boolean little) throws BadDataException {
    if (bits < 1 || bits > 32) {
      throw in.bad(
          String.format(
              Locale.ROOT,
              "holds %d-bit integers, and only 1 to 32 bits are read; %s",
              bits,
              in.convert()));
    }
    // QuickTime says 16 bits of whatever is coded; the size of the sound is held against it.
    int bytes = (Math.max(bits, bitsMin) + 7) / 8;
    boolean named = bitsMin > 1;
    int bytesOfName = (bitsMin + 7) / 8;
    return new AiffCoding(
        in, name, bits, PcmForm.signed(named ? bytesOfName : bytes), order(little));
  }

  /** The format of such samples in frames. */
  PcmFormat format(int channels, int rateHz) {
    boolean integer = form.isInteger() && bits >= 1 && (bits + 7) / 8 == form.bytes;
    return new PcmFormat(form, order, channels, rateHz, integer ? bits : 8 * form.bytes, true);
  }

  /**
   * Checks that another size of a sample does not fit the sound where this one does not.
   *
   * @param samples of all channels
   * @param heldBytes how many bytes hold them, and perhaps one more
   */
  void checkAgainst(long samples, long heldBytes) throws BadDataException {
    for (int bytes : SAMPLE_BYTES) {
      long spare = heldBytes - samples * bytes;
      if (bytes != form.bytes && samples > 0 && spare >= 0 && spare <= 1) {
        throw in.bad(
            String.format(
                Locale.ROOT,
                "contradicts itself: its coding '%s' with %d bits takes %d bytes a sample, and its sound has %d; export it again",
                name,
                bits,
                form.bytes,
                bytes));
      }
    }
  }
}
