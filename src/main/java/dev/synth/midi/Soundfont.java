package dev.synth.midi;

import dev.synth.io.BadDataException;
import dev.synth.io.NoInputException;
import dev.synth.io.Sha256;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.sound.midi.Instrument;
import javax.sound.midi.Soundbank;

/**
 * A soundfont's melodic instruments of bank 0. The file is checked before the JDK sees it: the JDK
 * opens a truncated file, and plays the compressed bytes of an {@code .sf3} as if they were PCM.
 *
 * @param name the file, or what the built-in bank is called
 * @param instruments by program number
 */
record Soundfont(String name, SortedMap<Integer, Instrument> instruments) {
  private static final int COMPRESSED_VERSION = 3;
  private static final int VORBIS_SAMPLE = 0x10;
  private static final int SAMPLE_HEADER_BYTES = 46;
  private static final int SAMPLE_TYPE_OFFSET = 44;

  /**
   * The bank the JDK synthesizes itself: 38 small samples. Their phases are drawn anew each time
   * ({@code Math.random()}, which cannot be seeded), so two runs sound alike but differ in bytes.
   *
   * <p>{@code SoftSynthesizer.getDefaultSoundbank()} would prefer whatever the machine has in its
   * sound folders, and leave a cache in the user's home.
   */
  static Soundfont builtIn() throws IOException {
    return of("the JDK's built-in bank", Gervill.builtInBank());
  }

