package dev.synth.audio.codec.pcm;

import dev.synth.audio.AudioClip;
import dev.synth.audio.OpenSound;
import dev.synth.audio.SampleReader;
import dev.synth.audio.codec.MonoSamples;
import dev.synth.audio.codec.SoundInput;
import dev.synth.io.BadDataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;

/**
 * Samples that lie in a file as plain numbers.
 *
 * @param in the file
 * @param format of the samples
 * @param scale what amplitudes are multiplied by
 * @param spans where the frames are, whole ones, at least one
 */
public record PcmSamples(SoundInput in, PcmFormat format, double scale, List<PcmPart.Span> spans) {
  private static final int BUFFER_BYTES = 1 << 16;

  /** How many samples are looked at to find out which of their bits are used. */
  private static final int LOOKED_AT_SAMPLES = 1 << 20;

  private long frames() {
    return spans.stream().mapToLong(PcmPart.Span::bytes).sum() / format.frameBytes();
  }

  /**
   * Reads all.
   *
   * @throws BadDataException if a sample is NaN or infinite
   * @throws dev.synth.io.WorkFailedException if they do not fit the memory
   */
  public AudioClip read() throws IOException {
    float[] samples = MonoSamples.allocate(in.file(), frames(), format.rateHz());
    SampleReader reader = reader();
    reader.read(samples);
    return new AudioClip(samples, format.rateHz(), in.remarks());
  }

  /** The sound, to be read piece by piece; it closes the file. */
  public OpenSound open() {
    return new OpenSound() {
      @Override
      public int sampleRateHz() {
        return format.rateHz();
      }

      @Override
      public SampleReader samples() {
        return reader();
      }

      @Override
      public List<String> remarks() {
        return in.remarks();
      }

      @Override
      public void close() throws IOException {
        in.close();
      }
    };
  }

  /** Reads from the first frame on; fills what it is given while there are frames. */
  private SampleReader reader() {
    return new SampleReader() {
      private final int frameBytes = format.frameBytes();
      private final ByteBuffer buffer =
          ByteBuffer.allocate(Math.max(1, BUFFER_BYTES / frameBytes) * frameBytes)
              .order(format.order())
              .limit(0);
      private int span;
      private long doneBytes;
      private long done;

      @Override
      public int read(float[] into) throws IOException {
        int count = 0;
        while (count < into.length && (buffer.hasRemaining() || load())) {
          into[count++] = frame(buffer, done++);
        }
        return count == 0 ? -1 : count;
      }

      private boolean load() throws IOException {
        if (span < spans.size() && doneBytes == spans.get(span).bytes()) {
          span++;
          doneBytes = 0;
        }
        if (span == spans.size()) {
          return false;
        }
        PcmPart.Span from = spans.get(span);
        buffer.clear().limit((int) Math.min(buffer.capacity(), from.bytes() - doneBytes));
        in.fill(buffer, from.at() + doneBytes);
        doneBytes += buffer.limit();
        return true;
      }
    };
  }

  private float frame(ByteBuffer buffer, long index) throws IOException {
    double sum = 0;
    for (int channel = 0; channel < format.channels(); channel++) {
      double x = format.form().get(buffer);
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
    return (float) (sum * scale / format.channels());
  }

  /**
   * What samples are multiplied by where they do not use all bits. By the rule of every format they
   * use the highest ones; some writers put them into the lowest. The samples tell.
   *
   * @throws BadDataException if they use others and so may be of another form
   */
  static double scale(SoundInput in, PcmFormat format, List<PcmPart.Span> spans)
      throws IOException {
    int unused = 8 * format.form().bytes - format.usedBits();
    if (unused == 0 || format.form() == PcmForm.U8) {
      return 1;
    }
    long full = 1L << (8 * format.form().bytes - 1);
    boolean high = true;
    boolean low = true;
    PcmPart.Span span = spans.get(0);
    int count = (int) Math.min(LOOKED_AT_SAMPLES, span.bytes() / format.form().bytes);
    ByteBuffer bytes = in.at(span.at(), count * format.form().bytes).order(format.order());
    for (int i = 0; i < count; i++) {
      long value = (long) (format.form().get(bytes) * full);
      high &= (value & ((1L << unused) - 1)) == 0;
      low &= value << (64 - format.usedBits()) >> (64 - format.usedBits()) == value;
    }
    if (!high && !low && !format.isFormSure()) {
      throw in.bad(
          String.format(
              Locale.ROOT,
              "says that %d of the %d bits of a sample are used, and its samples have more; %s",
              format.usedBits(),
              8 * format.form().bytes,
              in.convert()));
    }
    return low && !high ? 1L << unused : 1;
  }
}
