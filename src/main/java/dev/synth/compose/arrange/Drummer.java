package dev.synth.compose.arrange;

import dev.synth.score.ScoreNote;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Plays a drum pattern: with fills at the ends of sections, and a stroke that varies here and
 * there.
 */
final class Drummer {
  private static final int KICK_VELOCITY = 100;
  private static final int BACKBEAT_VELOCITY = 104;
  private static final int HAT_ON_VELOCITY = 86;
  private static final int HAT_OFF_VELOCITY = 64;
  private static final int SOFT_VELOCITY = 34;
  private static final int CRASH_VELOCITY = 96;
  private static final int SPREAD = 5;

  private final DrumPattern pattern;
  private final Chance chance;
  private final double energy;
  private final List<ScoreNote> notes = new ArrayList<>();
  private Random random;
  private boolean crash;

  Drummer(DrumPattern pattern, double energy, Chance chance) {
    this.pattern = pattern;
    this.energy = energy;
    this.chance = chance;
    this.random = chance.at(0);
  }

  /** All that was played. */
  List<ScoreNote> notes() {
    return notes;
  }

  /**
   * A bar.
   *
   * @param index in its section, from 0
   * @param fills whether its end leads over to another section
   */
  void bar(long startTicks, long barTicks, int index, boolean fills) {
    random = chance.at(startTicks);
    int steps = pattern.steps();
    long step = barTicks / steps;
    int fillFrom = fills ? steps - fillSteps(steps) : steps;
    if (crash) {
      hit(startTicks, step, DrumPattern.CRASH, CRASH_VELOCITY);
      hit(startTicks, step, DrumPattern.KICK, KICK_VELOCITY);
      crash = false;
    }
    pattern.lines().entrySet().stream()
        .sorted(java.util.Map.Entry.comparingByKey())
        .forEach(entry -> line(entry.getKey(), entry.getValue(), startTicks, step, fillFrom));
    if (index % 2 == 1 && !fills) {
      vary(startTicks, step, steps);
    }
    if (fills) {
      fill(startTicks, step, fillFrom, steps);
      crash = true;
    }
  }

  private void line(int drum, String line, long startTicks, long step, int fillFrom) {
    for (int i = 0; i < fillFrom; i++) {
      char stroke = line.charAt(i);
      if (stroke == '.') {
        continue;
      }
      int velocity =
          stroke == 'o'
              ? SOFT_VELOCITY
              : drum == DrumPattern.KICK
                  ? KICK_VELOCITY
                  : drum == DrumPattern.CLOSED_HAT
                      ? (i % 4 == 0 ? HAT_ON_VELOCITY : HAT_OFF_VELOCITY)
                      : BACKBEAT_VELOCITY;
      hit(startTicks + i * step, step, drum, velocity);
    }
  }

  /** One more stroke of the kick or the hat, softly, in every second bar; never the backbeat. */
  private void vary(long startTicks, long step, int steps) {
    int place = steps / 2 + random.nextInt(steps / 2);
    int drum = random.nextBoolean() ? DrumPattern.KICK : DrumPattern.OPEN_HAT;
    boolean free =
        pattern.lines().get(DrumPattern.KICK).charAt(place) == '.'
            && pattern.lines().get(DrumPattern.CLOSED_HAT).charAt(place) == '.';
    if (free) {
      hit(startTicks + place * step, step, drum, HAT_OFF_VELOCITY);
    }
  }

  private static int fillSteps(int steps) {
    return Math.max(2, steps / 4);
  }

  /** Falling toms, growing. */
  private void fill(long startTicks, long step, int from, int steps) {
    int count = steps - from;
    for (int i = 0; i < count; i++) {
      int tom = DrumPattern.TOMS.get(i * DrumPattern.TOMS.size() / count);
      hit(startTicks + (from + i) * step, step, tom, 70 + 24 * i / Math.max(1, count - 1));
    }
  }

  /** The last beat of a piece. */
  void end(long startTicks, long step) {
    random = chance.at(startTicks);
    hit(startTicks, step, DrumPattern.CRASH, CRASH_VELOCITY);
    hit(startTicks, step, DrumPattern.KICK, KICK_VELOCITY);
  }

  private void hit(long at, long ticks, int drum, int velocity) {
    double level = 0.75 + 0.25 * energy;
    int played = (int) Math.round(velocity * level + SPREAD * random.nextGaussian());
    boolean there =
        notes.stream().anyMatch(note -> note.startTicks() == at && note.midiPitch() == drum);
    if (!there) {
      notes.add(new ScoreNote(at, Math.max(1, ticks), drum, Math.max(1, Math.min(127, played))));
    }
  }
}
