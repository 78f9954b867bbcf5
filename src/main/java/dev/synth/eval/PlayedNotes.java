package dev.synth.eval;

import dev.synth.generate.GenerationList;
import dev.synth.generate.GenerationRequest;
import dev.synth.generate.NoteSupply;
import dev.synth.io.WorkFailedException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Notes that are all known beforehand; one that cannot be played does not stop the others. */
final class PlayedNotes implements NoteSupply {
  private final GenerationList list;
  private final Map<GenerationRequest, WorkFailedException> failures =
      Collections.synchronizedMap(new IdentityHashMap<>());

  PlayedNotes(List<GenerationRequest> requests) {
    list = new GenerationList(requests);
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
    if (order == null) {
      return null;
    }
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
