package dev.synth.web;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The connections that are open. Where there are too many, the one that has waited longest for a
 * request ends: browsers open another when they need one, and whoever holds connections for the
 * sake of it keeps nobody out.
 */
final class Connections {
  private final int most;

  /** Those that no request is answered on; who has waited longest comes first. */
  private final Set<PageConnection> waiting = new LinkedHashSet<>();

  private final Set<PageConnection> answering = new LinkedHashSet<>();

  Connections(int most) {
    this.most = most;
  }

  /** Is told of a connection that waits for a request from now on. */
  void wait(PageConnection connection) {
    PageConnection longest = null;
    synchronized (this) {
      answering.remove(connection);
      waiting.remove(connection);
      waiting.add(connection);
      if (waiting.size() + answering.size() > most) {
        longest = waiting.iterator().next();
        waiting.remove(longest);
      }
    }
    if (longest != null) {
      longest.end();
    }
  }

  /** Is told of a connection whose request was let in. */
  synchronized void answer(PageConnection connection) {
    if (waiting.remove(connection)) {
      answering.add(connection);
    }
  }

  /** Is told of a connection that is closed. */
  synchronized void remove(PageConnection connection) {
    waiting.remove(connection);
    answering.remove(connection);
  }
}
