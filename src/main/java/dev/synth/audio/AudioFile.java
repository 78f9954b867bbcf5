package dev.synth.audio;

import dev.synth.audio.codec.Id3;
import dev.synth.audio.codec.SoundInput;
import dev.synth.audio.codec.flac.FlacReader;
import dev.synth.audio.codec.mp3.Mp3Header;
import dev.synth.audio.codec.mp3.Mp3Reader;
import dev.synth.audio.codec.ogg.OggReader;
import dev.synth.audio.codec.pcm.AiffReader;
import dev.synth.audio.codec.pcm.WavReader;
import dev.synth.io.BadDataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Sounds from files of any form that is read: WAV, AIFF, FLAC, Ogg Vorbis and MP3. The first bytes
 * tell which one it is; the name does not matter.
 */
public final class AudioFile {
  /** How the names of sounds end that are read, whatever is in them. */
  public static final List<String> ENDINGS =
      List.of(
          ".wav", ".wave", ".bwf", ".rf64", ".w64", ".aif", ".aiff", ".aifc", ".au", ".snd",
          ".flac", ".ogg", ".oga", ".opus", ".mp3");

  /** How the names of sounds end that are not read; they are found, so that they are reported. */
  public static final List<String> OTHER_ENDINGS =
      List.of(
          ".m4a", ".m4b", ".mp4", ".aac", ".caf", ".wma", ".amr", ".3gp", ".ac3", ".ape", ".dff",
          ".dsf", ".gsm", ".mka", ".mp1", ".mp2", ".mpc", ".ra", ".shn", ".sph", ".spx", ".tta",
          ".voc", ".webm", ".wv");

  private static final Set<String> MAGICS =
      Set.of("RIFF", "RIFX", "RF64", "BW64", "FORM", "fLaC", "OggS");
  private static final Map<String, String> OTHERS =
      Map.of(
          "caff", "a CAF",
          "0&\u00b2u", "a Windows Media",
          "\u001aE\u00df\u00a3", "a Matroska or WebM",
          "wvpk", "a WavPack",
          "MAC ", "a Monkey's Audio",
          "#!AMR", "an AMR",
          ".snd", "an AU");
  private static final String FORMATS = "only WAV, AIFF, FLAC, Ogg Vorbis and MP3 are read; ";

  private AudioFile() {}

  /** Whether {@code file} is called like a sound, of a form that is read or not. */
  public static boolean isNamedSound(Path file) {
    return isNamedReadable(file) || isNamedOther(file);
  }

  /** Whether {@code file} is called like a sound of a form that is read. */
  public static boolean isNamedReadable(Path file) {
    return endsAs(file, ENDINGS);
  }

  /** Whether {@code file} is called like a sound of a form that is not read, such as M4A. */
  public static boolean isNamedOther(Path file) {
    return endsAs(file, OTHER_ENDINGS);
  }

  private static boolean endsAs(Path file, List<String> endings) {
    String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
    return endings.stream().anyMatch(name::endsWith);
  }

  /**
   * Reads a sound, from {@value WavFile#MIN_RATE_HZ} to {@value WavFile#MAX_RATE_HZ} Hz. Channels
   * are mixed down to their mean.
   *
   * @return the clip at the file's own rate; amplitudes of floats and of lossy codings may pass 1
   * @throws dev.synth.io.NoInputException if {@code file} does not exist, is a directory or may not
   *     be read
   * @throws BadDataException if it is of no form that is read, is truncated, damaged or without
   *     samples
   * @throws dev.synth.io.WorkFailedException if its samples do not fit the memory
   */
  public static AudioClip read(Path file) throws IOException {
    try (SoundInput in = SoundInput.open(file)) {
      return switch (in.ascii(0, 4)) {
        case "RIFF", "RIFX", "RF64", "BW64" -> WavReader.read(in);
        case "FORM" -> AiffReader.read(in);
        case "fLaC" -> FlacReader.read(in, 0);
        case "OggS" -> OggReader.read(in);
        default -> readByFrames(in);
      };
    }
  }

  /**
   * Opens a sound to be read piece by piece, as {@link #read} would read it whole. WAV and AIFF are
   * read from the file; the other forms are decoded into memory now.
   */
  public static OpenSound open(Path file) throws IOException {
    SoundInput in = SoundInput.open(file);
    try {
      switch (in.ascii(0, 4)) {
        case "RIFF", "RIFX", "RF64", "BW64":
          return WavReader.open(in);
        case "FORM":
          return AiffReader.open(in);
        default:
          in.close();
          return OpenSound.of(read(file));
      }
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /** An MP3 begins with a frame, or a tag before it; a FLAC may have such a tag, too. */
  private static AudioClip readByFrames(SoundInput in) throws IOException {
    long tagBytes = Id3.bytes(in);
    if (tagBytes > 0 && in.ascii(tagBytes, 4).equals("fLaC")) {
      return FlacReader.read(in, tagBytes);
    }
    if (tagBytes > 0 || Mp3Header.beginsFrames(in, 0)) {
      return Mp3Reader.read(in, tagBytes);
    }
    checkNotOther(in);
    throw in.bad(
        "is no sound file of a form that is read (WAV, AIFF, FLAC, Ogg Vorbis, MP3); if it is sound, "
            + SoundInput.CONVERT);
  }

  /**
   * Whether {@code file} begins as a sound of a form that is read.
   *
   * @throws BadDataException if it is a sound of another form
   * @throws dev.synth.io.NoInputException as {@link #read}
   */
  public static boolean isSound(Path file) throws IOException {
    try (SoundInput in = SoundInput.open(file)) {
      checkNotOther(in);
      return MAGICS.contains(in.ascii(0, 4)) || Id3.isAt(in, 0) || Mp3Header.beginsFrames(in, 0);
    }
  }

  private static void checkNotOther(SoundInput in) throws IOException {
    String start = in.ascii(0, 12);
    if (start.startsWith("MThd")) {
      throw in.bad("is a MIDI file: notes to play, not sound");
    }
    String kind =
        start.startsWith("ftyp", 4)
            ? "an MP4 or M4A"
            : OTHERS.entrySet().stream()
                .filter(other -> start.startsWith(other.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    if (kind != null) {
      throw in.bad("is " + kind + " file, and " + FORMATS + SoundInput.CONVERT);
    }
  }
}
