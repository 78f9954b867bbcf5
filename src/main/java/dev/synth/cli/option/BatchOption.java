package dev.synth.cli.option;

import dev.synth.app.Workers;
import picocli.CommandLine.Option;

/** {@code --batch}. */
public final class BatchOption {
  @Option(
      names = "--batch",
      paramLabel = "N",
      converter = ThreadsOption.Count.class,
      description =
          "Notes that are generated at the same time, over all threads; it changes the speed and"
              + " the memory, not the sound (default: what is fast and fits).")
  private Integer batch;

  /** The number given, or 0 for none. */
  public int count() {
    return batch == null ? 0 : batch;
  }

  /** What generation may take, with so many threads. */
  public Workers workers(ThreadsOption threads) {
    return new Workers(threads.count(), count());
  }
}
