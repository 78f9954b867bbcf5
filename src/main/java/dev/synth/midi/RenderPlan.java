package dev.synth.midi;

import dev.synth.audio.WavFile;
import dev.synth.dataset.NsynthFormat;
import java.util.List;

/**
 * Which notes to render, and how.
 *
 * @param bank the soundfont's bank: 0 to 127, or {@link SoundfontPreset#DRUM_BANK} for drum kits
 * @param programs its programs, 0 to 127
 * @param pitches MIDI note numbers, 0 to 127
 * @param velocities MIDI velocities, 1 to 127 (0 would mean "key up")
 * @param seconds length of each note
 * @param holdSeconds how long the key is held, at most {@code seconds}
 * @param gainDb gain over the synthesizer's own level, the same for all notes, in decibels
 * @param rateHz sample rate of the notes, at most the synthesizer's own, {@link #RATE_MAX_HZ}
 * @param instrumentOffset added to the instruments' numbers, so that those of several soundfonts
 *     differ
 */
public record RenderPlan(
    int bank,
    List<Integer> programs,
    List<Integer> pitches,
    List<Integer> velocities,
    double seconds,
    double holdSeconds,
    double gainDb,
    int rateHz,
    int instrumentOffset) {
  /** NSynth's length of a note. */
  public static final double NSYNTH_SECONDS = 4;

  /** NSynth's length of a held key. */
  public static final double NSYNTH_HOLD_SECONDS = 3;

  /**
   * Brings sustained notes of FluidR3 at velocity 100 to about -14 to -20 dB RMS while the key is
   * held; its loudest at velocity 127 (alto saxophone) then just reach full scale.
   */
  public static final double DEFAULT_GAIN_DB = 6;

  /** The longest note, a guard against a slip of the keyboard rather than a limit of anything. */
  public static final double SECONDS_MAX = 60;

  /** The rate at which the synthesizer plays; there is nothing to hear above half of it. */
  public static final int RATE_MAX_HZ = GervillStream.RATE_HZ;

  private static final int MIDI_MAX = 127;
  private static final int OFFSET_MAX = 1_000_000;

  /**
   * Copies the lists and checks every number.
   *
   * @throws IllegalArgumentException with a sentence that names the number
   */
  public RenderPlan {
    if (bank < 0 || bank > SoundfontPreset.DRUM_BANK) {
      throw new IllegalArgumentException(
          "bank " + bank + " is outside 0 to " + SoundfontPreset.DRUM_BANK);
    }
    programs = checked("program", programs, 0);
    pitches = checked("pitch", pitches, 0);
    velocities = checked("velocity", velocities, 1);
    if (!(seconds > 0 && seconds <= SECONDS_MAX)) {
      throw new IllegalArgumentException(
          "a note must last more than 0 and at most " + SECONDS_MAX + " seconds, not " + seconds);
    }
    if (!(holdSeconds > 0 && holdSeconds <= seconds)) {
      throw new IllegalArgumentException(
          "the key must be held for more than 0 and at most the note's "
              + seconds
              + " seconds, not "
              + holdSeconds);
    }
    if (!Double.isFinite(gainDb)) {
      throw new IllegalArgumentException("the gain must be a number of decibels, not " + gainDb);
    }
    if (rateHz < WavFile.MIN_RATE_HZ || rateHz > RATE_MAX_HZ) {
      throw new IllegalArgumentException(
          "the rate must be from "
              + WavFile.MIN_RATE_HZ
              + " Hz to the "
              + RATE_MAX_HZ
              + " Hz that the synthesizer plays, not "
              + rateHz);
    }
    if (instrumentOffset < 0 || instrumentOffset > OFFSET_MAX) {
      throw new IllegalArgumentException(
          "the instrument offset must be from 0 to " + OFFSET_MAX + ", not " + instrumentOffset);
    }
  }

  /** A plan for bank 0, General MIDI's melodic instruments, at NSynth's rate. */
  public RenderPlan(
      List<Integer> programs,
      List<Integer> pitches,
      List<Integer> velocities,
      double seconds,
      double holdSeconds,
      double gainDb) {
    this(
        0,
        programs,
        pitches,
        velocities,
        seconds,
        holdSeconds,
        gainDb,
        NsynthFormat.SAMPLE_RATE_HZ,
        0);
  }

  private static List<Integer> checked(String what, List<Integer> values, int min) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("at least one " + what + " is needed");
    }
    for (int value : values) {
      if (value < min || value > MIDI_MAX) {
        throw new IllegalArgumentException(
            what + " " + value + " is outside " + min + " to " + MIDI_MAX);
      }
    }
    return values.stream().distinct().sorted().toList();
  }

  /** How many notes this makes, silent ones included. */
  public int noteCount() {
    return programs.size() * pitches.size() * velocities.size();
  }
}
