package dev.synth.audio.codec.pcm;

import dev.synth.audio.AudioClip;
import dev.synth.audio.OpenSound;
import dev.synth.audio.SampleReader;
import dev.synth.audio.codec.MonoSamples;
import dev.synth.audio.codec.SoundInput;
import dev.synth.io.BadDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/**
 * Samples that lie in a file as plain numbers.
 *
 * @param in the file
 * @param form of one sample of one channel
 * @param order of a sample's bytes
 * @param channels how many samples make a frame; they are mixed down to their mean
 * @param rateHz frames a second
 * @param position where the first frame is
 * @param frames how many there are, at least 1; all of them must be there
 */
record PcmSamples(
    SoundInput in,
    Form form,
    ByteOrder order,
    int channels,
    int rateHz,
    long position,
    long frames) {
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

  /**
   * Reads all.
   *
   * @throws BadDataException if a sample is NaN or infinite
   * @throws dev.synth.io.WorkFailedException if they do not fit the memory
   */
  AudioClip read() throws IOException {
    float[] samples = MonoSamples.allocate(in.file(), frames, rateHz);
    reader().read(samples);
    return new AudioClip(samples, rateHz);
  }

  /** The sound, to be read piece by piece; it closes the file. */
  OpenSound open() {
    return new OpenSound() {
      @Override
      public int sampleRateHz() {
        return rateHz;
      }

      @Override
      public SampleReader samples() {
        return reader();
      }

      @Override
      public void close() throws IOException {
        in.close();
      }
    };
  }

  /** Reads from the first frame on; fills what it is given while there are frames. */
  SampleReader reader() {
    return new SampleReader() {
      private final int frameBytes = channels * form.bytes;
      private final ByteBuffer buffer =
          ByteBuffer.allocate(Math.max(1, BUFFER_BYTES / frameBytes) * frameBytes).order(order);
      private long done;

      {
        buffer.limit(0);
      }

      @Override
      public int read(float[] into) throws IOException {
        int count = (int) Math.min(into.length, frames - done);
        for (int i = 0; i < count; i++) {
          if (!buffer.hasRemaining()) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), (frames - done) * frameBytes));
            in.fill(buffer, position + done * frameBytes);
          }
          into[i] = frame(buffer, done++);
        }
        return count == 0 ? -1 : count;
      }
    };
  }

  private float frame(ByteBuffer buffer, long index) throws IOException {
    double sum = 0;
    for (int channel = 0; channel < channels; channel++) {
      double x = form.get(buffer);
      if (!Float.isFinite((float) x)) {
        throw in.bad(
            String.format(
                Locale.ROOT,
                "sample %d of channel %d is %s; find out what made it and render it again",
                index,
                channel + 1,
                Double.isNaN(x) ? "NaN" : "infinite"));
      }
      sum += x;
    }
    return (float) (sum / channels);
  }
}
