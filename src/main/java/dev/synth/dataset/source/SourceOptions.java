package dev.synth.dataset.source;

import dev.synth.io.text.Printable;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * How notes are looked for.
 *
 * @param skipCorrupt whether damaged records are left out and reported, instead of ending the
 *     search
 * @param oneByOne whether each thing that is left out gets a sentence of its own, instead of one
 *     for all of a source
 * @param problems receives a sentence on whatever is left out
 * @param strict whether the first source that cannot be opened ends the search; else the others are
 *     found
 * @param remarks receives a sentence on what is read, but not as one might think
 * @param failures receives what is passed over: each source that cannot be opened, and what cannot
 *     be looked at in a folder
 * @param progress receives the progress of a long search
 */
public record SourceOptions(
    boolean skipCorrupt,
    boolean oneByOne,
    boolean strict,
    Consumer<String> problems,
    Consumer<String> remarks,
    Consumer<IOException> failures,
    Progress progress) {
  /** Sentences are told on one line, whatever of a source is in them. */
  public SourceOptions {
    problems = onOneLine(problems);
    remarks = onOneLine(remarks);
  }

  private static Consumer<String> onOneLine(Consumer<String> sentences) {
    return sentence -> sentences.accept(Printable.line(sentence));
  }

  /** Receives how far a file is read that must be read whole before its notes are known. */
  @FunctionalInterface
  public interface Progress {
    /** {@code done} of {@code total} bytes of {@code file} are read. */
    void read(long done, long total, String file);
  }

  /** The same, but problems are ignored, and failures end the search. */
  SourceOptions silent() {
    return new SourceOptions(
        skipCorrupt, oneByOne, true, problem -> {}, remark -> {}, failure -> {}, progress);
  }

  /** Damage and failures end the search; progress is ignored. */
  public static SourceOptions strict(Consumer<String> problems) {
    return new SourceOptions(
        false,
        false,
        true,
        problems,
        problems,
        failure -> problems.accept(failure.getMessage()),
        (done, total, file) -> {});
  }

  /** Damage ends the reading of its source, a failure that of nothing else. */
  public static SourceOptions tolerant(Consumer<IOException> failures) {
    return new SourceOptions(
        false, false, false, problem -> {}, remark -> {}, failures, (done, total, file) -> {});
  }

  /**
   * One of several sources failed.
   *
   * @throws IOException the failure, where that ends the search
   */
  void failed(IOException failure) throws IOException {
    if (strict) {
      throw failure;
    }
    failures.accept(failure);
  }
}
