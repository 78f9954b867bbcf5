package dev.synth.io;

import java.util.concurrent.ExecutionException;

/** What threads that work for another one owe it. */
public final class Workers {
  private Workers() {}

  /**
   * What failed on a worker's thread, to be thrown on the caller's as if it had failed there: the
   * command line knows a full heap only by its own class.
   *
   * @return to throw; an error is thrown at once
   */
  public static RuntimeException failure(ExecutionException e) {
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    return e.getCause() instanceof RuntimeException failure
        ? failure
        : new IllegalStateException(e.getCause());
  }
}
