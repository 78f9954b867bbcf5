package dev.synth.latent;

import dev.synth.io.WorkFailedException;
import java.util.Arrays;
import java.util.List;

/** Arithmetic along the time of embeddings, and sums of them. Nothing here changes its input. */
public final class EmbeddingOps {
  /**
   * A point of an envelope.
   *
   * @param frame where, counted from 0, not necessarily whole
   * @param gain what the values are multiplied by there
   */
  public record Point(double frame, double gain) {}

  private EmbeddingOps() {}

  /**
   * The weighted sum, frame by frame.
   *
   * @param embeddings of equal channels, cut to the shortest
   * @param weights one each; they need not sum to 1
   * @throws IllegalArgumentException if the channels differ
   */
  public static Embedding sum(List<Embedding> embeddings, double[] weights) {
    List<Embedding> matched = Interpolation.matchFrames(embeddings);
    double[] sum = new double[matched.get(0).values().length];
    for (int e = 0; e < weights.length; e++) {
      float[] values = matched.get(e).values();
      for (int i = 0; i < sum.length && weights[e] != 0; i++) {
        sum[i] += weights[e] * values[i];
      }
    }
    return of(matched.get(0).frames(), matched.get(0).channels(), sum);
  }

  /**
   * The same course in another time: {@code frames} frames, each the linear mixture of the two
   * whose middles are nearest to its own.
   *
   * @param frames at least 1
   */
  public static Embedding stretch(Embedding e, int frames) {
    if (frames == e.frames()) {
      return e;
    }
    int channels = e.channels();
    double[] values = new double[values(frames, channels)];
    for (int frame = 0; frame < frames; frame++) {
      double middle = (frame + 0.5) * e.frames() / frames - 0.5;
      double place = Math.max(0, Math.min(e.frames() - 1, middle));
      int before = Math.min((int) place, e.frames() - 1);
      int after = Math.min(before + 1, e.frames() - 1);
      double t = place - before;
      for (int c = 0; c < channels; c++) {
        values[frame * channels + c] = (1 - t) * e.value(before, c) + t * e.value(after, c);
      }
    }
    return of(frames, channels, values);
  }

  /**
   * {@code times} times the same, one after the other.
   *
   * @param times at least 1
   */
  public static Embedding tile(Embedding e, int times) {
    float[] values = new float[values(e.values().length, times)];
    for (int i = 0; i < times; i++) {
      System.arraycopy(e.values(), 0, values, i * e.values().length, e.values().length);
    }
    return new Embedding(e.frames() * times, e.channels(), values);
  }

  /** {@code frames} frames: cut at the end, or with the last frame held. */
  public static Embedding fit(Embedding e, int frames) {
    if (frames <= e.frames()) {
      return e.first(frames);
    }
    int channels = e.channels();
    float[] values = Arrays.copyOf(e.values(), values(frames, channels));
    for (int i = e.values().length; i < values.length; i++) {
      values[i] = values[i - channels];
    }
    return new Embedding(frames, channels, values);
  }

  /**
   * {@code a} first and {@code b} in the end: between the frames {@code from} and {@code to} the
   * weight of {@code b} rises as a raised cosine, (1 - cos(pi u)) / 2.
   *
   * @param from first frame that is not all {@code a}'s
   * @param to first frame that is all {@code b}'s, more than {@code from}
   * @return as many frames as the shorter
   */
  public static Embedding crossfade(Embedding a, Embedding b, int from, int to) {
    if (from < 0 || to <= from) {
      throw new IllegalArgumentException("a crossfade ends after it begins, from 0 on");
    }
    List<Embedding> matched = Interpolation.matchFrames(List.of(a, b));
    int frames = matched.get(0).frames();
    int channels = a.channels();
    double[] values = new double[values(frames, channels)];
    for (int frame = 0; frame < frames; frame++) {
      double u = Math.max(0, Math.min(1, (frame + 0.5 - from) / (to - from)));
      double weight = (1 - Math.cos(Math.PI * u)) / 2;
      for (int c = 0; c < channels; c++) {
        values[frame * channels + c] =
            (1 - weight) * a.value(frame, c) + weight * b.value(frame, c);
      }
    }
    return of(frames, channels, values);
  }

  /**
   * Every frame multiplied by the gain that straight lines between {@code points} have in its
   * middle; before the first point and after the last, theirs.
   *
   * @param points at least one, in the order of time
   */
  public static Embedding envelope(Embedding e, List<Point> points) {
    int channels = e.channels();
    double[] values = new double[e.values().length];
    for (int frame = 0; frame < e.frames(); frame++) {
      double gain = gain(points, frame + 0.5);
      for (int c = 0; c < channels; c++) {
        values[frame * channels + c] = gain * e.value(frame, c);
      }
    }
    return of(e.frames(), channels, values);
  }

  private static double gain(List<Point> points, double frame) {
    Point last = points.get(0);
    for (Point point : points) {
      if (frame < point.frame()) {
        double t =
            point == points.get(0) ? 1 : (frame - last.frame()) / (point.frame() - last.frame());
        return (1 - t) * last.gain() + t * point.gain();
      }
      last = point;
    }
    return last.gain();
  }

  static int values(int count, int times) {
    long values = (long) count * times;
    if (values > Integer.MAX_VALUE - 8) {
      throw new WorkFailedException(
          count + " times " + times + " values are more than one embedding can hold.");
    }
    return (int) values;
  }

  private static Embedding of(int frames, int channels, double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return new Embedding(frames, channels, floats);
  }
}
