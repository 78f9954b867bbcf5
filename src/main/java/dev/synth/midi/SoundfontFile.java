package dev.synth.midi;

import dev.synth.io.BadDataException;
import dev.synth.io.NoInputException;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The chunks of a SoundFont 2 file: its tables in memory, its samples as places in the file.
 * Source: SoundFont Technical Specification 2.04, chapters 4 to 7.
 *
 * @param path the file
 * @param tables the content of the nine chunks of {@code pdta}, by tag
 * @param samples where the 16-bit samples are, {@code smpl}
 * @param lowBytes where the lower bytes of 24-bit samples are, {@code sm24}; null if there are none
 */
record SoundfontFile(Path path, Map<String, byte[]> tables, Chunk samples, Chunk lowBytes) {
  /** The tables, in the order in which they must stand. */
  static final List<String> TABLES =
      List.of("phdr", "pbag", "pmod", "pgen", "inst", "ibag", "imod", "igen", "shdr");

  private static final Map<String, Integer> RECORD_BYTES =
      Map.of(
          "phdr", 38, "pbag", 4, "pmod", 10, "pgen", 4, "inst", 22, "ibag", 4, "imod", 10, "igen",
          4, "shdr", 46);

  /** Records are numbered with 16 bits; what is beyond them nothing can refer to. */
  private static final int RECORDS_MAX = 1 << 16;

  private static final int COMPRESSED_VERSION = 3;

  /** A chunk: its tag, where its content begins in the file, and how many bytes that has. */
  record Chunk(String tag, long start, long bytes) {
    long end() {
      return start + bytes;
    }
  }

  /** Bytes of a record of the table {@code tag}. */
  static int recordBytes(String tag) {
    return RECORD_BYTES.get(tag);
  }

  /**
   * Reads the tables of {@code file}.
   *
   * @throws NoInputException if there is no such file
   * @throws BadDataException if it is compressed, truncated, or no SoundFont 2 file at all
   */
  static SoundfontFile read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoInputException(file + ": no such soundfont.");
    }
    if (file.toString().toLowerCase(Locale.ROOT).endsWith(".sf3")) {
      throw compressed(file);
    }
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      return new Walk(file, in).walk();
    } catch (EOFException e) {
      throw truncated(file, e);
    }
  }

  /** How many 16-bit samples there are. */
  long frames() {
    return samples.bytes() / Short.BYTES;
  }

  /** Records in the table {@code tag}, the one that ends it included. */
  int records(String tag) {
    return tables.get(tag).length / recordBytes(tag);
  }

  /**
   * Walks over the chunks. A chunk must lie within the one around it; the tables and the samples
   * must be there.
   */
  private static final class Walk {
    private final Path file;
    private final RandomAccessFile in;
    private final Map<String, byte[]> tables = new HashMap<>();
    private Chunk samples;
    private Chunk lowBytes;

    Walk(Path file, RandomAccessFile in) {
      this.file = file;
      this.in = in;
    }

    SoundfontFile walk() throws IOException {
      if (in.length() < 12 || !tag().equals("RIFF")) {
        throw foreign(file, "no RIFF sfbk header");
      }
      long end = 8 + unsignedInt();
      String form = tag();
      if (form.equals("DLS ")) {
        throw foreign(file, "it is a DLS file");
      }
      if (!form.equals("sfbk")) {
        throw foreign(file, "no RIFF sfbk header");
      }
      if (end > in.length()) {
        throw truncated(file, null);
      }
      for (Chunk list = next(12, end); list != null; list = next(list, end)) {
        if (list.tag.equals("LIST")) {
          if (list.bytes < 4) {
            throw damaged(list, "is too short to be a list");
          }
          for (Chunk chunk = next(list.start + 4, list.end());
              chunk != null;
              chunk = next(chunk, list.end())) {
            take(chunk);
          }
        }
      }
      if (samples == null || !tables.containsKey("shdr")) {
        throw new BadDataException(
            file
                + ": has no "
                + (samples == null ? "samples (smpl)" : "sample headers (shdr)")
                + ".");
      }
      for (String table : TABLES) {
        if (tables.getOrDefault(table, new byte[0]).length == 0 && !table.endsWith("mod")) {
          throw new BadDataException(
              file + ": has no table " + table + "; the soundfont is damaged.");
        }
        tables.putIfAbsent(table, new byte[0]);
      }
      return new SoundfontFile(file, tables, samples, lowBytes);
    }

    private void take(Chunk chunk) throws IOException {
      if (chunk.tag.equals("ifil")) {
        checkVersion(chunk);
      } else if (chunk.tag.equals("smpl")) {
        samples = chunk;
      } else if (chunk.tag.equals("sm24")) {
        lowBytes = chunk;
      } else if (RECORD_BYTES.containsKey(chunk.tag)) {
        int recordBytes = recordBytes(chunk.tag);
        if (chunk.bytes % recordBytes != 0) {
          throw damaged(chunk, "is not a whole number of records of " + recordBytes + " bytes");
        }
        byte[] table = new byte[(int) Math.min(chunk.bytes, (RECORDS_MAX + 1L) * recordBytes)];
        in.readFully(table);
        tables.put(chunk.tag, table);
      }
    }

    private void checkVersion(Chunk chunk) throws IOException {
      if (chunk.bytes < 4) {
        throw damaged(chunk, "is too short for a version");
      }
      if (Short.toUnsignedInt(Short.reverseBytes(in.readShort())) >= COMPRESSED_VERSION) {
        throw compressed(file);
      }
    }

    /** The chunk behind {@code before}; chunks begin at even offsets. */
    private Chunk next(Chunk before, long end) throws IOException {
      return next(before.end() + (before.bytes & 1), end);
    }

    /** The chunk at {@code at}, its content next to be read; null if {@code end} comes before. */
    private Chunk next(long at, long end) throws IOException {
      if (at + 8 > end) {
        return null;
      }
      in.seek(at);
      Chunk chunk = new Chunk(tag(), at + 8, unsignedInt());
      if (chunk.end() > end) {
        throw damaged(chunk, "is longer than what is around it");
      }
      return chunk;
    }

    private String tag() throws IOException {
      byte[] tag = new byte[4];
      in.readFully(tag);
      return new String(tag, StandardCharsets.US_ASCII);
    }

    private long unsignedInt() throws IOException {
      return Integer.toUnsignedLong(Integer.reverseBytes(in.readInt()));
    }

    private BadDataException damaged(Chunk chunk, String what) {
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
  }

  static BadDataException compressed(Path file) {
    return new BadDataException(
        file
            + ": is a compressed soundfont (.sf3, Ogg Vorbis samples), which the JDK would play as"
            + " noise; use an uncompressed .sf2.");
  }

  private static BadDataException foreign(Path file, String why) {
    return new BadDataException(file + ": is not a SoundFont 2 file (" + why + ").");
  }

  private static BadDataException truncated(Path file, Throwable cause) {
    return new BadDataException(
        file + ": ends before its header says; the soundfont is truncated.", cause);
  }
}
