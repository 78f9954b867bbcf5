package dev.synth.models.wavenet;

import dev.synth.model.Preset;
import java.util.List;

/** The presets of the WaveNet autoencoder; {@code presets/*.json} beside this class holds them. */
public final class WaveNetPresets {
  private static final WaveNetKind KIND = new WaveNetKind();

  /** Faster than real time on one CPU core, conditioned on the pitch. */
  public static final Preset SMALL = Preset.resource(KIND, "small");

  /** Magenta's h512_bo16, exactly: 61,804,048 parameters. */
  public static final Preset NSYNTH = Preset.resource(KIND, "nsynth");

  /** For tests and first tries: learns in seconds, sounds like it. */
  public static final Preset TINY = Preset.resource(KIND, "tiny");

  static final List<Preset> ALL = List.of(SMALL, NSYNTH, TINY);

  private WaveNetPresets() {}

  /** The sizes of {@link #SMALL}. */
  public static WaveNetSpec small() {
    return (WaveNetSpec) SMALL.spec();
  }

  /** The sizes of {@link #NSYNTH}. */
  public static WaveNetSpec nsynth() {
    return (WaveNetSpec) NSYNTH.spec();
  }

  /** The sizes of {@link #TINY}. */
  public static WaveNetSpec tiny() {
    return (WaveNetSpec) TINY.spec();
  }
}
