package dev.synth.model.classes;

import java.util.Locale;

/** What a classifier is asked about a note; the answers are in NSynth's order. */
public enum Question {
  /** Which MIDI note. */
  PITCH(128, 1),
  /** Which instrument family. */
  FAMILY(11, 1),
  /** Whether it is acoustic, electronic or synthetic. */
  SOURCE(3, 0.3),
  /** Which of NSynth's five velocities, see {@link #velocity}. */
  VELOCITY(5, 0.5),
  /** Which of NSynth's qualities it has: each by itself, yes or no. */
  QUALITIES(10, 0.5);

  /** MIDI notes. */
  public static final int PITCHES = 128;

  private static final int[] VELOCITIES = {25, 50, 75, 100, 127};

  private final int answers;
  private final double weight;

  Question(int answers, double weight) {
    this.answers = answers;
    this.weight = weight;
  }

  /** How many answers there are. */
  public int answers() {
    return answers;
  }

  /** What its loss counts in the sum of a training step. */
  public double weight() {
    return weight;
  }

  /** Whether just one answer is right. */
  public boolean isExclusive() {
    return this != QUALITIES;
  }

  /** Its name, in small letters. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The MIDI velocity that answer {@code index}, 0 to 4, stands for. */
  public static int velocity(int index) {
    return VELOCITIES[index];
  }

  /** The answer, 0 to 4, whose velocity is nearest to a MIDI velocity; of two the louder. */
  public static int velocityStep(int velocity) {
    int nearest = 0;
    for (int i = 1; i < VELOCITIES.length; i++) {
      if (Math.abs(velocity - VELOCITIES[i]) <= Math.abs(velocity - VELOCITIES[nearest])) {
        nearest = i;
      }
    }
    return nearest;
  }
}
