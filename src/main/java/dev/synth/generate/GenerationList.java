package dev.synth.generate;

import dev.synth.io.WorkFailedException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/** Notes that are all known beforehand, supplied the longest first, and kept until all are made. */
public final class GenerationList implements NoteSupply {
  private final List<GenerationRequest> requests;
  private final Deque<Integer> waiting = new ArrayDeque<>();
  private final float[][] sounds;

  /** A list of {@code requests}. */
  public GenerationList(List<GenerationRequest> requests) {
    this.requests = requests;
    this.sounds = new float[requests.size()][];
    IntStream.range(0, requests.size())
        .boxed()
        .sorted(Comparator.comparingInt(i -> -requests.get(i).samples()))
        .forEach(waiting::add);
  }

  /** Samples of all requests. */
  public long samples() {
    return requests.stream().mapToLong(GenerationRequest::samples).sum();
  }

  /** The sounds, in the order of the requests. */
  public List<float[]> sounds() {
    return Arrays.asList(sounds);
  }

  @Override
  public Order next() {
    Integer index = waiting.poll();
    if (index == null) {
      return null;
    }
    return new Order() {
      @Override
      public GenerationRequest request() {
        return requests.get(index);
      }

      @Override
      public void finished(float[] samples) {
        sounds[index] = samples;
      }

      @Override
      public void failed(WorkFailedException failure) {
        throw failure;
      }
    };
  }
}
