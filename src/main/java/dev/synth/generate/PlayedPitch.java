package dev.synth.generate;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The pitch that a note is played at: any real MIDI pitch, and how it moves along the note.
 *
 * @param midi MIDI pitch from 0 to 127, 69 being A4 at 440 Hz, a cent being 0.01; empty for none
 * @param bendCents [frames] cents that are added where each frame begins, straight between frames
 *     and as in the last behind it; empty for a steady pitch
 */
public record PlayedPitch(OptionalDouble midi, float[] bendCents) {
  /** No pitch. */
  public static final PlayedPitch UNKNOWN = new PlayedPitch(OptionalDouble.empty(), new float[0]);

  static final int MIDI_MAX = 127;
  static final double SEMITONE_CENTS = 100;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the pitch is outside 0 to 127, or a bend is not finite
   */
  public PlayedPitch {
    if (midi.isPresent() && !(midi.getAsDouble() >= 0 && midi.getAsDouble() <= MIDI_MAX)) {
      throw new IllegalArgumentException(
          "pitch must be MIDI 0 to 127, or 128 for unknown; got " + text(midi.getAsDouble()));
    }
    for (float cents : bendCents) {
      if (!Float.isFinite(cents)) {
        throw new IllegalArgumentException("a pitch cannot be bent by " + cents + " cents");
      }
    }
    if (midi.isEmpty() && bendCents.length > 0) {
      throw new IllegalArgumentException("without a pitch nothing can be bent");
    }
  }

  /** A steady MIDI pitch, or none where it is {@link GenerationRequest#UNKNOWN_PITCH}. */
  public static PlayedPitch of(double midi) {
    return midi == GenerationRequest.UNKNOWN_PITCH
        ? UNKNOWN
        : new PlayedPitch(OptionalDouble.of(midi), new float[0]);
  }

  /**
   * The weighted mean of pitches with equal bends, with that bend; none where one of them is none.
   *
   * @param exact whether it may be any real number; else it is the nearest whole one
   */
  public static PlayedPitch mean(List<PlayedPitch> pitches, double[] weights, boolean exact) {
    double mean = 0;
    for (int i = 0; i < weights.length; i++) {
      if (!pitches.get(i).isKnown()) {
        return UNKNOWN;
      }
      mean += weights[i] * pitches.get(i).midi.getAsDouble();
    }
    double midi = exact ? Math.rint(1e5 * mean) / 1e5 : Math.round(mean);
    return new PlayedPitch(OptionalDouble.of(midi), pitches.get(0).bendCents);
  }

  /** This pitch with {@code cents} [frames] added along the note. */
  public PlayedPitch bent(float[] cents) {
    return new PlayedPitch(midi, cents);
  }

  /** Whether there is a pitch. */
  public boolean isKnown() {
    return midi.isPresent();
  }

  /** Whether it is steady, and a whole MIDI note number or none. */
  public boolean isWhole() {
    return bendCents.length == 0 && (midi.isEmpty() || midi.getAsDouble() % 1 == 0);
  }

  /**
   * The MIDI note number, or {@link GenerationRequest#UNKNOWN_PITCH}.
   *
   * @throws IllegalStateException if it is not {@link #isWhole whole}
   */
  public int whole() {
    if (!isWhole()) {
      throw new IllegalStateException(this + " is no whole pitch");
    }
    return midi.isPresent() ? (int) midi.getAsDouble() : GenerationRequest.UNKNOWN_PITCH;
  }

  /** The lowest MIDI pitch along the note, which has one. */
  public double lowest() {
    double least = bendCents.length == 0 ? 0 : Double.POSITIVE_INFINITY;
    for (float cents : bendCents) {
      least = Math.min(least, cents);
    }
    return midi.orElseThrow() + least / SEMITONE_CENTS;
  }

  /** The highest MIDI pitch along the note, which has one. */
  public double highest() {
    double most = bendCents.length == 0 ? 0 : Double.NEGATIVE_INFINITY;
    for (float cents : bendCents) {
      most = Math.max(most, cents);
    }
    return midi.orElseThrow() + most / SEMITONE_CENTS;
  }

  /**
   * The cents added at a place.
   *
   * @param frame counted from 0, not necessarily whole
   */
  public double bendAt(double frame) {
    if (bendCents.length == 0) {
      return 0;
    }
    int last = bendCents.length - 1;
    int before = (int) Math.max(0, Math.min(last, Math.floor(frame)));
    int after = Math.min(last, before + 1);
    double share = Math.max(0, Math.min(1, frame - before));
    return bendCents[before] + share * (bendCents[after] - bendCents[before]);
  }

  /** Equal pitches, and bends of equal values. */
  @Override
  public boolean equals(Object o) {
    return o instanceof PlayedPitch p
        && p.midi.equals(midi)
        && Arrays.equals(p.bendCents, bendCents);
  }

  @Override
  public int hashCode() {
    return 31 * midi.hashCode() + Arrays.hashCode(bendCents);
  }

  /** The steady part as it is written to files: {@code 57}, {@code 57.5} or {@code unknown}. */
  @Override
  public String toString() {
    return midi.isPresent() ? text(midi.getAsDouble()) : "unknown";
  }

  private static String text(double midi) {
    return midi % 1 == 0 ? String.valueOf((long) midi) : String.valueOf(midi);
  }
}
