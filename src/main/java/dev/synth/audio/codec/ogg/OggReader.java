package dev.synth.audio.codec.ogg;

import dev.synth.audio.AudioClip;
import dev.synth.audio.codec.MonoSamples;
import dev.synth.audio.codec.SoundInput;
import dev.synth.audio.codec.Tags;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads Ogg Vorbis and Ogg Opus, page by page, so that a page that is missing, cut or damaged is
 * reported instead of played over. Streams may stand one behind the other, as in files that were
 * joined, and beside the sound, as a Skeleton does. The sound is as long as its last page says: an
 * encoder codes whole blocks.
 *
 * <p>Source: RFC 3533.
 */
public final class OggReader {
  private final SoundInput in;

  /** The streams that stand side by side, by their numbers; null for those that are not read. */
  private final Map<Integer, OggStream> streams = new HashMap<>();

  private MonoSamples mono;
  private OggStream sound;
  private String otherSound;
  private boolean isBegun;

  private OggReader(SoundInput in) {
    this.in = in;
  }

  /** Whether an Ogg file begins at {@code at}. */
  public static boolean isAt(SoundInput in, long at) throws IOException {
    return OggPage.isAt(in, at);
  }

  /** Reads {@code in}, whose first page is at {@code start}. */
  public static AudioClip read(SoundInput in, long start) throws IOException {
    return new OggReader(in).readFrom(start);
  }

  private AudioClip readFrom(long start) throws IOException {
    long at = start;
    Optional<OggPage> page = OggPage.read(in, at);
    while (page.isPresent()) {
      take(page.get());
      at = page.get().end();
      if (sound != null && sound.isEnded() && !OggPage.isAt(in, at)) {
        at = Tags.behind(in, at);
      }
      page = OggPage.isAt(in, at) ? OggPage.read(in, at) : Optional.empty();
    }
    endStreams(at);
    in.remarkUnread(at);
    if (mono == null || mono.count() == 0) {
      throw in.bad("holds no samples; record or export it again");
    }
    return mono.clip();
  }

  /** First come the first pages of all streams that stand side by side, then the others. */
  private void take(OggPage page) throws IOException {
    if (page.isFirst()) {
      if (isBegun) {
        endStreams(page.at());
      }
      begin(page);
      return;
    }
    isBegun = true;
    if (sound == null) {
      throw noSound();
    }
    if (!streams.containsKey(page.serial())) {
      throw OggPage.damaged(in, page.at(), "a page is of a stream that never began", null);
    }
    OggStream stream = streams.get(page.serial());
    if (stream != null) {
      stream.add(page);
    }
  }

  private void begin(OggPage page) throws IOException {
    String magic = new String(page.body(), StandardCharsets.ISO_8859_1);
    OggSound decoder =
        magic.startsWith(VorbisSound.MAGIC)
            ? new VorbisSound(in)
            : magic.startsWith(OpusSound.MAGIC) ? new OpusSound(in) : null;
    String other = soundNotRead(magic);
    if ((decoder != null || other != null) && (sound != null || otherSound != null)) {
      throw in.bad(
          String.format(
              Locale.ROOT,
              "holds several sounds side by side, the second from byte %d on; take one of them (%s)",
              page.at(),
              in.command("ffmpeg -i %s -map 0:a:0 %s")));
    }
    otherSound = other;
    if (decoder != null) {
      sound = new OggStream(in, decoder, this::samples);
      sound.add(page);
    } else if (other == null && !magic.startsWith("fishead")) {
      in.remark("the stream beside its sound, at byte %d, is not read", page.at());
    }
    streams.put(page.serial(), decoder == null ? null : sound);
  }

  private static String soundNotRead(String magic) {
    return magic.startsWith("\u007fFLAC")
        ? "FLAC in Ogg"
        : magic.startsWith("Speex   ")
            ? "Speex"
            : magic.startsWith("CELT    ") ? "CELT" : magic.startsWith("PCM     ") ? "PCM" : null;
  }

  private IOException noSound() {
    return in.bad(
        "is an Ogg file that holds "
            + (otherSound == null ? "neither Vorbis nor Opus" : otherSound)
            + ", and only Vorbis and Opus are read; "
            + in.convert());
  }

  private MonoSamples samples(int rateHz, long at) throws IOException {
    in.checkRate(rateHz);
    if (mono == null) {
      mono = new MonoSamples(in.file(), rateHz);
    } else if (mono.rateHz() != rateHz) {
      throw in.bad(
          String.format(
              Locale.ROOT,
              "holds several streams, and at byte %d the sample rate changes from %d to %d Hz; %s",
              at,
              mono.rateHz(),
              rateHz,
              in.convert()));
    }
    return mono;
  }

  /** Ends the streams that stand side by side before {@code at}. */
  private void endStreams(long at) throws IOException {
    if (sound == null) {
      throw streams.isEmpty()
          ? in.bad("is truncated before its sound begins; copy or export it again")
          : noSound();
    }
    if (!sound.isEnded()) {
      if (at < in.bytes() && !OggPage.isAt(in, at)) {
        throw OggPage.damaged(in, at, "no page begins there", null);
      }
      throw in.bad(
          sound.seconds() == 0
              ? "is truncated before its sound begins: its last page is missing; copy or export it again"
              : String.format(
                  Locale.ROOT,
                  "is truncated after %.2f s: the last page of the stream before byte %d is missing; copy or export it again",
                  sound.seconds(),
                  at));
    }
    sound.finish();
    sound = null;
    otherSound = null;
    isBegun = false;
    streams.clear();
  }
}
