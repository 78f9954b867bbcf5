package dev.synth.audio.codec;

import dev.synth.audio.AudioClip;
import dev.synth.io.BadDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/** Samples that lie in a file as plain numbers. */
final class PcmSamples {
  private static final int BUFFER_BYTES = 1 << 16;

  /** One stored sample; integers fill [-1, 1). */
  enum Form {
    /** The only form of a WAV without a sign. */
    U8(1) {
      @Override
      double get(ByteBuffer in) {
        return ((in.get() & 0xFF) - 128) / 128.0;
      }
    },
    S8(1) {
      @Override
      double get(ByteBuffer in) {
        return in.get() / 128.0;
      }
    },
    S16(2) {
      @Override
      double get(ByteBuffer in) {
        return in.getShort() / 0x1p15;
      }
    },
    S24(3) {
      @Override
      double get(ByteBuffer in) {
        byte first = in.get();
        int middle = (in.get() & 0xFF) << 8;
        byte last = in.get();
        boolean little = in.order() == ByteOrder.LITTLE_ENDIAN;
        int low = little ? first : last;
        int high = little ? last : first;
        return (high << 16 | middle | (low & 0xFF)) / 0x1p23;
      }
    },
    S32(4) {
      @Override
      double get(ByteBuffer in) {
        return in.getInt() / 0x1p31;
      }
    },
    F32(4) {
      @Override
      double get(ByteBuffer in) {
        return in.getFloat();
      }
    },
    F64(8) {
      @Override
      double get(ByteBuffer in) {
        return in.getDouble();
      }
    };

    final int bytes;

    Form(int bytes) {
      this.bytes = bytes;
    }

    /** The amplitude of the next sample of a buffer, in the buffer's order. */
    abstract double get(ByteBuffer in);
  }

  private PcmSamples() {}

  /**
   * Reads {@code frames} frames at {@code position} and mixes the channels down to their mean.
   *
   * @param frames at least 1; all of them must be there
   * @throws BadDataException if a sample is NaN or infinite
   * @throws dev.synth.io.WorkFailedException if they do not fit the memory
   */
  static AudioClip read(
      SoundInput in,
      Form form,
      ByteOrder order,
      int channels,
      int rateHz,
      long position,
      long frames)
      throws IOException {
    float[] samples = MonoSamples.allocate(in.file(), frames, rateHz);
    int frameBytes = channels * form.bytes;
    ByteBuffer buffer =
        ByteBuffer.allocate(Math.max(1, BUFFER_BYTES / frameBytes) * frameBytes).order(order);
    int done = 0;
    while (done < samples.length) {
      long wanted = (samples.length - (long) done) * frameBytes;
      buffer.clear().limit((int) Math.min(buffer.capacity(), wanted));
      in.fill(buffer, position + (long) done * frameBytes);
      while (buffer.hasRemaining()) {
        double sum = 0;
        for (int channel = 0; channel < channels; channel++) {
          double x = form.get(buffer);
          if (!Float.isFinite((float) x)) {
            throw in.bad(
                String.format(
                    Locale.ROOT,
                    "sample %d of channel %d is %s; find out what made it and render it again",
                    done,
                    channel + 1,
                    Double.isNaN(x) ? "NaN" : "infinite"));
          }
          sum += x;
        }
        samples[done++] = (float) (sum / channels);
      }
    }
    return new AudioClip(samples, rateHz);
  }
}
