package dev.synth.audio.codec.pcm;

import dev.synth.audio.codec.SoundInput;
import dev.synth.audio.codec.Tags;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Files whose samples lie in them as plain numbers. Where several were joined into one, all of them
 * are read, if they are of one format.
 */
public final class PcmFile {
  private PcmFile() {}

  /** Whether such a file begins at {@code at}. */
  public static boolean isAt(SoundInput in, long at) throws IOException {
    return switch (in.ascii(at, 4)) {
      case "RIFF", "RIFX", "RF64", "BW64", "riff", "FORM", ".snd", "dns." -> true;
      default -> false;
    };
  }

  /** The sound of {@code in}, where such a file begins at {@code start}. */
  public static PcmSamples find(SoundInput in, long start) throws IOException {
    List<PcmPart.Span> spans = new ArrayList<>();
    PcmPart part = part(in, start);
    PcmFormat format = part.format();
    while (true) {
      addWhole(in, format, part.spans(), spans);
      long next = isAt(in, part.end()) ? part.end() : Tags.behind(in, part.end());
      if (!isAt(in, next)) {
        in.remarkUnread(next);
        break;
      }
      part = part(in, next);
      if (!part.format().equals(format)) {
        throw in.bad(
            String.format(
                Locale.ROOT,
                "is several files in one: from byte %d on it has other channels, bits or another sample rate than before; cut it there",
                next));
      }
    }
    if (spans.isEmpty()) {
      throw in.bad("holds no samples; record or export it again");
    }
    return new PcmSamples(in, format, PcmSamples.scale(in, format, spans), List.copyOf(spans));
  }

  private static PcmPart part(SoundInput in, long start) throws IOException {
    return switch (in.ascii(start, 4)) {
      case "FORM" -> AiffReader.find(in, start);
      case ".snd", "dns." -> AuReader.find(in, start);
      default -> WavReader.find(in, start);
    };
  }

  private static void addWhole(
      SoundInput in, PcmFormat format, List<PcmPart.Span> from, List<PcmPart.Span> to) {
    for (PcmPart.Span span : from) {
      long rest = span.bytes() % format.frameBytes();
      if (rest > 0) {
        in.remark(
            "the sound ends within a frame: its last bytes, %d at byte %d, are not read",
            rest, span.at() + span.bytes() - rest);
      }
      if (span.bytes() > rest) {
        to.add(new PcmPart.Span(span.at(), span.bytes() - rest));
      }
    }
  }
}
