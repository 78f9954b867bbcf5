package dev.synth.dsp.pitch;

import dev.synth.audio.AudioClip;
import dev.synth.dsp.Levels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Whether a sound is one note, or several one after the other. */
public final class PitchChanges {
  private static final double PIECE_SECONDS = 0.5;
  private static final int PIECES_MAX = 24;
  private static final double CONFIDENCE = 0.8;

  /** Pieces this far below the loudest are tails. */
  private static final double TAIL_DB = 30;

  private PitchChanges() {}

  /**
   * The notes of a sound in the order in which they begin: each the pitch of at least one piece of
   * half a second, that is not the same, an octave away or a neighbour of one before it.
   *
   * @return MIDI; empty or one pitch where it may be a single note
   */
  public static List<Integer> notes(AudioClip sound) {
    int piece = (int) (PIECE_SECONDS * sound.sampleRateHz());
    int pieces = Math.min(PIECES_MAX, sound.samples().length / piece);
    double[] levels = new double[pieces];
    float[][] cuts = new float[pieces][];
    for (int i = 0; i < pieces; i++) {
      long room = sound.samples().length - piece;
      int from = (int) (pieces == 1 ? 0 : room * i / (pieces - 1));
      cuts[i] = Arrays.copyOfRange(sound.samples(), from, from + piece);
      levels[i] = Levels.dbfs(Levels.rms(cuts[i]));
    }
    double loudest = Arrays.stream(levels).max().orElse(Double.NEGATIVE_INFINITY);
    List<Integer> notes = new ArrayList<>();
    for (int i = 0; i < pieces; i++) {
      if (levels[i] < loudest - TAIL_DB) {
        continue;
      }
      Optional<Pitch> pitch = PitchEstimator.estimate(new AudioClip(cuts[i], sound.sampleRateHz()));
      if (pitch.isPresent() && pitch.get().confidence() >= CONFIDENCE) {
        int midi = (int) Math.round(pitch.get().midi());
        if (notes.stream().noneMatch(other -> isAlike(other, midi))) {
          notes.add(midi);
        }
      }
    }
    return notes;
  }

  /** Whether both may be heard in one note: octaves are mistaken, vibrato and glides are small. */
  private static boolean isAlike(int a, int b) {
    int classes = Math.floorMod(a - b, 12);
    return classes <= 1 || classes == 11;
  }
}
