package dev.synth.dataset.prepare;

import dev.synth.audio.WavFile;
import dev.synth.dataset.Family;
import dev.synth.dataset.NotePitch;
import dev.synth.dataset.SoundSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How recordings become notes.
 *
 * @param splitOnsets whether a recording is cut where notes begin; else it is one note
 * @param pitch MIDI pitch of every note; else names and sounds tell
 * @param family of every note; else names tell
 * @param source of every note; else names tell, and what they do not is acoustic
 * @param velocity MIDI velocity of every note; else names tell, and what they do not is {@value
 *     #DEFAULT_VELOCITY}
 * @param seconds length of every note
 * @param trimDb how far under a recording's loudest part silence begins
 * @param minConfidence least confidence of a detected pitch, 0 to 1
 * @param keepUnpitched whether unpitched notes are kept
 * @param peakDbfs the peak that every note is brought to; else levels stay
 * @param middleCOctave the octave in which names put MIDI pitch 60: C4 or, with some makers, C3
 * @param rateHz sample rate of every note
 */
public record ImportOptions(
    boolean splitOnsets,
    OptionalInt pitch,
    Optional<Family> family,
    Optional<SoundSource> source,
    OptionalInt velocity,
    double seconds,
    double trimDb,
    double minConfidence,
    boolean keepUnpitched,
    OptionalDouble peakDbfs,
    int middleCOctave,
    int rateHz) {
  /** How sure a pitch must be where nothing else is said. */
  public static final double DEFAULT_CONFIDENCE = NotePitch.DEFAULT_CONFIDENCE;

  /** Where silence begins where nothing else is said. */
  public static final double DEFAULT_TRIM_DB = 50;

  /** The velocity where nothing else is said: that of a firm stroke. */
  public static final int DEFAULT_VELOCITY = 100;

  private static final int MIDI_MAX = 127;
  private static final double SECONDS_MIN = 0.1;
  private static final double SECONDS_MAX = 600;

  /**
   * Checks every number.
   *
   * @throws IllegalArgumentException with a sentence, without its full stop, that names the setting
   */
  public ImportOptions {
    check("pitch", pitch.orElse(0), 0, MIDI_MAX);
    check("velocity", velocity.orElse(0), 0, MIDI_MAX);
    check("seconds", seconds, SECONDS_MIN, SECONDS_MAX);
    check("trim db", trimDb, 6, 120);
    check("min confidence", minConfidence, 0, 1);
    check("peak db", peakDbfs.orElse(0), -60, 0);
    check("middle c octave", middleCOctave, 2, 6);
    check("rate", rateHz, WavFile.MIN_RATE_HZ, WavFile.MAX_RATE_HZ);
  }

  private static void check(String setting, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          "The setting '"
              + setting
              + "' must be from "
              + plain(least)
              + " to "
              + plain(most)
              + ", not "
              + plain(value));
    }
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }

  /** These options by the names of their flags. */
  Map<String, Object> byFlag() {
    Map<String, Object> flags = new LinkedHashMap<>();
    flags.put("splitOnsets", splitOnsets);
    flags.put("pitch", pitch.isPresent() ? pitch.getAsInt() : null);
    flags.put("family", family.map(Family::label).orElse(null));
    flags.put("source", source.map(SoundSource::label).orElse(null));
    flags.put("velocity", velocity.isPresent() ? velocity.getAsInt() : null);
    flags.put("seconds", seconds);
    flags.put("trimDb", trimDb);
    flags.put("minConfidence", minConfidence);
    flags.put("keepUnpitched", keepUnpitched);
    flags.put("peakDb", peakDbfs.isPresent() ? peakDbfs.getAsDouble() : null);
    flags.put("middleCOctave", middleCOctave);
    flags.put("rate", rateHz);
    return flags;
  }
}
