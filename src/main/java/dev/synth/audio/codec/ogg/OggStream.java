package dev.synth.audio.codec.ogg;

import dev.synth.audio.codec.MonoSamples;
import dev.synth.audio.codec.SoundInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** The pages of the sound of an Ogg file, put together to packets and decoded. */
final class OggStream {
  private final SoundInput in;
  private final OggSound sound;
  private final ByteArrayOutputStream packet = new ByteArrayOutputStream();
  private final Output output;
  private MonoSamples mono;
  private int from;
  private boolean within;
  private long nextNumber = -1;
  private boolean isBegun;
  private long basePosition;
  private boolean hasBase;
  private long endPosition = -1;
  private boolean ended;

  /** Gives the place where samples of a stream go. */
  @FunctionalInterface
  interface Output {
    /** For samples of {@code rateHz}, of the stream whose headers end at byte {@code at}. */
    MonoSamples samples(int rateHz, long at) throws IOException;
  }

  /** A stream whose samples go to {@code output}. */
  OggStream(SoundInput in, OggSound sound, Output output) {
    this.in = in;
    this.sound = sound;
    this.output = output;
  }

  boolean isEnded() {
    return ended;
  }

  /** Seconds of sound that were decoded. */
  double seconds() {
    return mono == null ? 0 : (double) (mono.count() - from) / mono.rateHz();
  }

  /** Takes the next page. */
  void add(OggPage page) throws IOException {
    if (ended) {
      throw OggPage.damaged(in, page.at(), "a page follows the last one of its stream", null);
    }
    boolean follows = !isBegun || (page.number() & 0xFFFF_FFFFL) == nextNumber;
    if (!follows || page.isContinued() != within) {
      throw OggPage.damaged(in, page.at(), "a page before it is missing", null);
    }
    nextNumber = page.number() + 1L & 0xFFFF_FFFFL;
    isBegun = true;
    int at = 0;
    for (int size : page.lacing()) {
      packet.write(page.body(), at, size);
      at += size;
      within = size == 255;
      if (!within) {
        decode(page);
      }
    }
    ended = page.isLast();
    if (page.granule() >= 0 && mono != null) {
      countPosition(page);
    }
  }

  private void decode(OggPage page) throws IOException {
    byte[] bytes = packet.toByteArray();
    packet.reset();
    try {
      if (sound.packet(bytes, sample -> mono.add(sample)) && mono == null) {
        mono = output.samples(sound.rateHz(), page.at());
        from = mono.count();
      }
    } catch (OggSound.Damaged e) {
      throw OggPage.damaged(in, page.at(), e.getMessage(), e.getCause());
    }
  }

  /**
   * A stream that was cut out of a longer one counts on from where that was: the first page with
   * sound that is not the last one tells from where.
   */
  private void countPosition(OggPage page) {
    long decoded = mono.count() - from;
    if (!hasBase && decoded > 0) {
      hasBase = true;
      basePosition = ended ? 0 : page.granule() - decoded;
    }
    endPosition = Math.max(endPosition, page.granule());
  }

  /** Cuts off what is no sound, at the beginning and behind the end that the last page tells. */
  void finish() {
    if (mono == null) {
      return;
    }
    long cut = sound.skippedSamples() + Math.max(0, -basePosition);
    long length = endPosition < 0 ? Integer.MAX_VALUE : endPosition - basePosition - cut;
    mono.keep(from, (int) Math.min(Integer.MAX_VALUE, cut), length);
  }
}
