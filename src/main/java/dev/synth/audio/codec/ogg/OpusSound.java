package dev.synth.audio.codec.ogg;

import dev.synth.audio.codec.SoundInput;
import io.github.jaredmdobson.concentus.OpusException;
import io.github.jaredmdobson.concentus.OpusMSDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Opus, decoded by Concentus at 48 kHz, the rate of its positions, whatever rate was encoded.
 * Source: RFC 7845, "Ogg Encapsulation for the Opus Audio Codec".
 */
final class OpusSound implements OggSound {
  static final String MAGIC = "OpusHead";

  private static final int RATE_HZ = 48_000;
  private static final int HEAD_BYTES = 19;
  private static final int MAPPING_AT = 21;
  private static final int PRE_SKIP_AT = 10;
  private static final int GAIN_AT = 16;
  private static final int FAMILY_AT = 18;
  private static final int MAX_CHANNELS = 8;

  /** No family: channels that are not told what they are. */
  private static final int FAMILY_DISCRETE = 255;

  /** The most that a packet holds, 120 ms. */
  private static final int PACKET_FRAMES = RATE_HZ * 120 / 1000;

  private static final double GAIN_STEPS_PER_DB = 256;

  private final SoundInput in;
  private OpusMSDecoder decoder;
  private short[] pcm;
  private int channels;
  private int preSkip;
  private double scale;
  private int packets;

  OpusSound(SoundInput in) {
    this.in = in;
  }

  @Override
  public int rateHz() {
    return RATE_HZ;
  }

  @Override
  public int skippedSamples() {
    return preSkip;
  }

  @Override
  public boolean packet(byte[] packet, Sink sink) throws IOException, Damaged {
    if (packets == 0) {
      readHead(packet);
    } else if (packets == 1) {
      String magic = new String(packet, 0, Math.min(packet.length, 8), StandardCharsets.ISO_8859_1);
      if (!magic.equals("OpusTags")) {
        throw new Damaged("its comment header is missing");
      }
    } else {
      readSound(packet, sink);
    }
    return ++packets >= 2;
  }

  private void readHead(byte[] packet) throws IOException, Damaged {
    if (packet.length < HEAD_BYTES || (packet[MAGIC.length()] & 0xF0) != 0) {
      throw new Damaged("its Opus header is none");
    }
    ByteBuffer head = ByteBuffer.wrap(packet).order(ByteOrder.LITTLE_ENDIAN);
    channels = head.get(MAGIC.length() + 1) & 0xFF;
    preSkip = head.getShort(PRE_SKIP_AT) & 0xFFFF;
    double gainDb = head.getShort(GAIN_AT) / GAIN_STEPS_PER_DB;
    scale = Math.pow(10, gainDb / 20) / 0x1p15;
    int family = head.get(FAMILY_AT) & 0xFF;
    if (family > 1 && family != FAMILY_DISCRETE || channels > MAX_CHANNELS) {
      throw in.bad(
          "is Opus of "
              + channels
              + " channels of mapping family "
              + family
              + ", which is not read; "
              + in.convert());
    }
    boolean mapped = family != 0;
    int streams = mapped && packet.length > MAPPING_AT ? head.get(HEAD_BYTES) & 0xFF : 1;
    int coupled =
        mapped && packet.length > MAPPING_AT ? head.get(HEAD_BYTES + 1) & 0xFF : channels - 1;
    if (channels < 1
        || !mapped && channels > 2
        || mapped && packet.length < MAPPING_AT + channels
        || streams < 1
        || coupled > streams
        || streams + coupled > FAMILY_DISCRETE) {
      throw new Damaged("its Opus header contradicts itself");
    }
    short[] mapping = new short[channels];
    for (int i = 0; i < channels; i++) {
      mapping[i] = (short) (mapped ? head.get(MAPPING_AT + i) & 0xFF : i);
    }
    try {
      decoder = OpusMSDecoder.create(RATE_HZ, channels, streams, coupled, mapping);
    } catch (OpusException | RuntimeException e) {
      throw new Damaged("its Opus header cannot be used", e);
    }
    pcm = new short[PACKET_FRAMES * channels];
  }

  private void readSound(byte[] packet, Sink sink) throws Damaged {
    int frames;
    try {
      frames = decoder.decodeMultistream(packet, 0, packet.length, pcm, 0, PACKET_FRAMES, 0);
    } catch (RuntimeException | AssertionError e) {
      throw new Damaged("the decoder cannot continue", e);
    }
    if (frames < 0 || packet.length == 0) {
      throw new Damaged("a packet is no Opus sound");
    }
    for (int i = 0; i < frames; i++) {
      double sum = 0;
      for (int channel = 0; channel < channels; channel++) {
        sum += pcm[i * channels + channel];
      }
      sink.add((float) (sum * scale / channels));
    }
  }
}
