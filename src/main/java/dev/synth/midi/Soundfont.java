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

  /** Walks the chunks: the version in INFO/ifil, samples in sdta/smpl, flags in pdta/shdr. */
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
    while (in.getFilePointer() + 8 <= end) {
      String chunk = tag(in);
      long next = next(in);
      if (chunk.equals("LIST")) {
        in.skipBytes(4);
        while (in.getFilePointer() + 8 <= next) {
          String inner = tag(in);
          long start = in.getFilePointer() + 4;
          long innerNext = next(in);
          switch (inner) {
            case "ifil" -> checkVersion(file, in);
            case "smpl" -> samples = true;
            case "shdr" -> {
              headers = true;
              checkSampleHeaders(file, in, Math.min(innerNext, next) - start - 4);
            }
            default -> {
              // Names, presets and their generators are the JDK's business.
            }
          }
          in.seek(innerNext);
        }
      }
      in.seek(next);
    }
    if (!samples || !headers) {
      throw new BadDataException(
          file + ": has no " + (samples ? "sample headers (shdr)" : "samples (smpl)") + ".");
    }
  }

  private static void checkVersion(Path file, RandomAccessFile in) throws IOException {
    if (Short.toUnsignedInt(Short.reverseBytes(in.readShort())) >= COMPRESSED_VERSION) {
      throw compressed(file);
    }
  }

  private static void checkSampleHeaders(Path file, RandomAccessFile in, long bytes)
      throws IOException {
    byte[] headers = new byte[Math.toIntExact(bytes)];
    in.readFully(headers);
    for (int at = SAMPLE_TYPE_OFFSET; at < headers.length; at += SAMPLE_HEADER_BYTES) {
      if ((headers[at] & VORBIS_SAMPLE) != 0) {
        throw compressed(file);
      }
    }
  }

  private static String tag(RandomAccessFile in) throws IOException {
    byte[] tag = new byte[4];
    in.readFully(tag);
    return new String(tag, StandardCharsets.US_ASCII);
  }

  private static long unsignedInt(RandomAccessFile in) throws IOException {
    return Integer.toUnsignedLong(Integer.reverseBytes(in.readInt()));
  }

  /** Reads a chunk's size and returns where the next one begins; chunks start at even offsets. */
  private static long next(RandomAccessFile in) throws IOException {
    long bytes = unsignedInt(in);
    return in.getFilePointer() + bytes + (bytes & 1);
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
