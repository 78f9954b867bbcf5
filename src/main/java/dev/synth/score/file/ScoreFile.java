package dev.synth.score.file;

import dev.synth.io.BadDataException;
import dev.synth.io.InputFile;
import dev.synth.io.text.TextLines;
import dev.synth.score.ReadScore;
import dev.synth.score.abc.AbcReader;
import dev.synth.score.midi.MidiReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The one interface to files of scores: Standard MIDI and ABC notation. The content decides which,
 * not the name.
 */
public final class ScoreFile {
  /** No score is so large; a file of this size is something else. */
  private static final long BYTES_MAX = 64L << 20;

  private static final int MIDI_WITHIN = 1024;

  private ScoreFile() {}

  /** The forms that are read. */
  public enum Form {
    MIDI,
    ABC
  }

  /**
   * Whether a file's name says that it holds a score.
   *
   * @param file .mid, .midi, .kar, .rmi, .smf or .abc
   */
  public static boolean isNamedSo(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return name.matches(".*\\.(mid|midi|kar|rmi|smf|abc)");
  }

  /**
   * All scores of a file: one of a MIDI file, any number of an ABC file.
   *
   * @throws dev.synth.io.NoInputException if there is no such file
   * @throws BadDataException if it holds no score that can be read
   */
  public static List<ReadScore> read(Path file) throws IOException {
    InputFile.check(file);
    if (Files.size(file) > BYTES_MAX) {
      throw new BadDataException(file + ": is larger than 64 MB, so it is hardly a score.");
    }
    return read(Files.readAllBytes(file), file.toString());
  }

  /** As {@link #read(Path)}, of bytes. */
  public static List<ReadScore> read(byte[] bytes, String where) throws BadDataException {
    return form(bytes, where) == Form.MIDI
        ? List.of(MidiReader.read(bytes, where))
        : AbcReader.read(TextLines.text(bytes, where), where);
  }

  /**
   * What a file's bytes are.
   *
   * @throws BadDataException if they are neither
   */
  public static Form form(byte[] bytes, String where) throws BadDataException {
    if (bytes.length == 0) {
      throw new BadDataException(where + ": is empty.");
    }
    int count = Math.min(bytes.length, MIDI_WITHIN);
    String head = new String(bytes, 0, count, StandardCharsets.ISO_8859_1);
    if (head.contains("MThd")) {
      return Form.MIDI;
    }
    if (head.startsWith("PK") || head.contains("<score-partwise") || head.contains("musicxml")) {
      throw new BadDataException(
          where + ": is MusicXML, which is not read; export it as MIDI or ABC.");
    }
    if (head.startsWith("RIFF") || head.indexOf('\0') >= 0) {
      throw new BadDataException(where + ": is neither a MIDI file nor a tune in ABC notation.");
    }
    return Form.ABC;
  }
}
