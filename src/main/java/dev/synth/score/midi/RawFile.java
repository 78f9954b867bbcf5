package dev.synth.score.midi;

import dev.synth.io.BadDataException;
import dev.synth.io.text.Counted;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The chunks of a Standard MIDI file and the events of its tracks, as they stand there. */
final class RawFile {
  private static final int EVENTS_MAX = 2_000_000;
  private static final int HEADER_BYTES = 6;
  private static final int CHUNK_BYTES = 8;
  private static final int USUAL_TICKS = 480;
  private static final int RIFF_BYTES = 20;

  /** Programs of old put up to so many bytes before the header. */
  private static final int BEFORE_MAX = 1024;

  private final byte[] bytes;
  private final String where;
  private final List<String> mended;
  private final List<List<Event>> tracks = new ArrayList<>();
  private int format;
  private int division;
  private int events;
  private int at;

  private RawFile(byte[] bytes, String where, List<String> mended) {
    this.bytes = bytes;
    this.where = where;
    this.mended = mended;
  }

  /**
   * Reads all that can be read.
   *
   * @param mended to which sentences about what was mended are added
   * @throws BadDataException if it is no Standard MIDI file of one song
   */
  static RawFile read(byte[] bytes, String where, List<String> mended) throws BadDataException {
    RawFile file = new RawFile(unwrapped(bytes), where, mended);
    file.header();
    file.chunks();
    return file;
  }

  /** The MIDI file inside a RIFF file, whose chunk of it begins with byte 20. */
  private static byte[] unwrapped(byte[] bytes) {
    String head =
        new String(bytes, 0, Math.min(bytes.length, RIFF_BYTES), StandardCharsets.US_ASCII);
    if (bytes.length < RIFF_BYTES || !head.startsWith("RIFF") || !head.startsWith("RMIDdata", 8)) {
      return bytes;
    }
    int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(RIFF_BYTES - 4);
    boolean fits = length >= 0 && length <= bytes.length - RIFF_BYTES;
    return Arrays.copyOfRange(bytes, RIFF_BYTES, fits ? RIFF_BYTES + length : bytes.length);
  }

  List<List<Event>> tracks() {
    return tracks;
  }

  int format() {
    return format;
  }

  /** Ticks a quarter, or the negative of ticks a second. */
  int division() {
    return division;
  }

  private void header() throws BadDataException {
    at = find("MThd", 0, Math.min(bytes.length, BEFORE_MAX));
    if (at < 0) {
      throw new BadDataException(
          where + ": is not a Standard MIDI file; it does not begin with MThd.");
    }
    if (at > 0) {
      mended.add(at + " bytes before the header are passed over");
    }
    if (bytes.length < at + CHUNK_BYTES + HEADER_BYTES) {
      throw new BadDataException(where + ": ends within its header; it was cut off.");
    }
    long length = number(at + 4, 4);
    format = (int) number(at + 8, 2);
    int declared = (int) number(at + 10, 2);
    division(number(at + 12, 2));
    if (format == 2) {
      throw new BadDataException(
          where
              + ": is a MIDI file of type 2, "
              + Counted.of(declared, "song")
              + " in one; save each as type 1.");
    }
    if (format > 2) {
      mended.add("type " + format + " is unknown and read as type 1");
    }
    boolean usual = length >= HEADER_BYTES && length < BEFORE_MAX;
    at += CHUNK_BYTES + (usual ? (int) length : HEADER_BYTES);
    if (length != HEADER_BYTES) {
      mended.add("its header says that it is " + length + " bytes long instead of 6");
    }
    if (declared == 0) {
      mended.add("its header says that it has no tracks");
    }
  }

  private void division(long value) {
    if ((value & 0x8000) != 0) {
      int frames = -(byte) (value >> 8);
      int perFrame = (int) (value & 0xff);
      if (frames > 0 && perFrame > 0) {
        division = -(frames * perFrame);
        return;
      }
    } else if (value > 0) {
      division = (int) value;
      return;
    }
    division = USUAL_TICKS;
    mended.add("it says nothing of how long a tick is; 480 are taken for a quarter");
  }

