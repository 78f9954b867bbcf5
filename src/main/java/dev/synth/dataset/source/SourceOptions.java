package dev.synth.dataset.source;

import java.util.function.Consumer;

/**
 * How notes are looked for.
 *
 * @param skipCorrupt whether damaged records are left out and reported, instead of ending the
 *     search
 * @param oneByOne whether each thing that is left out gets a sentence of its own, instead of one
 *     for all of a source
 * @param problems receives a sentence on whatever is left out
 * @param remarks receives a sentence on what is read, but not as one might think
 * @param progress receives the progress of a long search
 */
public record SourceOptions(
    boolean skipCorrupt,
    boolean oneByOne,
    Consumer<String> problems,
    Consumer<String> remarks,
    Progress progress) {
  /** Receives how far a file is read that must be read whole before its notes are known. */
  @FunctionalInterface
  public interface Progress {
    /** {@code done} of {@code total} bytes of {@code file} are read. */
    void read(long done, long total, String file);
  }

  /** As above, what is left out reported in few sentences, and remarks like it. */
  public SourceOptions(boolean skipCorrupt, Consumer<String> problems, Progress progress) {
    this(skipCorrupt, false, problems, problems, progress);
  }

  /** The same, but problems are ignored. */
  SourceOptions silent() {
    return new SourceOptions(skipCorrupt, oneByOne, problem -> {}, remark -> {}, progress);
  }

  /** Damage ends the search; progress is ignored. */
  public static SourceOptions strict(Consumer<String> problems) {
    return new SourceOptions(false, problems, (done, total, file) -> {});
  }
}
