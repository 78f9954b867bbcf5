package dev.synth.app;

import dev.synth.generate.GenerationRequest;
import dev.synth.generate.NoteSeed;
import dev.synth.generate.Precision;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How sound is sampled from a model.
 *
 * @param temperature 1 samples the distribution learned, less favours the likelier values, 0 always
 *     takes the likeliest; finite, at least 0
 * @param seed of all notes; each note's own comes from it and the note's name
 * @param precision how the model's weights are kept
 */
public record Sampling(double temperature, long seed, Precision precision) {
  /** As the model that comes with synth is nearest to its originals. */
  public static final Sampling DEFAULT =
      new Sampling(GenerationRequest.DEFAULT_TEMPERATURE, 1, Precision.FLOAT);

  /** Above this the model's distribution is not sharpened but flattened, into noise. */
  public static final double WILD_TEMPERATURE = 1.2;

  /** Checks the temperature. */
  public Sampling {
    if (!(temperature >= 0 && temperature <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "temperature must be a number from 0 up, got " + temperature);
    }
  }

  /** Whether the temperature is so high that noise is to be expected. */
  public boolean isWild() {
    return temperature > WILD_TEMPERATURE;
  }

  /** The seed of the note called {@code name}. */
  public long seed(String name) {
    return NoteSeed.of(seed, name);
  }

  /** What decides the sound of every note beside its own seed, by name. */
  public Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("temperature", String.valueOf(temperature));
    settings.put("precision", precision.name().toLowerCase(Locale.ROOT));
    return settings;
  }
}
