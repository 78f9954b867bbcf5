package dev.synth.compose.mix;

import dev.synth.compose.arrange.PlayedNote;
import java.util.List;
import java.util.Set;

/** What a drummer's notes sound like. */
public final class DrumTrack {
  private static final Set<Integer> CLOSES_HAT = Set.of(42, 44);
  private static final int OPEN_HAT = 46;
  private static final double CHOKE_SECONDS = 0.02;
  private static final double POWER = 1.7;
  private static final double VELOCITY_MAX = 127;

  private DrumTrack() {}

  /**
   * Plays notes with computed drums.
   *
   * @param notes by start
   * @param samples how long the sound is to be
   */
  public static StereoSound of(List<PlayedNote> notes, int samples, int rateHz) {
    DrumSounds sounds = new DrumSounds(rateHz);
    StereoSound track = StereoSound.silence(samples, rateHz);
    for (int n = 0; n < notes.size(); n++) {
      PlayedNote note = notes.get(n);
      float[] stroke = sounds.stroke(note.midiPitch());
      double gain = Math.pow(note.velocity() / VELOCITY_MAX, POWER);
      double angle = (DrumSounds.pan(note.midiPitch()) + 1) * Math.PI / 4;
      double left = Math.sqrt(2) * Math.cos(angle) * gain;
      double right = Math.sqrt(2) * Math.sin(angle) * gain;
      int from = (int) Math.round(note.startSeconds() * rateHz);
      int choke = note.midiPitch() == OPEN_HAT ? closed(notes, n, rateHz) - from : stroke.length;
      int fade = (int) (CHOKE_SECONDS * rateHz);
      for (int i = 0; i < stroke.length && from + i < samples && i < choke + fade; i++) {
        double open = i < choke ? 1 : 1 - (double) (i - choke) / fade;
        track.left()[from + i] += (float) (left * open * stroke[i]);
        track.right()[from + i] += (float) (right * open * stroke[i]);
      }
    }
    return track;
  }

  /** The sample at which a hat that was open is closed. */
  private static int closed(List<PlayedNote> notes, int open, int rateHz) {
    for (int n = open + 1; n < notes.size(); n++) {
      if (CLOSES_HAT.contains(notes.get(n).midiPitch())) {
        return (int) Math.round(notes.get(n).startSeconds() * rateHz);
      }
    }
    return Integer.MAX_VALUE / 2;
  }
}
