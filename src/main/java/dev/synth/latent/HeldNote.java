package dev.synth.latent;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A note that is held: some of its sustained frames are gone over again and again, backwards and
 * forwards, before the rest of it follows. Everything is told from how the embedding changes.
 *
 * <ol>
 *   <li>A note that ends in a release moves to where its last frames are. Its body lies before: as
 *       long as it is at least {@value #BODY_DISTANCE} of the greatest distance away. A note that
 *       was cut while it sounded is near its end soon after its attack, and its body lies there.
 *   <li>Sustained is the longest part of the body in which the means of {@value #HALF_FRAMES}
 *       frames and the next {@value #HALF_FRAMES} hardly differ. A note that dies away drifts all
 *       along it; of that, the last third is taken, and a short piece, so that its decay is not
 *       repeated.
 *   <li>In it, two frames are chosen that are alike and at which little moves. Going from one to
 *       the other, what drifts on the way is taken out: all that is added is about as the later of
 *       them, and the note goes on from there.
 * </ol>
 */
public final class HeldNote {
  private static final double BODY_DISTANCE = 0.5;
  private static final int HALF_FRAMES = 6;

  /** Means that differ by less, in parts of the greatest distance, are a steady course. */
  private static final double STEADY_DISTANCE = 0.12;

  /** A steady part that drifts by more from its first quarter to its last dies away. */
  private static final double SUSTAINED_DRIFT = 0.15;

  /** An end that moves by more, in parts of the greatest distance, is no silence. */
  private static final double MOVING_DISTANCE = 0.03;

  private static final int STEADY_FRAMES_MIN = 8;

  /** A steady part so long, 0.6 s, is no slow attack. */
  private static final int SUSTAINED_FRAMES = 20;

  private static final int ATTACK_FRAMES_MAX = 16;
  private static final int LOOP_FRAMES_MIN = 12;
  private static final int LOOP_FRAMES_MAX = 64;
  private static final int DECAY_LOOP_FRAMES_MAX = 24;
  private static final int SEARCHED_FRAMES = 256;

  private final Embedding embedding;
  private final int frames;

  private HeldNote(Embedding embedding) {
    this.embedding = embedding;
    this.frames = embedding.frames();
  }

  /** The frames from the first to the last, both included, that are gone over. */
  public record Loop(int first, int last) {}

  /** A part of a note, from its first frame to before {@code to}. */
  private record Part(int from, int to) {
    int frames() {
      return to - from;
    }
  }

  /**
   * The note made longer.
   *
   * @param wanted frames; the note itself where it has as many
   */
  static Embedding hold(Embedding embedding, int wanted) {
    int more = wanted - embedding.frames();
    if (more <= 0) {
      return embedding;
    }
    Loop loop = loop(embedding);
    int channels = embedding.channels();
    int after = (loop.last() + 1) * channels;
    float[] source = embedding.values();
    float[] held = new float[EmbeddingOps.values(wanted, channels)];
    System.arraycopy(source, 0, held, 0, after);
    System.arraycopy(
        source, after, held, held.length - (source.length - after), source.length - after);
    int width = loop.last() - loop.first();
    int at = loop.last() + 1;
    for (int left = more; left > 0; ) {
      int once = Math.min(width, left / 2);
      if (once == 0) {
        System.arraycopy(source, after - channels, held, at * channels, channels);
        at++;
        left--;
        continue;
      }
      for (int step = 1; step <= 2 * once; step++) {
        int back = step <= once ? step : 2 * once - step;
        level(source, loop.last(), back, once, channels, held, at * channels);
        at++;
      }
      left -= 2 * once;
    }
    return new Embedding(wanted, channels, held);
  }

  /** The frame {@code back} before {@code last}, without the drift of the {@code width} before. */
  private static void level(
      float[] source, int last, int back, int width, int channels, float[] into, int offset) {
    double share = (double) back / width;
    for (int c = 0; c < channels; c++) {
      double drift = (double) source[last * channels + c] - source[(last - width) * channels + c];
      into[offset + c] = (float) (source[(last - back) * channels + c] + share * drift);
    }
  }

  /** What is gone over when the note is held. */
  public static Loop loop(Embedding embedding) {
    return new HeldNote(embedding).loop();
  }

  private Loop loop() {
    double[] away = new double[frames];
    double[] end = mean(Math.max(0, frames - 3), frames);
    double farthest = 0;
    for (int f = 0; f < frames; f++) {
      away[f] = distance(mean(Math.max(0, f - 1), Math.min(frames, f + 2)), end);
      farthest = Math.max(farthest, away[f]);
    }
    int tail = frames;
    while (tail > 0 && away[tail - 1] < BODY_DISTANCE * farthest) {
      tail--;
    }
    Part body = new Part(0, tail);
    Part found = longestSteady(body, farthest);
    if (found.frames() >= SUSTAINED_FRAMES && isSustained(found, farthest)) {
      return pair(found, LOOP_FRAMES_MAX);
    }
    if (movesAtItsEnd(farthest)) {
      return late(new Part(0, frames));
    }
    Part behind = new Part(tail, frames);
    boolean isAttack =
        found.frames() < STEADY_FRAMES_MIN
            && (tail < ATTACK_FRAMES_MAX ? rms(body) < 1.5 * rms(behind) : rms(body) < rms(behind));
    if (behind.frames() > 0 && (isAttack || tail < STEADY_FRAMES_MIN)) {
      body = behind;
      found = longestSteady(body, farthest);
    }
    if (found.frames() < STEADY_FRAMES_MIN) {
      return late(body);
    }
    return isSustained(found, farthest) ? pair(found, LOOP_FRAMES_MAX) : late(found);
  }

  /** Of the last third of a part that dies away, or never settles. */
  private Loop late(Part part) {
    // Without the attack, however short the part is.
    int most = Math.max(1, 2 * part.frames() / 3);
    int third = Math.min(most, Math.max(LOOP_FRAMES_MIN + 1, part.frames() / 3));
    return pair(new Part(part.to() - third, part.to()), DECAY_LOOP_FRAMES_MAX);
  }

  private boolean isSustained(Part part, double farthest) {
    return drift(part) <= SUSTAINED_DRIFT * farthest;
  }

  /** Whether it is cut while it dies away: its end still moves as its middle does. */
  private boolean movesAtItsEnd(double farthest) {
    if (frames < 4 * HALF_FRAMES) {
      return false;
    }
    double[] changes =
        IntStream.rangeClosed(2 * HALF_FRAMES, frames - 2 * HALF_FRAMES)
            .mapToDouble(this::change)
            .sorted()
            .toArray();
    double end = change(frames - HALF_FRAMES);
    return end >= MOVING_DISTANCE * farthest && end >= changes[changes.length / 2] / 2;
  }

  /** How far it is from the first quarter of a part to its last. */
  private double drift(Part part) {
    int quarter = Math.max(1, part.frames() / 4);
    return distance(mean(part.from(), part.from() + quarter), mean(part.to() - quarter, part.to()));
  }

  /** The longest run of frames in {@code part} around which little changes; maybe none. */
  private Part longestSteady(Part part, double farthest) {
    Part longest = new Part(part.from(), part.from());
    int from = -1;
    for (int f = part.from() + HALF_FRAMES; f <= part.to() - HALF_FRAMES + 1; f++) {
      boolean isSteady = f <= part.to() - HALF_FRAMES && change(f) <= STEADY_DISTANCE * farthest;
      if (isSteady && from < 0) {
        from = f;
      } else if (!isSteady && from >= 0) {
        longest = f - from > longest.frames() ? new Part(from, f) : longest;
        from = -1;
      }
    }
    return longest;
  }

  private double change(int frame) {
    return distance(mean(frame - HALF_FRAMES, frame), mean(frame, frame + HALF_FRAMES));
  }

  /** Two frames of {@code part} that are alike, calm and rather far from each other. */
  private Loop pair(Part part, int mostFrames) {
    int most = Math.min(mostFrames, part.frames() - 1);
    int least = Math.min(LOOP_FRAMES_MIN, most);
    int firstEnd = Math.max(part.from() + least, part.to() - SEARCHED_FRAMES);
    double typical = 0;
    for (int f = firstEnd; f < part.to(); f++) {
      typical += motion(f) / (part.to() - firstEnd);
    }
    Loop best = new Loop(part.to() - 1 - least, part.to() - 1);
    double bestCost = Double.POSITIVE_INFINITY;
    for (int last = firstEnd; last < part.to(); last++) {
      double[] end = mean(last, last + 1);
      for (int first = Math.max(part.from(), last - most); first <= last - least; first++) {
        double unlike = distance(mean(first, first + 1), end) + motion(first) + motion(last);
        double cost = unlike - 4 * typical * (last - first) / Math.max(1, most);
        if (cost < bestCost) {
          bestCost = cost;
          best = new Loop(first, last);
        }
      }
    }
    return best;
  }

  /** How far the embedding goes in a frame there. */
  private double motion(int frame) {
    int before = Math.max(0, frame - 1);
    int after = Math.min(frames - 1, frame + 1);
    return distance(mean(before, before + 1), mean(after, after + 1)) / 2;
  }

  private double[] mean(int from, int to) {
    double[] mean = new double[embedding.channels()];
    for (int f = from; f < to; f++) {
      for (int c = 0; c < mean.length; c++) {
        mean[c] += embedding.value(f, c) / (double) (to - from);
      }
    }
    return mean;
  }

  private double rms(Part part) {
    int channels = embedding.channels();
    float[] values =
        Arrays.copyOfRange(embedding.values(), part.from() * channels, part.to() * channels);
    double sum = 0;
    for (float value : values) {
      sum += (double) value * value;
    }
    return values.length == 0 ? 0 : Math.sqrt(sum / values.length);
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int c = 0; c < a.length; c++) {
      sum += (a[c] - b[c]) * (a[c] - b[c]);
    }
    return Math.sqrt(sum);
  }
}
