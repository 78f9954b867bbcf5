package dev.synth.cli.option;

import dev.synth.latent.Embedding;
import dev.synth.latent.EmbeddingOps;
import dev.synth.latent.LatentFormat;
import dev.synth.latent.TimeLength;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What is done to the time of embeddings, in the order of the options. */
public final class ShapeOptions {
  private static final int FRAMES_MAX = 1_000_000;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--stretch",
      paramLabel = "X",
      description =
          "Make the course of the embedding X times as long: 2 is twice as slow, 0.5 twice as"
              + " fast; the pitch stays.")
  private Double stretch;

  @Option(names = "--tile", paramLabel = "N", description = "Play it N times, one after the other.")
  private Integer tile;

  @Option(
      names = "--envelope",
      paramLabel = "POINTS",
      description =
          "Multiply the embedding by a gain that goes straight from point to point, such as"
              + " 0s:0,0.5s:1,4s:0.")
  private String envelope;

  @Option(
      names = "--length",
      paramLabel = "LENGTH",
      converter = TimeLengthConverter.class,
      description =
          "Cut it to this length, or hold its last frame: 4s, 250ms, 125frames or 64000samples"
              + " (default: as long as it is).")
  private TimeLength length;

  /** Checks what can be checked without an embedding. */
  public void check() {
    if (stretch != null && !(stretch >= 0.01 && stretch <= 1000)) {
      throw usage("--stretch must be from 0.01 to 1000, not " + stretch);
    }
    if (tile != null && (tile < 1 || tile > 10_000)) {
      throw usage("--tile must be from 1 to 10000, not " + tile);
    }
    if (length != null && length.amount() == 0) {
      throw usage("--length must be more than 0");
    }
    points(1, 1);
  }

  /** The frames that an embedding of {@code frames} will have. */
  public int frames(int frames, LatentFormat sizes) {
    double all = stretch == null ? frames : Math.max(1, Math.rint(frames * stretch));
    all *= tile == null ? 1 : tile;
    if (length != null) {
      all = Math.ceil((double) lengthSamples(sizes) / sizes.hopSamples());
    }
    if (all > FRAMES_MAX) {
      throw usage("more than " + FRAMES_MAX + " frames; --stretch, --tile or --length is too much");
    }
    return (int) all;
  }

  /** Of {@code samples} of an embedding in its new time, those that are wanted. */
  public int cut(int samples, LatentFormat sizes) {
    return length == null ? samples : Math.min(samples, lengthSamples(sizes));
  }

  private int lengthSamples(LatentFormat sizes) {
    try {
      return length.samples(sizes.sampleRateHz(), sizes.hopSamples());
    } catch (IllegalArgumentException e) {
      throw usage("--length: " + e.getMessage());
    }
  }

  /** The embedding in its new time. */
  public Embedding apply(Embedding embedding, LatentFormat sizes) {
    int wanted = frames(embedding.frames(), sizes);
    Embedding shaped = embedding;
    if (stretch != null) {
      shaped =
          EmbeddingOps.stretch(shaped, (int) Math.max(1, Math.rint(embedding.frames() * stretch)));
    }
    if (tile != null) {
      shaped = EmbeddingOps.tile(shaped, tile);
    }
    shaped = EmbeddingOps.fit(shaped, wanted);
    List<EmbeddingOps.Point> points = points(sizes.sampleRateHz(), sizes.hopSamples());
    return points.isEmpty() ? shaped : EmbeddingOps.envelope(shaped, points);
  }

  private List<EmbeddingOps.Point> points(int rateHz, int hopSamples) {
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
        throw usage("--envelope: '" + part + "' has a gain that is no number");
      } catch (IllegalArgumentException e) {
        throw usage("--envelope: " + e.getMessage());
      }
    }
    return points;
  }

  /** What is on, by name. */
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    put(settings, "stretch", stretch);
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

  private ParameterException usage(String sentence) {
    return new ParameterException(spec.commandLine(), sentence + ".");
  }
}
