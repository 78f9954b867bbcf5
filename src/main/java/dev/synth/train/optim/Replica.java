package dev.synth.train.optim;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One copy of the network, on its own device where the machine has several. The first computes on
 * the thread that trains; the others have a thread each.
 */
final class Replica<B, N extends Network<B>> implements AutoCloseable {
  private final ExecutorService thread;
  private final N network;

  /**
   * Makes the copy on its own thread, where it stays: ND4J keeps a thread's device, and OpenMP the
   * number of threads that a thread may use.
   */
  Replica(int index, Supplier<N> maker) {
    thread =
        index == 0
            ? null
            : Executors.newSingleThreadExecutor(
                work -> {
                  Thread made = new Thread(work, "replica " + index);
                  made.setDaemon(true);
                  return made;
                });
    network =
        run(() -> {
              int devices = Nd4j.getAffinityManager().getNumberOfDevices();
              if (devices > 1) {
                Nd4j.getAffinityManager().unsafeSetDevice(index % devices);
              }
              return maker.get();
            })
            .join();
  }

  N network() {
    return network;
  }

  private <T> CompletableFuture<T> run(Supplier<T> work) {
    return thread == null
        ? CompletableFuture.completedFuture(work.get())
        : CompletableFuture.supplyAsync(work, thread);
  }

  /**
   * Computes the gradients of {@code parts}, one in each replica, all at the same time; the sums
   * over crops are left in the replicas' gradient vectors.
   *
   * @return the mean losses
   */
  static <B, N extends Network<B>> double[] computeGradients(
      List<Replica<B, N>> replicas, List<B> parts) {
    List<CompletableFuture<Double>> losses = new ArrayList<>();
    for (int i = parts.size() - 1; i >= 0; i--) { // this thread's own last, so that none waits
      Replica<B, N> replica = replicas.get(i);
      B part = parts.get(i);
      losses.add(0, replica.run(() -> replica.network.computeGradients(part)));
    }
    try {
      return losses.stream().mapToDouble(CompletableFuture::join).toArray();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  /** Ends the thread and frees what the network works in. */
  @Override
  public void close() {
    run(() -> {
          network.close();
          return network;
        })
        .join();
    if (thread != null) {
      thread.shutdownNow();
    }
  }
}
