package dev.synth.dataset.prepare;

import dev.synth.dataset.Family;
import dev.synth.dataset.Labels;
import dev.synth.dataset.SoundSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A note that was made of a recording, and every decision about it.
 *
 * @param name the note's name, and its file's without the ending
 * @param recording the file it is from
 * @param recordingRateHz that file's own rate
 * @param fromSeconds where the note begins in the recording
 * @param toSeconds where what was taken of it ends
 * @param pitch MIDI number, or null
 * @param pitchFrom {@code setting}, {@code name}, {@code sound} or {@code nothing}
 * @param heardMidi the detected pitch, fractional MIDI, or null for none
 * @param confidence how sure that is, 0 to 1
 * @param family NSynth's, or null
 * @param familyFrom {@code setting}, {@code name}, {@code sound} or {@code nothing}
 * @param familyCertainty of a family that was heard in the sound, 0 to 1; else null
 * @param source NSynth's
 * @param instrument name of the instrument
 * @param instrumentNumber its number
 * @param velocity as labelled, not measured
 * @param paddedSeconds silence put behind the sound to fill the note
 * @param fadedSeconds length of the fade at the sound's end
 * @param gainDb change of level
 * @param remarks sentences, without a full stop, of what a person should look at
 */
public record ImportedNote(
    String name,
    String recording,
    int recordingRateHz,
    double fromSeconds,
    double toSeconds,
    Integer pitch,
    String pitchFrom,
    Double heardMidi,
    double confidence,
    String family,
    String familyFrom,
    Double familyCertainty,
    String source,
    String instrument,
    int instrumentNumber,
    int velocity,
    double paddedSeconds,
    double fadedSeconds,
    double gainDb,
    List<String> remarks) {
  /** A part of a recording that became no note, or all of it, and why. */
  public record LeftOut(String recording, Double fromSeconds, Double toSeconds, String reason) {
    /** All of a recording, because of {@code failure}, whose sentence begins with its name. */
    public static LeftOut of(String recording, Exception failure) {
      String sentence = String.valueOf(failure.getMessage());
      String reason =
          sentence.startsWith(recording + ": ")
              ? sentence.substring(recording.length() + 2)
              : sentence;
      return new LeftOut(recording, null, null, reason.replaceFirst("\\.$", ""));
    }
  }

  /** What one recording became. */
  public record Outcome(String recording, List<ImportedNote> notes, List<LeftOut> leftOut) {}

  Labels labels() {
    return new Labels(
        Optional.ofNullable(family).flatMap(Family::of),
        SoundSource.of(source),
        OptionalInt.of(instrumentNumber),
        Optional.of(instrument),
        pitch == null ? OptionalInt.empty() : OptionalInt.of(pitch),
        OptionalInt.of(velocity),
        List.of());
  }
}
