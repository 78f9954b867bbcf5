package dev.synth.models.instant;

import dev.synth.model.Preset;
import java.util.List;

/** The presets of the instant model; {@code presets/*.json} beside this class holds them. */
public final class InstantPresets {
  private static final InstantKind KIND = new InstantKind();

  /** At 48 kHz, the one to ship. */
  public static final Preset INSTANT = Preset.resource(KIND, "instant");

  /** At NSynth's 16 kHz. */
  public static final Preset INSTANT_16 = Preset.resource(KIND, "instant16");

  /** For tests and first tries. */
  public static final Preset TINY = Preset.resource(KIND, "instant-tiny");

  static final List<Preset> ALL = List.of(INSTANT, INSTANT_16, TINY);

  private InstantPresets() {}

  /** The sizes of {@link #TINY}. */
  public static InstantSpec tiny() {
    return (InstantSpec) TINY.spec();
  }
}
