package dev.synth.audio.codec.ogg;

import com.jcraft.jogg.Packet;
import com.jcraft.jogg.Page;
import com.jcraft.jogg.StreamState;
import com.jcraft.jogg.SyncState;
import com.jcraft.jorbis.Block;
import com.jcraft.jorbis.Comment;
import com.jcraft.jorbis.DspState;
import com.jcraft.jorbis.Info;
import dev.synth.audio.AudioClip;
import dev.synth.audio.codec.MonoSamples;
import dev.synth.audio.codec.SoundInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Reads Ogg Vorbis with JOrbis, page by page, so that a page that is missing, cut or damaged is
 * reported instead of played over. The sound is as long as its last page says: an encoder codes
 * whole blocks.
 *
 * <p>Source: RFC 3533 for pages; Xiph.Org, "Vorbis I specification".
 */
public final class OggReader {
  private static final int CHUNK_BYTES = 1 << 13;
  private static final int HEADERS = 3;
  private static final int MAX_CHANNELS = 8;
  private static final int MAGIC_BYTES = 8;

  private final SoundInput in;
  private final SyncState sync = new SyncState();
  private final StreamState stream = new StreamState();
  private final Page page = new Page();
  private final Packet packet = new Packet();
  private final Info info = new Info();
  private final Comment comment = new Comment();
  private final DspState dsp = new DspState();
  private final float[][][] pcm = new float[1][][];
  private Block block;
  private int[] offsets;
  private MonoSamples mono;
  private long readBytes;
  private int packets;
  private long endFrame = -1;

  private OggReader(SoundInput in) {
    this.in = in;
  }

  /** Reads {@code in}, whose first four bytes are {@code OggS}. */
  public static AudioClip read(SoundInput in) throws IOException {
    OggReader reader = new OggReader(in);
    try {
      return reader.read();
    } catch (RuntimeException e) {
      if (e instanceof dev.synth.io.WorkFailedException) {
        throw e;
      }
      throw reader.damaged("the decoder cannot continue", e);
    }
  }

  private AudioClip read() throws IOException {
    sync.init();
    info.init();
    comment.init();
    boolean ended = false;
    boolean begun = false;
    while (nextPage()) {
      if (!begun) {
        checkCoding();
        stream.init(page.serialno());
        begun = true;
      } else if (page.bos() != 0 || ended) {
        throw in.bad(
            "holds several streams; take one of them, for example with ffmpeg -i IN OUT.wav");
      }
      if (stream.pagein(page) != 0) {
        throw damaged("a page is of another stream", null);
      }
      readPackets();
      endFrame = Math.max(endFrame, page.granulepos());
      ended = page.eos() != 0;
    }
    if (!ended) {
      throw in.bad(
          mono == null
              ? "is truncated before its sound begins; copy or export it again"
              : String.format(
                  Locale.ROOT,
                  "is truncated after %.2f s: its last page is missing; copy or export it again",
                  (double) mono.count() / info.rate));
    }
    if (mono == null || mono.count() == 0 || endFrame == 0) {
      throw in.bad("holds no samples; record or export it again");
    }
    return endFrame > 0 && endFrame < mono.count() ? mono.clip(0, endFrame) : mono.clip();
  }

  private IOException damaged(String what, Throwable cause) {
    return in.bad(
        String.format(
            Locale.ROOT, "is damaged before byte %d: %s; copy or export it again", readBytes, what),
        cause);
  }

  /** Finds the next page; false at the end of the file. */
  private boolean nextPage() throws IOException {
    while (true) {
      int found = sync.pageout(page);
      if (found == 1) {
        return true;
      }
      if (found < 0) {
        throw damaged("a page has a wrong checksum or does not follow the one before it", null);
      }
      int count = (int) Math.min(CHUNK_BYTES, in.bytes() - readBytes);
      if (count == 0) {
        return false;
      }
      int at = sync.buffer(count);
      in.fill(ByteBuffer.wrap(sync.data, at, count), readBytes);
      sync.wrote(count);
      readBytes += count;
    }
  }

  private void checkCoding() throws IOException {
    int bytes = Math.min(page.body_len, MAGIC_BYTES);
    String magic = new String(page.body_base, page.body, bytes, StandardCharsets.ISO_8859_1);
    if (magic.startsWith("\u0001vorbis")) {
      return;
    }
    String coding =
        magic.equals("OpusHead")
            ? "Opus"
            : magic.startsWith("\u007fFLAC")
                ? "FLAC in Ogg"
                : magic.startsWith("Speex") ? "Speex" : "no Vorbis";
    throw in.bad(
        "is an Ogg file that holds " + coding + ", and only Vorbis is read; " + SoundInput.CONVERT);
  }

  private void readPackets() throws IOException {
    while (true) {
      int found = stream.packetout(packet);
      if (found == 0) {
        return;
      }
      if (found < 0) {
        throw damaged("a page is missing", null);
      }
      if (packets < HEADERS) {
        readHeader();
      } else {
        readSound();
      }
      packets++;
    }
  }

  private void readHeader() throws IOException {
    if (packets == 1) {
      checkComment();
    } else if (packets == 2) {
      String wrong = VorbisSetup.check(packet.packet_base, packet.packet, packet.bytes);
      if (wrong != null) {
        throw damaged("its setup header " + wrong, null);
      }
    }
    if (info.synthesis_headerin(comment, packet) < 0) {
      throw damaged("a Vorbis header cannot be read", null);
    }
    if (packets == 0) {
      in.checkRate(info.rate);
      if (info.channels < 1 || info.channels > MAX_CHANNELS) {
        throw in.bad("has " + info.channels + " channels, not 1 to " + MAX_CHANNELS);
      }
    } else if (packets == HEADERS - 1) {
      if (dsp.synthesis_init(info) != 0) {
        throw damaged("a Vorbis header cannot be used", null);
      }
      block = new Block(dsp);
      offsets = new int[info.channels];
      mono = new MonoSamples(in.file(), info.rate);
    }
  }

  /**
   * Nobody wants the comment, and JOrbis trusts the sizes in it: it is replaced by an empty one.
   */
  private void checkComment() throws IOException {
    byte[] empty = new byte[16];
    String magic = "\u0003vorbis";
    byte[] bytes = magic.getBytes(StandardCharsets.ISO_8859_1);
    int given = Math.min(packet.bytes, bytes.length);
    if (!new String(packet.packet_base, packet.packet, given, StandardCharsets.ISO_8859_1)
        .equals(magic)) {
      throw damaged("its comment header is missing", null);
    }
    System.arraycopy(bytes, 0, empty, 0, bytes.length);
    empty[empty.length - 1] = 1;
    packet.packet_base = empty;
    packet.packet = 0;
    packet.bytes = empty.length;
  }

  private void readSound() throws IOException {
    if (block.synthesis(packet) != 0) {
      throw damaged("a packet is no Vorbis sound", null);
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
          throw damaged("its sound is not a number", null);
        }
        mono.add(mean);
      }
      dsp.synthesis_read(frames);
    }
    Arrays.fill(offsets, 0);
  }
}
