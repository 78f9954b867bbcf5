package dev.synth.eval;

import dev.synth.generate.GenerationList;
import dev.synth.generate.GenerationRequest;
import dev.synth.generate.NoteSupply;
import dev.synth.generate.PlayedPitch;
import dev.synth.io.WorkFailedException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Notes that are all known beforehand; one that cannot be played does not stop the others. */
final class PlayedNotes implements NoteSupply {
  private final GenerationList list;
  private final Map<GenerationRequest, WorkFailedException> failures =
      Collections.synchronizedMap(new IdentityHashMap<>());

  /**
   * The notes of {@code requests}.
   *
   * @param refusal why a pitch cannot be played, as {@link dev.synth.model.Synthesizer#refusal}
   */
  PlayedNotes(List<GenerationRequest> requests, Function<PlayedPitch, Optional<String>> refusal) {
    list = new GenerationList(requests);
    for (GenerationRequest request : requests) {
      refusal
          .apply(request.pitch())
          .ifPresent(why -> failures.put(request, new WorkFailedException(sentence(why))));
    }
  }

  /** A refusal as a sentence about a note. */
  static String sentence(String refusal) {
    return "It " + refusal + ".";
  }

  long samples() {
    return list.samples();
  }

  /** The sounds, in the order of the requests; null for one that could not be made. */
  List<float[]> sounds() {
    return list.sounds();
  }

  /** Why a note could not be made; null if it was. */
  WorkFailedException failure(GenerationRequest request) {
    return failures.get(request);
  }

  @Override
  public Order next() {
    Order order = list.next();
    while (order != null && failures.containsKey(order.request())) {
      order = list.next();
    }
    return order == null ? null : recorded(order);
  }

  private Order recorded(Order order) {
    return new Order() {
      @Override
      public GenerationRequest request() {
        return order.request();
      }

      @Override
      public void finished(float[] samples) {
        order.finished(samples);
      }

      @Override
      public void failed(WorkFailedException failure) {
        failures.put(order.request(), failure);
      }
    };
  }
}
