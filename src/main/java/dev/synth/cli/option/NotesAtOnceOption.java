package dev.synth.cli.option;

import dev.synth.app.Workers;
import dev.synth.cli.process.Share;
import picocli.CommandLine.Option;

/** {@code --notes-at-once}. */
public final class NotesAtOnceOption {
  @Option(
      names = "--notes-at-once",
      paramLabel = "N",
      converter = ThreadsOption.Count.class,
      description =
          "Notes that are generated at the same time, over all threads; it changes the speed and"
              + " the memory, not the sound (default: what is fast and fits).")
  private Integer notes;

  /** The number given, or 0 for none. */
  public int count() {
    return notes == null ? 0 : notes;
  }

  /** What generation may take, with so many threads. */
  public Workers workers(ThreadsOption threads) {
    return new Workers(threads.count(), count(), Share.OWN.processes());
  }
}
