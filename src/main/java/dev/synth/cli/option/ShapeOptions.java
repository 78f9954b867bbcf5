package dev.synth.cli.option;

import dev.synth.latent.TimeLength;
import dev.synth.latent.TimeShape;
import picocli.CommandLine.Option;

/** What is done to the time of embeddings, in the order of the options. */
public final class ShapeOptions {
  @Option(
      names = "--stretch",
      paramLabel = "X",
      description =
          "Time-stretch by X without changing pitch: 2 is twice as slow, 0.5 twice as fast.")
  private Double stretch;

  @Option(
      names = "--hold",
      paramLabel = "LENGTH",
      converter = TimeLengthConverter.class,
      description =
          "Hold the note until it is so long: its sustained frames are gone over again and again,"
              + " with its attack before and its release behind. One that dies away is held late in"
              + " its body; one that is longer stays as it is. Not with --length.")
  private TimeLength hold;

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
          "Cut it to this length, or hold its last frame, which is silent if the note has faded;"
              + " --stretch and --hold make the note itself longer: 4s, 250ms, 125frames or 64000samples"
              + " (default: as long as it is).")
  private TimeLength length;

  /** Whether the end of a note is where the length says, and not where it has faded. */
  public boolean isLengthSet() {
    return length != null;
  }

  /**
   * The shape the options make.
   *
   * @throws dev.synth.io.BadSettingException if one of them cannot be
   */
  public TimeShape shape() {
    return new TimeShape(stretch, hold, tile, envelope, length);
  }
}
