package dev.synth.score;

import java.util.Comparator;

/**
 * One note.
 *
 * @param startTicks when it begins, counted from the beginning of the score
 * @param durationTicks how long it is held, at least 1
 * @param midiPitch MIDI note number, 0 to 127
 * @param velocity MIDI velocity, 1 to 127
 */
public record ScoreNote(long startTicks, long durationTicks, int midiPitch, int velocity)
    implements Comparable<ScoreNote> {
  /** The velocity of a note whose score does not say how loud it is. */
  public static final int DEFAULT_VELOCITY = 80;

  private static final int MIDI_MAX = 127;
  private static final Comparator<ScoreNote> ORDER =
      Comparator.comparingLong(ScoreNote::startTicks)
          .thenComparingInt(ScoreNote::midiPitch)
          .thenComparingLong(ScoreNote::durationTicks)
          .thenComparingInt(ScoreNote::velocity);

  /**
   * Checks every field.
   *
   * @throws IllegalArgumentException naming the field
   */
  public ScoreNote {
    if (startTicks < 0) {
      throw new IllegalArgumentException("a note cannot begin at tick " + startTicks);
    }
    if (durationTicks < 1) {
      throw new IllegalArgumentException("a note cannot last " + durationTicks + " ticks");
    }
    if (midiPitch < 0 || midiPitch > MIDI_MAX) {
      throw new IllegalArgumentException("a MIDI pitch is 0 to 127, not " + midiPitch);
    }
    if (velocity < 1 || velocity > MIDI_MAX) {
      throw new IllegalArgumentException("a velocity is 1 to 127, not " + velocity);
    }
  }

  /** A note of {@link #DEFAULT_VELOCITY}. */
  public ScoreNote(long startTicks, long durationTicks, int midiPitch) {
    this(startTicks, durationTicks, midiPitch, DEFAULT_VELOCITY);
  }

  /** The first tick after it. */
  public long endTicks() {
    return startTicks + durationTicks;
  }

  /** Its pitch without the octave: 0 is C, 11 is B. */
  public int pitchClass() {
    return midiPitch % PitchClasses.OCTAVE;
  }

  /** The same note, so many semitones higher. */
  public ScoreNote transposed(int semitones) {
    return new ScoreNote(startTicks, durationTicks, midiPitch + semitones, velocity);
  }

  /** The same note, so many ticks later. */
  public ScoreNote shifted(long ticks) {
    return new ScoreNote(startTicks + ticks, durationTicks, midiPitch, velocity);
  }

  /** The same note, of another length. */
  public ScoreNote withDuration(long ticks) {
    return new ScoreNote(startTicks, ticks, midiPitch, velocity);
  }

  /** The same note, at another velocity. */
  public ScoreNote withVelocity(int other) {
    return new ScoreNote(startTicks, durationTicks, midiPitch, other);
  }

  /** By start, then pitch, length and velocity. */
  @Override
  public int compareTo(ScoreNote other) {
    return ORDER.compare(this, other);
  }
}