  private void chunks() throws BadDataException {
    int next = 0;
    while (next >= 0) {
      chunksInARow();
      // What is left begins no chunk; behind it there may be a track that does.
      next = at < bytes.length ? find("MTrk", at + 1, bytes.length - CHUNK_BYTES + 4) : -1;
      if (next >= 0) {
        mended.add("bytes between two tracks are passed over");
        at = next;
      }
    }
    if (at < bytes.length && !isPadding()) {
      mended.add(
          String.format(
              Locale.ROOT, "%,d bytes after the last track are left out", bytes.length - at));
    }
    if (tracks.isEmpty()) {
      throw new BadDataException(where + ": is a MIDI file without tracks.");
    }
  }

  private void chunksInARow() throws BadDataException {
    while (at + CHUNK_BYTES <= bytes.length) {
      long length = number(at + 4, 4);
      int start = at + CHUNK_BYTES;
      if (is("MTrk", at)) {
        track(start, length);
      } else if (isName(at) && start + length <= bytes.length) {
        at = (int) (start + length); // a chunk of another program
      } else {
        return;
      }
    }
  }

  private boolean isPadding() {
    for (int i = at; i < bytes.length; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private void track(int start, long length) throws BadDataException {
    int number = tracks.size() + 1;
    long declaredEnd = start + length;
    TrackReader reader =
        new TrackReader(
            bytes, start, (int) Math.min(bytes.length, declaredEnd), EVENTS_MAX - events);
    boolean whole = reader.read();
    if (!whole
        && reader.problem().isEmpty()
        && declaredEnd < bytes.length
        && !isChunk((int) declaredEnd)) {
      // Its length says less than it has.
      int next = find("MTrk", (int) declaredEnd, bytes.length);
      int limit = next < 0 ? bytes.length : next;
      reader = new TrackReader(bytes, start, limit, EVENTS_MAX - events);
      reader.read();
      mended.add("track " + number + " is longer than it says");
      at = reader.end();
    } else if (whole && declaredEnd > bytes.length) {
      mended.add("track " + number + " is shorter than it says");
      at = reader.end();
    } else if (whole
        && reader.end() < declaredEnd
        && !isEnd(declaredEnd)
        && isChunk(reader.end())) {
      mended.add("track " + number + " is shorter than it says");
      at = reader.end();
    } else {
      if (declaredEnd > bytes.length) {
        mended.add("track " + number + " is cut off; its whole events are kept");
      } else if (!whole && reader.problem().isEmpty()) {
        mended.add("track " + number + " has no end-of-track event");
      }
      at = (int) Math.min(bytes.length, declaredEnd);
    }
    if (reader.isFull()) {
      throw new BadDataException(
          String.format(Locale.ROOT, "%s: has more than %,d events; split it.", where, EVENTS_MAX));
    }
    reader
        .problem()
        .ifPresent(problem -> mended.add("track " + number + " is read up to byte " + problem));
    events += reader.events().size();
    tracks.add(reader.events());
  }

  private boolean isEnd(long place) {
    return place == bytes.length || place < bytes.length && isChunk((int) place);
  }

  private boolean isChunk(int place) {
    return place == bytes.length || place + CHUNK_BYTES <= bytes.length && isName(place);
  }

  private boolean isName(int place) {
    for (int i = place; i < place + 4; i++) {
      if (i >= bytes.length || bytes[i] < ' ' || bytes[i] > '~') {
        return false;
      }
    }
    return true;
  }

  private boolean is(String name, int place) {
    byte[] wanted = name.getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < wanted.length; i++) {
      if (place + i >= bytes.length || bytes[place + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  private int find(String name, int from, int to) {
    for (int i = from; i + name.length() <= to; i++) {
      if (is(name, i)) {
        return i;
      }
    }
    return -1;
  }

  private long number(int place, int count) {
    long value = 0;
    for (int i = place; i < place + count; i++) {
      value = value << 8 | bytes[i] & 0xff;
    }
    return value;
  }
}
