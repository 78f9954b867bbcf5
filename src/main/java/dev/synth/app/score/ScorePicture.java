package dev.synth.app.score;

import dev.synth.plot.PianoRoll;
import dev.synth.plot.Pictures;
import dev.synth.score.Bar;
import dev.synth.score.Part;
import dev.synth.score.Score;
import dev.synth.score.ScoreNote;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** Piano rolls of scores. It loads Java's graphics. */
public final class ScorePicture {
  private static final int VELOCITY_MAX = 127;

  private ScorePicture() {}

  /** The piano roll of a score, drums left out unless there is nothing else. */
  public static BufferedImage of(Score score, String title) {
    List<Bar> bars = score.bars();
    boolean pitched = score.parts().stream().anyMatch(part -> !part.drums());
    List<PianoRoll.Note> notes = new ArrayList<>();
    List<Part> parts = score.parts();
    // The first part, often the melody, is drawn last, over the others.
    for (int i = parts.size() - 1; i >= 0; i--) {
      if (parts.get(i).drums() && pitched) {
        continue;
      }
      for (ScoreNote note : parts.get(i).notes()) {
        notes.add(
            new PianoRoll.Note(
                place(note.startTicks(), bars),
                place(note.endTicks(), bars),
                note.midiPitch(),
                (double) note.velocity() / VELOCITY_MAX,
                i));
      }
    }
    return PianoRoll.draw(title, notes, bars.size(), bars.get(0).number());
  }

  /** Ticks as bars from the beginning, the pickup a bar of its own. */
  private static double place(long ticks, List<Bar> bars) {
    int low = 0;
    int high = bars.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) / 2;
      if (bars.get(middle).startTicks() <= ticks) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    Bar bar = bars.get(low);
    return low + Math.min(1, (double) (ticks - bar.startTicks()) / bar.ticks());
  }

  /** Several, one above the other. */
  public static BufferedImage above(List<BufferedImage> pictures) {
    return Pictures.above(pictures);
  }
}
