package dev.synth.models.spectral;

import dev.synth.model.Preset;
import java.util.List;

/** The presets of the spectral autoencoder; {@code presets/*.json} beside this class holds them. */
public final class SpectralPresets {
  private static final SpectralKind KIND = new SpectralKind();

  /** One that trains on two cores in about an hour. */
  public static final Preset SMALL = Preset.resource(KIND, "baseline-small");

  /** The NSynth paper's baseline, exactly. */
  public static final Preset BASELINE = Preset.resource(KIND, "baseline");

  static final List<Preset> ALL = List.of(SMALL, BASELINE);

  private SpectralPresets() {}

  /** The sizes of {@link #SMALL}. */
  public static SpectralSpec small() {
    return (SpectralSpec) SMALL.spec();
  }

  /** The sizes of {@link #BASELINE}. */
  public static SpectralSpec baseline() {
    return (SpectralSpec) BASELINE.spec();
  }
}
