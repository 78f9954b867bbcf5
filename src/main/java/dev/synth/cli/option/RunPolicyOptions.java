package dev.synth.cli.option;

import dev.synth.train.RunPolicy;
import picocli.CommandLine.Option;

/** How a run is looked after: these may change each time it is resumed. */
public final class RunPolicyOptions {
  @Option(
      names = "--time",
      paramLabel = "SPAN",
      converter = TimeSpan.class,
      description =
          "Stop when the run has trained for so long, such as 2h or 1h30m, over all its sessions.")
  private Double time;

  @Option(
      names = "--save-every",
      paramLabel = "STEPS",
      description =
          "Steps between checkpoints; one is also made for each new best (default:"
              + " ${DEFAULT-VALUE}).")
  private int saveEvery = 500;

  @Option(
      names = "--save-after",
      paramLabel = "SPAN",
      converter = TimeSpan.class,
      description = "Make a checkpoint when the last is so old in any case (default: 10m).")
  private double saveSeconds = 600;

  @Option(
      names = "--evaluate-after",
      paramLabel = "SPAN",
      converter = TimeSpan.class,
      description =
          "Measure on held-out notes when the last measurement is so old in any case (default:"
              + " 10m). A run that is stopped is measured, too.")
  private double measureSeconds = 600;

  @Option(
      names = "--keep",
      paramLabel = "N",
      description = "Keep the last N checkpoints, and the best (default: ${DEFAULT-VALUE}).")
  private int keep = 2;

  @Option(
      names = "--log-every",
      paramLabel = "STEPS",
      description = "Steps between lines of the log (default: ${DEFAULT-VALUE}).")
  private int logEvery = 10;

  @Option(
      names = "--sample-every",
      paramLabel = "STEPS",
      description =
          "Generate a note every so many steps, to listen to; 0 for never (default: ${DEFAULT-VALUE}).")
  private int sampleEvery = 2_000;

  @Option(
      names = "--replicas",
      paramLabel = "N",
      description =
          "Copies of the network that share the parts of --accumulate, one per GPU; the number"
              + " changes no result (default: ${DEFAULT-VALUE}).")
  private int replicas = 1;

  @Option(
      names = "--recompute",
      description =
          "Recompute each layer's activations in the backward pass: about half of the memory for"
              + " activations, about a quarter more work, the same results.")
  private boolean recompute;

  /** What the options say. */
  public RunPolicy policy(int threads, boolean overwrite) {
    return new RunPolicy(
        time == null ? Double.POSITIVE_INFINITY : time,
        saveEvery,
        saveSeconds,
        measureSeconds,
        keep,
        logEvery,
        sampleEvery,
        threads,
        replicas,
        recompute,
        overwrite);
  }
}
