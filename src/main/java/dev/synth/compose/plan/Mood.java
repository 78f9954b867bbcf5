package dev.synth.compose.plan;

import dev.synth.score.Mode;
import java.util.List;
import java.util.Locale;

/**
 * Moods as parameters: tempo, mode, register and density, whose directions are those of the
 * literature (Gabrielsson and Lindstroem 2010, Eerola et al. 2013).
 */
public enum Mood {
  HAPPY(108, 138, List.of(Mode.MAJOR), 3, 1.15, 0.9, 0.62),
  CALM(66, 84, List.of(Mode.MAJOR), 0, 0.95, 0.45, 1),
  TENDER(62, 80, List.of(Mode.MAJOR), 1, 0.9, 0.4, 1),
  SAD(54, 70, List.of(Mode.MINOR), -3, 0.85, 0.4, 1),
  TENSE(92, 126, List.of(Mode.MINOR), -2, 1.1, 0.6, 0.6),
  ANGRY(132, 160, List.of(Mode.MINOR), -4, 1.35, 1, 0.6),
  SOLEMN(66, 88, List.of(Mode.MINOR, Mode.MAJOR), -2, 0.9, 0.75, 0.95),
  MYSTERIOUS(64, 84, List.of(Mode.DORIAN, Mode.MINOR), -1, 0.85, 0.45, 1),
  PLAYFUL(116, 144, List.of(Mode.MAJOR), 5, 1.2, 0.6, 0.5);

  private final double slowest;
  private final double fastest;
  private final List<Mode> modes;
  private final int registerSemitones;
  private final double density;
  private final double level;
  private final double articulation;

  Mood(
      double slowest,
      double fastest,
      List<Mode> modes,
      int registerSemitones,
      double density,
      double level,
      double articulation) {
    this.slowest = slowest;
    this.fastest = fastest;
    this.modes = modes;
    this.registerSemitones = registerSemitones;
    this.density = density;
    this.level = level;
    this.articulation = articulation;
  }

  /** Fewest felt beats a minute. */
  public double slowest() {
    return slowest;
  }

  /** Most felt beats a minute. */
  public double fastest() {
    return fastest;
  }

  /** Its modes, the first the most usual. */
  public List<Mode> modes() {
    return modes;
  }

  /** How much higher its melodies lie than in the middle. */
  public int registerSemitones() {
    return registerSemitones;
  }

  /** Notes a bar, over those of the style. */
  public double density() {
    return density;
  }

  /** How loud it is played, 0 to 1. */
  public double level() {
    return level;
  }

  /** The sounding part of a note's length. */
  public double articulation() {
    return articulation;
  }

  /** Its name in small letters. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
