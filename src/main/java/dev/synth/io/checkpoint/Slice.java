package dev.synth.io.checkpoint;

import dev.synth.io.checkpoint.CheckpointProto.TensorSliceProto;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;

/**
 * A box in a tensor.
 *
 * @param starts its first index in each dimension
 * @param extents how many there are, of each dimension
 */
record Slice(int[] starts, int[] extents) {
  private static final int BYTE_BITS = 8;

  /**
   * The box that {@code proto} says of {@code variable}, whose length is known to be one.
   *
   * @throws dev.synth.io.BadDataException if it is not within the tensor
   */
  static Slice of(FileRegion file, Variable variable, TensorSliceProto proto)
      throws dev.synth.io.BadDataException {
    int rank = variable.shape().length;
    int[] starts = new int[rank];
    int[] extents = new int[rank];
    boolean fits = proto.getExtentCount() == rank;
    for (int i = 0; i < rank && fits; i++) {
      TensorSliceProto.Extent extent = proto.getExtent(i);
      long whole = variable.shape()[i];
      boolean all = isWhole(extent);
      long start = all ? 0 : extent.getStart();
      long length = all ? whole : extent.getLength();
      fits = start >= 0 && length >= 0 && start <= whole && length <= whole - start;
      starts[i] = fits ? (int) start : 0;
      extents[i] = fits ? (int) length : 0;
    }
    if (!fits) {
      throw file.damaged("a slice that is not within its variable");
    }
    return new Slice(starts, extents);
  }

  private static boolean isWhole(TensorSliceProto.Extent extent) {
    return !extent.hasLength() || extent.getLength() == -1;
  }

  /** Number of values. */
  long length() {
    long length = 1;
    for (int extent : extents) {
      length *= extent;
    }
    return length;
  }

  /**
   * Puts its values into the tensor.
   *
   * @param values of the box, in C order
   * @param shape of the tensor
   * @param to all values of the tensor
   * @param filled where something was put
   */
  void copy(float[] values, long[] shape, float[] to, BitSet filled) {
    int rank = shape.length;
    if (values.length == 0) {
      return;
    }
    int run = rank == 0 ? 1 : extents[rank - 1];
    for (int from = 0; from < values.length; from += run) {
      // The indices of the run's first value, from the inner ones out.
      long rest = from / run;
      long at = rank == 0 ? 0 : starts[rank - 1];
      long stride = rank == 0 ? 1 : shape[rank - 1];
      for (int i = rank - 2; i >= 0; i--) {
        at += (starts[i] + rest % extents[i]) * stride;
        rest /= extents[i];
        stride *= shape[i];
      }
      System.arraycopy(values, from, to, (int) at, run);
      filled.set((int) at, (int) at + run);
    }
  }

  /**
   * The key under which a table has a slice: a zero, the variable's name, the number of dimensions,
   * and start and length of each, in an encoding whose byte order is that of the values.
   *
   * @param proto a whole dimension goes by start 0 and length -1
   */
  static byte[] key(String name, TensorSliceProto proto) {
    ByteArrayOutputStream key = new ByteArrayOutputStream();
    unsigned(key, 0);
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      key.write(b);
      if (b == 0) {
        key.write(0xff);
      } else if (b == (byte) 0xff) {
        key.write(0);
      }
    }
    key.write(0);
    key.write(1);
    unsigned(key, proto.getExtentCount());
    for (TensorSliceProto.Extent extent : proto.getExtentList()) {
      signed(key, isWhole(extent) ? 0 : extent.getStart());
      signed(key, isWhole(extent) ? -1 : extent.getLength());
    }
    return key.toByteArray();
  }

  /** The number of bytes, then the bytes, the highest first. */
  private static void unsigned(ByteArrayOutputStream to, long value) {
    int bytes = (Long.SIZE - Long.numberOfLeadingZeros(value) + BYTE_BITS - 1) / BYTE_BITS;
    to.write(bytes);
    for (int i = bytes - 1; i >= 0; i--) {
      to.write((int) (value >> BYTE_BITS * i));
    }
  }

  /**
   * As many bytes as the value needs with one bit for the sign and one for each byte: the sign,
   * then, turned over if it is negative, a one for each byte and a zero.
   */
  private static void signed(ByteArrayOutputStream to, long value) {
    long magnitude = value < 0 ? ~value : value;
    int bits = Long.SIZE - Long.numberOfLeadingZeros(magnitude);
    int bytes = bits / 7 + 1;
    byte[] whole = new byte[2 + Long.BYTES];
    ByteBuffer.wrap(whole).putShort((short) (value < 0 ? -1 : 0)).putLong(value);
    int first = whole.length - bytes;
    // A header of that many ones, over two bytes at most, turns over the sign's.
    int header = 0xffff << 16 - bytes & 0xffff;
    whole[first] ^= (byte) (header >> BYTE_BITS);
    if (bytes > 1) {
      whole[first + 1] ^= (byte) header;
    }
    to.write(whole, first, bytes);
  }
}
