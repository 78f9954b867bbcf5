package dev.synth.audio.codec.ogg;

import com.jcraft.jogg.Packet;
import com.jcraft.jorbis.Block;
import com.jcraft.jorbis.Comment;
import com.jcraft.jorbis.DspState;
import com.jcraft.jorbis.Info;
import dev.synth.audio.codec.SoundInput;
import dev.synth.io.WorkFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Vorbis, decoded by JOrbis. Source: Xiph.Org, "Vorbis I specification". */
final class VorbisSound implements OggSound {
  static final String MAGIC = "\u0001vorbis";

  private static final int HEADERS = 3;
  private static final int MAX_CHANNELS = 8;
  private static final String COMMENT_MAGIC = "\u0003vorbis";
  private static final int COMMENT_BYTES = 16;

  private final SoundInput in;
  private final Packet packet = new Packet();
  private final Info info = new Info();
  private final Comment comment = new Comment();
  private final DspState dsp = new DspState();
  private final float[][][] pcm = new float[1][][];
  private Block block;
  private int[] offsets;
  private int packets;

  VorbisSound(SoundInput in) {
    this.in = in;
    info.init();
    comment.init();
  }

  @Override
  public int rateHz() {
    return info.rate;
  }

  @Override
  public int skippedSamples() {
    return 0;
  }

  @Override
  public boolean packet(byte[] bytes, Sink sink) throws IOException, Damaged {
    packet.packet_base = bytes;
    packet.packet = 0;
    packet.bytes = bytes.length;
    packet.b_o_s = packets == 0 ? 1 : 0;
    packet.packetno = packets;
    try {
      if (packets < HEADERS) {
        readHeader();
      } else {
        readSound(sink);
      }
    } catch (WorkFailedException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new Damaged("the decoder cannot continue", e);
    }
    return ++packets >= HEADERS;
  }

  private void readHeader() throws IOException, Damaged {
    if (packets == 1) {
      checkComment();
    } else if (packets == 2) {
      String wrong = VorbisSetup.check(packet.packet_base, packet.packet, packet.bytes);
      if (wrong != null) {
        throw new Damaged("its setup header " + wrong);
      }
    }
    if (info.synthesis_headerin(comment, packet) < 0) {
      throw new Damaged("a Vorbis header cannot be read");
    }
    if (packets == 0 && (info.channels < 1 || info.channels > MAX_CHANNELS)) {
      throw in.bad("has " + info.channels + " channels, not 1 to " + MAX_CHANNELS);
    }
    if (packets == HEADERS - 1) {
      if (dsp.synthesis_init(info) != 0) {
        throw new Damaged("a Vorbis header cannot be used");
      }
      block = new Block(dsp);
      offsets = new int[info.channels];
    }
  }

  /**
   * Nobody wants the comment, and JOrbis trusts the sizes in it: it is replaced by an empty one.
   */
  private void checkComment() throws Damaged {
    byte[] magic = COMMENT_MAGIC.getBytes(StandardCharsets.ISO_8859_1);
    byte[] given = packet.packet_base;
    if (given.length < magic.length
        || !Arrays.equals(given, 0, magic.length, magic, 0, magic.length)) {
      throw new Damaged("its comment header is missing");
    }
    byte[] empty = Arrays.copyOf(magic, COMMENT_BYTES);
    empty[empty.length - 1] = 1;
    packet.packet_base = empty;
    packet.bytes = empty.length;
  }

  private void readSound(Sink sink) throws Damaged {
    if (block.synthesis(packet) != 0) {
      throw new Damaged("a packet is no Vorbis sound");
    }
    dsp.synthesis_blockin(block);
    int frames;
    while ((frames = dsp.synthesis_pcmout(pcm, offsets)) > 0) {
      float[][] channels = pcm[0];
      for (int i = 0; i < frames; i++) {
        double sum = 0;
        for (int channel = 0; channel < offsets.length; channel++) {
          sum += channels[channel][offsets[channel] + i];
        }
        float mean = (float) (sum / offsets.length);
        if (!Float.isFinite(mean)) {
          throw new Damaged("its sound is not a number");
        }
        sink.add(mean);
      }
      dsp.synthesis_read(frames);
    }
    Arrays.fill(offsets, 0);
  }
}
