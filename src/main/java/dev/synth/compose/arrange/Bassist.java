package dev.synth.compose.arrange;

import dev.synth.score.ChordSymbol;
import dev.synth.score.Key;
import dev.synth.score.PitchClasses;
import java.util.Random;

/** Chooses the pitches of a bass, in each bar near to the ones before. */
final class Bassist {
  private static final int LOWEST = 36;
  private static final int HIGHEST = 52;
  private static final int FIFTH = 7;
  private static final int START = 43;

  private final Harmony harmony;
  private final Key key;
  private final Chance chance;
  private Random random;
  private int last = START;

  Bassist(Harmony harmony, Key key, Chance chance) {
    this.harmony = harmony;
    this.key = key;
    this.chance = chance;
    begin(0);
  }

  /** A bar begins, which what was played before does not change. */
  void begin(long startTicks) {
    random = chance.at(startTicks);
    last = START;
  }

  /**
   * The pitch of a hit.
   *
   * @param what see {@link Pattern}
   * @param ends where the hit ends, from which the next chord is told
   */
  int pitch(char what, long ticks, long ends) {
    ChordSymbol chord = harmony.chordAt(ticks);
    int pitch =
        switch (what) {
          case '5' -> fifth(chord);
          case 'w' -> onTheWay(chord);
          case 'n' -> approach(harmony.chordAt(ends).bassPitchClass());
          default -> near(chord.bassPitchClass(), last);
        };
    last = pitch;
    return pitch;
  }

  /** The pitch of a class that is nearest to another, in the bass's range. */
  private static int near(int pitchClass, int to) {
    int best = -1;
    for (int pitch = LOWEST; pitch <= HIGHEST; pitch++) {
      boolean fits = PitchClasses.of(pitch) == pitchClass;
      if (fits && (best < 0 || Math.abs(pitch - to) < Math.abs(best - to))) {
        best = pitch;
      }
    }
    return best;
  }

  /** The fifth that the chord has, perfect or not; its bass where it is one of another note. */
  private int fifth(ChordSymbol chord) {
    if (chord.bassPitchClass() != chord.rootPitchClass()) {
      return near(chord.rootPitchClass(), last);
    }
    int semitones =
        chord.kind().semitones().stream()
            .filter(s -> s >= FIFTH - 1 && s <= FIFTH + 1)
            .findFirst()
            .orElse(FIFTH);
    return near(PitchClasses.of(chord.rootPitchClass() + semitones), last);
  }

  /** Another note of the chord than the last. */
  private int onTheWay(ChordSymbol chord) {
    int best = last;
    double least = Double.MAX_VALUE;
    for (int pitchClass : chord.pitchClasses()) {
      int pitch = near(pitchClass, last);
      double cost = Math.abs(pitch - last) + 2 * random.nextDouble();
      if (pitch != last && cost < least) {
        least = cost;
        best = pitch;
      }
    }
    return best;
  }

  /** A step above or below the next root: of the scale, or the semitone below. */
  private int approach(int nextClass) {
    int next = near(nextClass, last);
    int below = key.contains(next - 2) && !key.contains(next - 1) ? next - 2 : next - 1;
    int above = key.contains(next + 1) ? next + 1 : next + 2;
    boolean fromAbove = last > next || last == next && random.nextBoolean();
    int pitch = fromAbove ? above : below;
    return pitch < LOWEST ? above : pitch > HIGHEST ? below : pitch;
  }
}
