package dev.synth.audio;

import dev.synth.audio.codec.NotSound;
import dev.synth.audio.codec.SoundInput;
import dev.synth.audio.codec.Tags;
import dev.synth.audio.codec.flac.FlacReader;
import dev.synth.audio.codec.mp3.Mp3Header;
import dev.synth.audio.codec.mp3.Mp3Reader;
import dev.synth.audio.codec.ogg.OggReader;
import dev.synth.audio.codec.pcm.PcmFile;
import dev.synth.io.BadDataException;
import dev.synth.io.text.Counted;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Sounds from files of any form that is read, {@value SoundInput#FORMATS}. The first bytes tell
 * which one it is; the name does not matter. Where several files were joined into one, all of them
 * are read. What is not read, though it is no damage, is told in the clip's remarks.
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
      long start = start(in);
      return PcmFile.isAt(in, start) ? PcmFile.find(in, start).read() : decode(in, start);
    }
  }

  /**
   * Opens a sound to be read piece by piece, as {@link #read} would read it whole. Plain samples
   * are read from the file; the other forms are decoded into memory now.
   */
  public static OpenSound open(Path file) throws IOException {
    SoundInput in = SoundInput.open(file);
    try {
      long start = start(in);
      if (PcmFile.isAt(in, start)) {
        return PcmFile.find(in, start).open();
      }
      AudioClip clip = decode(in, start);
      in.close();
      return OpenSound.of(clip);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /** Where the sound begins: an MP3 may have tags before it, and so may any other form. */
  private static long start(SoundInput in) throws IOException {
    long start = Tags.before(in);
    long behindZeros = in.skipZeros(start);
    if (behindZeros == in.bytes()) {
      throw in.bad(
          "holds nothing but zeros"
              + (start > 0 ? " behind its tag" : "")
              + "; it was not written to its end, copy it again");
    }
    return isSound(in, behindZeros) ? behindZeros : start;
  }

  private static boolean isSound(SoundInput in, long start) throws IOException {
    return PcmFile.isAt(in, start)
        || FlacReader.isAt(in, start)
        || OggReader.isAt(in, start)
        || Mp3Header.beginsFrames(in, start);
  }

  private static AudioClip decode(SoundInput in, long start) throws IOException {
    AudioClip clip;
    if (FlacReader.isAt(in, start)) {
      clip = FlacReader.read(in, start);
    } else if (OggReader.isAt(in, start)) {
      clip = OggReader.read(in, start);
    } else {
      clip = Mp3Reader.read(in, frames(in, start));
    }
    return new AudioClip(clip.samples(), clip.sampleRateHz(), in.remarks());
  }

  /**
   * Where an MP3's frames begin, which may be cut out of a stream.
   *
   * @throws BadDataException if there are none, with what is known about the file
   */
  private static long frames(SoundInput in, long start) throws IOException {
    if (Mp3Header.beginsFrames(in, start)) {
      return start;
    }
    Optional<BadDataException> known = NotSound.reason(in, start);
    if (known.isPresent()) {
      throw known.get();
    }
    Optional<String> otherFrames = Mp3Header.otherFrames(in, start);
    if (otherFrames.isPresent()) {
      throw in.bad(otherFrames.get());
    }
    OptionalLong frames = Mp3Header.find(in, start);
    if (frames.isPresent()) {
      in.remark(
          "%s before the sound, at byte %d, %s not read",
          Counted.of(frames.getAsLong() - start, "byte"),
          start,
          frames.getAsLong() - start == 1 ? "is" : "are");
      return frames.getAsLong();
    }
    throw in.bad(
        start == 0
            ? "is no sound file of a form that is read ("
                + SoundInput.FORMATS
                + "); if it is sound, "
                + in.convert()
            : String.format(
                Locale.ROOT,
                "has a tag, but no sound of a form that is read behind it at byte %d; %s",
                start,
                in.convert()));
  }

  /**
   * Whether {@code file} begins as a sound of a form that is read.
   *
   * @throws BadDataException if it is a sound of another form
   * @throws dev.synth.io.NoInputException as {@link #read}
   */
  public static boolean isSound(Path file) throws IOException {
    try (SoundInput in = SoundInput.open(file)) {
      long start = start(in);
      Optional<BadDataException> other = NotSound.reason(in, start);
      if (other.isPresent()) {
        throw other.get();
      }
      return isSound(in, start);
    }
  }
}