  /**
   * Opens {@code file}; samples are read from it when their instrument is loaded.
   *
   * @throws NoInputException if there is no such file
   * @throws BadDataException if it is compressed, truncated, or no SoundFont 2 file at all
   */
  static Soundfont open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoInputException(file + ": no such soundfont.");
    }
    if (file.toString().toLowerCase(Locale.ROOT).endsWith(".sf3")) {
      throw compressed(file);
    }
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      checkRiff(file, in);
    } catch (EOFException e) {
      throw truncated(file, e);
    }
    Soundfont font;
    try {
      font = of(file.toString(), Gervill.soundfont(file.toFile()));
    } catch (IOException | RuntimeException e) {
      // The JDK's reader trusts indices inside the file, so damage shows as any runtime exception.
      throw new BadDataException(
          file + ": its tables of instruments cannot be read; the soundfont is damaged.", e);
    }
    if (font.instruments.isEmpty()) {
      throw new BadDataException(
          file + ": has no melodic instrument in bank 0, so there is nothing to render.");
    }
    return font;
  }

  private static Soundfont of(String name, Soundbank bank) throws IOException {
    SortedMap<Integer, Instrument> instruments = new TreeMap<>();
    for (Instrument instrument : bank.getInstruments()) {
      if (instrument.getPatch().getBank() == 0 && !Gervill.isPercussion(instrument)) {
        instruments.putIfAbsent(instrument.getPatch().getProgram(), instrument);
      }
    }
    return new Soundfont(name, instruments);
  }

  /**
   * Walks the chunks: the version in INFO/ifil, samples in sdta/smpl, flags in pdta/shdr. A chunk
   * must lie within the one around it, since the JDK believes what it says.
   */
  private static void checkRiff(Path file, RandomAccessFile in) throws IOException {
    if (in.length() < 12 || !tag(in).equals("RIFF")) {
      throw foreign(file);
    }
    long end = 8 + unsignedInt(in);
    if (!tag(in).equals("sfbk")) {
      throw foreign(file);
    }
    if (end > in.length()) {
      throw truncated(file, null);
    }
    boolean samples = false;
    boolean headers = false;
    for (Chunk list = next(file, in, 12, end); list != null; list = next(file, in, list, end)) {
      if (!list.tag.equals("LIST")) {
        continue;
      }
      if (list.bytes < 4) {
        throw damaged(file, list, "is too short to be a list");
      }
      for (Chunk chunk = next(file, in, list.start + 4, list.end());
          chunk != null;
          chunk = next(file, in, chunk, list.end())) {
        switch (chunk.tag) {
          case "ifil" -> checkVersion(file, in, chunk);
          case "smpl" -> samples = true;
          case "shdr" -> {
            headers = true;
            checkSampleHeaders(file, in, chunk);
          }
          default -> {
            // Names, presets and their generators are the JDK's business.
          }
        }
      }
    }
    if (!samples || !headers) {
      throw new BadDataException(
          file + ": has no " + (samples ? "sample headers (shdr)" : "samples (smpl)") + ".");
    }
  }

  private static void checkVersion(Path file, RandomAccessFile in, Chunk chunk) throws IOException {
    if (chunk.bytes < 4) {
      throw damaged(file, chunk, "is too short for a version");
    }
    if (Short.toUnsignedInt(Short.reverseBytes(in.readShort())) >= COMPRESSED_VERSION) {
      throw compressed(file);
    }
  }

  private static void checkSampleHeaders(Path file, RandomAccessFile in, Chunk chunk)
      throws IOException {
    if (chunk.bytes % SAMPLE_HEADER_BYTES != 0) {
      throw damaged(file, chunk, "is not a whole number of sample headers");
    }
    byte[] header = new byte[SAMPLE_HEADER_BYTES];
    for (long at = 0; at < chunk.bytes; at += SAMPLE_HEADER_BYTES) {
      in.readFully(header);
      if ((header[SAMPLE_TYPE_OFFSET] & VORBIS_SAMPLE) != 0) {
        throw compressed(file);
      }
    }
  }

  /** A chunk: its tag, where its content begins in the file, and how many bytes that has. */
  private record Chunk(String tag, long start, long bytes) {
    long end() {
      return start + bytes;
    }
  }

  /** The chunk behind {@code before}; chunks begin at even offsets. */
  private static Chunk next(Path file, RandomAccessFile in, Chunk before, long end)
      throws IOException {
    return next(file, in, before.end() + (before.bytes & 1), end);
  }

  /** The chunk at {@code at}, its content next to be read; null if {@code end} comes before. */
  private static Chunk next(Path file, RandomAccessFile in, long at, long end) throws IOException {
    if (at + 8 > end) {
      return null;
    }
    in.seek(at);
    String tag = tag(in);
    Chunk chunk = new Chunk(tag, at + 8, unsignedInt(in));
    if (chunk.end() > end) {
      throw damaged(file, chunk, "is longer than what is around it");
    }
    return chunk;
  }

  private static String tag(RandomAccessFile in) throws IOException {
    byte[] tag = new byte[4];
    in.readFully(tag);
    return new String(tag, StandardCharsets.US_ASCII);
  }

  private static long unsignedInt(RandomAccessFile in) throws IOException {
    return Integer.toUnsignedLong(Integer.reverseBytes(in.readInt()));
  }

  private static BadDataException damaged(Path file, Chunk chunk, String what) {
    return new BadDataException(
        file
            + ": the chunk at byte "
            + (chunk.start - 8)
            + ", of "
            + chunk.bytes
            + " bytes, "
            + what
            + "; the soundfont is damaged.");
  }

  private static BadDataException compressed(Path file) {
    return new BadDataException(
        file
            + ": is a compressed soundfont (.sf3, Ogg Vorbis samples), which the JDK would play as"
            + " noise; use an uncompressed .sf2.");
  }

  private static BadDataException foreign(Path file) {
    return new BadDataException(file + ": is not a SoundFont 2 file (no RIFF sfbk header).");
  }

  private static BadDataException truncated(Path file, Throwable cause) {
    return new BadDataException(
        file + ": ends before its header says; the soundfont is truncated.", cause);
  }

  /** The SHA-256 of the file, in hexadecimal; null for the built-in bank. */
  String sha256() throws IOException {
    return Files.isRegularFile(Path.of(name)) ? Sha256.of(Path.of(name)) : null;
  }

  /** The instrument of {@code program}, or empty. */
  Optional<Instrument> instrument(int program) {
    return Optional.ofNullable(instruments.get(program));
  }
}
