package dev.synth.latent;

import dev.synth.io.BadSettingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is done to the time of an embedding, in the order of the parts; each is off where it is
 * null.
 *
 * @param stretch how many times as long its course becomes, 0.01 to 1000
 * @param hold how long the note is made by going over its sustained frames again and again; one
 *     that is longer stays as it is. Not with {@code length}
 * @param tile how often it is played, one after the other, 1 to 10,000
 * @param envelope a gain that goes straight from point to point, as {@code 0s:0,0.5s:1,4s:0}
 * @param length what it is cut to, or filled up to with its last frame
 */
public record TimeShape(
    Double stretch, TimeLength hold, Integer tile, String envelope, TimeLength length) {
  private static final int FRAMES_MAX = 1_000_000;

  /** Everything off. */
  public static final TimeShape NONE = new TimeShape(null, null, null, null, null);

  /** Nothing is held. */
  public TimeShape(Double stretch, Integer tile, String envelope, TimeLength length) {
    this(stretch, null, tile, envelope, length);
  }

  /**
   * Checks what can be checked without an embedding.
   *
   * @throws BadSettingException naming the part that cannot be
   */
  public TimeShape {
    if (stretch != null && !(stretch >= 0.01 && stretch <= 1000)) {
      throw new BadSettingException(
          "The setting 'stretch' must be from 0.01 to 1000, not " + stretch);
    }
    if (tile != null && (tile < 1 || tile > 10_000)) {
      throw new BadSettingException("The setting 'tile' must be from 1 to 10000, not " + tile);
    }
    if (hold != null && hold.amount() == 0) {
      throw new BadSettingException("The setting 'hold' must be more than 0");
    }
    if (hold != null && length != null) {
      throw new BadSettingException(
          "The setting 'hold' and the setting 'length' both say how long a note is; give one");
    }
    if (length != null && length.amount() == 0) {
      throw new BadSettingException("The setting 'length' must be more than 0");
    }
    points(envelope, 1, 1);
  }

  /**
   * The frames that an embedding of {@code frames} will have.
   *
   * @throws BadSettingException if they are more than a million
   */
  public int frames(int frames, LatentFormat sizes) {
    double all = held(frames, sizes);
    all *= tile == null ? 1 : tile;
    if (length != null) {
      all = Math.ceil((double) samples("length", length, sizes) / sizes.hopSamples());
    }
    if (all > FRAMES_MAX) {
      throw new BadSettingException(
          "More than "
              + FRAMES_MAX
              + " frames; the setting 'stretch', the setting 'hold', the setting 'tile' or the"
              + " setting 'length' is too much");
    }
    return (int) all;
  }

  /** Frames after stretching and holding. */
  private double held(int frames, LatentFormat sizes) {
    double stretched = stretched(frames);
    return hold == null
        ? stretched
        : Math.max(
            stretched, Math.rint((double) samples("hold", hold, sizes) / sizes.hopSamples()));
  }

  private double stretched(int frames) {
    return stretch == null ? frames : Math.max(1, Math.rint(frames * stretch));
  }

  /** Of {@code samples} of an embedding in its new time, those that are wanted. */
  public int cut(int samples, LatentFormat sizes) {
    return length == null ? samples : Math.min(samples, samples("length", length, sizes));
  }

  /**
   * Samples after which nothing but the last frame of an embedding of {@code frames} is heard, held
   * as long as is wanted; all of them where it is not held, or an envelope shapes it.
   */
  public int heldFrom(int frames, LatentFormat sizes) {
    int all = cut(sizes.samples(frames(frames, sizes)), sizes);
    if (length == null || envelope != null) {
      return all;
    }
    int own = new TimeShape(stretch, tile, null, null).frames(frames, sizes);
    return Math.min(all, sizes.samples(own));
  }

  private static int samples(String setting, TimeLength time, LatentFormat sizes) {
    try {
      return time.samples(sizes.sampleRateHz(), sizes.hopSamples());
    } catch (IllegalArgumentException e) {
      throw new BadSettingException("The setting '" + setting + "': " + e.getMessage());
    }
  }

  /** The embedding in its new time. */
  public Embedding apply(Embedding embedding, LatentFormat sizes) {
    int wanted = frames(embedding.frames(), sizes);
    Embedding shaped = embedding;
    if (stretch != null) {
      shaped = EmbeddingOps.stretch(shaped, (int) stretched(embedding.frames()));
    }
    shaped = HeldNote.hold(shaped, (int) held(embedding.frames(), sizes));
    if (tile != null) {
      shaped = EmbeddingOps.tile(shaped, tile);
    }
    shaped = EmbeddingOps.fit(shaped, wanted);
    List<EmbeddingOps.Point> points = points(envelope, sizes.sampleRateHz(), sizes.hopSamples());
    return points.isEmpty() ? shaped : EmbeddingOps.envelope(shaped, points);
  }

  private static List<EmbeddingOps.Point> points(String envelope, int rateHz, int hopSamples) {
    List<EmbeddingOps.Point> points = new ArrayList<>();
    if (envelope == null) {
      return points;
    }
    for (String part : envelope.split(",", -1)) {
      String[] sides = part.split(":", -1);
      try {
        if (sides.length != 2) {
          throw new IllegalArgumentException("'" + part + "' is no TIME:GAIN, such as 0.5s:1");
        }
        double frame = (double) TimeLength.parse(sides[0]).samples(rateHz, hopSamples) / hopSamples;
        double gain = Double.parseDouble(sides[1].strip());
        if (!Double.isFinite(gain)) {
          throw new IllegalArgumentException("'" + part + "' has no finite gain");
        }
        if (!points.isEmpty() && frame < points.get(points.size() - 1).frame()) {
          throw new IllegalArgumentException("'" + part + "' is before the point before it");
        }
        points.add(new EmbeddingOps.Point(frame, gain));
      } catch (NumberFormatException e) {
        throw new BadSettingException(
            "The setting 'envelope': '" + part + "' has a gain that is no number");
      } catch (IllegalArgumentException e) {
        throw new BadSettingException("The setting 'envelope': " + e.getMessage());
      }
    }
    return points;
  }

  /** What is on, by name. */
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    put(settings, "stretch", stretch);
    put(settings, "hold", hold);
    put(settings, "tile", tile);
    put(settings, "length", length);
    put(settings, "envelope", envelope);
    return settings;
  }

  private static void put(Map<String, String> settings, String name, Object value) {
    if (value != null) {
      settings.put(name, value.toString());
    }
  }
}
