package dev.synth.render.grid;

import dev.synth.audio.SampleLoop;
import java.util.Optional;

/** The formats in which a grid is written as instruments for samplers. */
public enum SamplerFormat {
  /** SFZ, text. */
  SFZ,
  /** Decent Sampler's presets, XML. */
  DSPRESET;

  /** How long a note fades out when its key is released. */
  static final double RELEASE_SECONDS = 0.3;

  /** Tells what of a note is repeated while a key is held. */
  @FunctionalInterface
  public interface Loops {
    /** The loop of a note's file, if it has one. */
    Optional<SampleLoop> of(GridPlan.Cell cell);
  }

  /** How files of this format end, with the point. */
  public String ending() {
    return this == SFZ ? ".sfz" : ".dspreset";
  }

  /** An instrument of the whole grid. */
  public String grid(GridPlan plan, Loops loops) {
    return this == SFZ ? SfzText.grid(plan, loops) : DsPresetText.grid(plan, loops);
  }

  /** An instrument of one point of the grid. */
  public String point(GridPlan plan, int column, int row, Loops loops) {
    return this == SFZ
        ? SfzText.point(plan, column, row, loops)
        : DsPresetText.point(plan, column, row, loops);
  }
}
