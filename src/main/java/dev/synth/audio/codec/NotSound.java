package dev.synth.audio.codec;

import dev.synth.io.BadDataException;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Says what a file is that is no sound of a form that is read: a sound of another form, what is
 * left in the place of a file that was not fetched, or something else altogether.
 */
public final class NotSound {
  private static final int START_BYTES = 512;
  private static final int TAR_MAGIC_AT = 257;

  /** Sounds, by the first letters of their files. */
  private static final Map<String, String> SOUNDS =
      Map.ofEntries(
          Map.entry("caff", "a CAF"),
          Map.entry("0&\u00b2u", "a Windows Media"),
          Map.entry("\u001aE\u00df\u00a3", "a Matroska or WebM"),
          Map.entry("wvpk", "a WavPack"),
          Map.entry("MAC ", "a Monkey's Audio"),
          Map.entry("#!AMR", "an AMR"),
          Map.entry("ADIF", "an AAC"),
          Map.entry("DSD ", "a DSF"),
          Map.entry("FRM8", "a DSDIFF"),
          Map.entry("TTA1", "a True Audio"),
          Map.entry("MPCK", "a Musepack"),
          Map.entry("MP+", "a Musepack"),
          Map.entry("ajkg", "a Shorten"),
          Map.entry("tBaK", "a TAK"),
          Map.entry(".ra\u00fd", "a RealAudio"),
          Map.entry(".RMF", "a RealMedia"),
          Map.entry("Creative Voice File", "a Creative Voice"),
          Map.entry("NIST_1A", "a NIST Sphere"),
          Map.entry("\u000bw", "an AC-3"),
          Map.entry("\u007f\u00fe\u0080\u0001", "a DTS"),
          Map.entry("FLV", "a Flash Video"));

  /** What is no sound, and the step that helps. */
  private static final Map<String, String> OTHERS =
      Map.ofEntries(
          Map.entry("MThd", "is a MIDI file: notes to play, not sound"),
          Map.entry(
              "version https://git-lfs.github.com/",
              "is a Git LFS pointer, in the place of the file itself; fetch it with git lfs pull"),
          Map.entry(
              "version https://hawser.github.com/",
              "is a Git LFS pointer, in the place of the file itself; fetch it with git lfs pull"),
          Map.entry(
              "PK\u0003\u0004",
              "is a ZIP archive; unpack it (of an .npz, save one array with numpy.save)"),
          Map.entry("\u001f\u008b", "is compressed with gzip; unpack it"),
          Map.entry("BZh", "is compressed with bzip2; unpack it"),
          Map.entry("\u00fd7zXZ", "is compressed with xz; unpack it"),
          Map.entry("(\u00b5/\u00fd", "is compressed with zstd; unpack it"),
          Map.entry("7z\u00bc\u00af", "is a 7z archive; unpack it"),
          Map.entry("Rar!", "is a RAR archive; unpack it"),
          Map.entry("%PDF", "is a PDF document, not sound"),
          Map.entry("\u0089PNG", "is a PNG picture, not sound"),
          Map.entry("\u00ff\u00d8\u00ff", "is a JPEG picture, not sound"),
          Map.entry("GIF8", "is a GIF picture, not sound"),
          Map.entry("\u0093NUMPY", "is a NumPy array, not sound"),
          Map.entry(
              "\u0000\u0005\u0016\u0007",
              "is what a Mac keeps about a file, not the file; take the one without ._"));

  private NotSound() {}

  /**
   * What is known about {@code in}.
   *
   * @param start where it begins, behind tags
   * @return why it is not read, or nothing if it may be a sound that is read
   */
  public static Optional<BadDataException> reason(SoundInput in, long start) throws IOException {
    String text = in.ascii(start, START_BYTES);
    if (text.startsWith("ftyp", 4)) {
      return sound(in, "an MP4 or M4A");
    }
    for (Map.Entry<String, String> each : SOUNDS.entrySet()) {
      if (text.startsWith(each.getKey())) {
        return sound(in, each.getValue());
      }
    }
    for (Map.Entry<String, String> each : OTHERS.entrySet()) {
      if (text.startsWith(each.getKey())) {
        return Optional.of(in.bad(each.getValue()));
      }
    }
    if (text.startsWith("ustar", TAR_MAGIC_AT)) {
      return Optional.of(in.bad("is a tar archive; unpack it"));
    }
    if (isAnnexPointer(text)) {
      return Optional.of(
          in.bad(
              "is a git-annex pointer, in the place of the file itself; fetch it with git annex get "
                  + in.file()));
    }
    return text(in, text);
  }

  private static Optional<BadDataException> sound(SoundInput in, String kind) {
    return Optional.of(
        in.bad(
            "is " + kind + " file, and only " + SoundInput.FORMATS + " are read; " + in.convert()));
  }

  /** The content of an unlocked file, and the target of a link where links cannot be. */
  private static boolean isAnnexPointer(String text) {
    return text.startsWith("/annex/objects/")
        || text.matches("(?s)(\\.\\./)*\\.git/annex/objects/.*");
  }

  /** What servers send in place of a file. */
  private static Optional<BadDataException> text(SoundInput in, String start) {
    String text =
        start.replaceFirst("^\u00ef\u00bb\u00bf", "").stripLeading().toLowerCase(Locale.ROOT);
    String what =
        text.startsWith("<!doctype html") || text.startsWith("<html") || text.startsWith("<head")
            ? "a web page"
            : text.startsWith("<?xml") || text.matches("(?s)<[a-z!][^<>\\x00]*>.*")
                ? text.contains("<html") ? "a web page" : "an XML text"
                : text.matches("(?s)[\\[{]\\s*[\"\\[{\\]}].*") ? "a JSON text" : null;
    return what == null
        ? Optional.empty()
        : Optional.of(
            in.bad(
                "is "
                    + what
                    + ", not sound: perhaps what a server answered in its place; look into it and download the sound again"));
  }
}
