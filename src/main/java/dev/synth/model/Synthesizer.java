package dev.synth.model;

import dev.synth.generate.GenerationList;
import dev.synth.generate.GenerationRequest;
import dev.synth.generate.NoteSupply;
import dev.synth.generate.PlayedPitch;
import dev.synth.generate.ProgressListener;
import dev.synth.latent.LatentFormat;
import java.util.List;
import java.util.Optional;

/**
 * Turns embeddings into sound. Safe for use by several threads. A note depends on its request only:
 * not on the notes synthesized with it, nor on the number of threads.
 */
public interface Synthesizer {
  /** The embeddings it reads, and the rate of the sound that it makes. */
  LatentFormat format();

  /**
   * Synthesizes whatever {@code supply} orders, several notes at a time.
   *
   * @param samplesTotal of all orders, for the listener
   * @param threads at least 1
   * @param notesAtOnce how many notes are held at a time, over all threads; see {@link
   *     #notesAtOnce}
   * @throws IllegalArgumentException if an embedding does not fit the model, or is too short
   */
  void synthesize(
      NoteSupply supply,
      long samplesTotal,
      int threads,
      int notesAtOnce,
      ProgressListener listener);

  /**
   * How many notes are best synthesized at the same time.
   *
   * @param notes how many there are
   * @param wanted how many somebody asks for; 0 for whatever is best
   * @throws dev.synth.io.WorkFailedException if so many do not fit the memory
   */
  int notesAtOnce(int notes, int threads, int wanted);

  /** Samples of each note that are computed before its first one, and not delivered. */
  default int leadSamples() {
    return 0;
  }

  /** About how many bytes of heap a note takes while it is made, its sound not counted. */
  long bytesPerNote();

  /**
   * Why the model cannot play at {@code pitch}, as what follows the name of a note: "is ..., but
   * ..."; empty where it can. Without an override only whole MIDI notes, and none, are played.
   */
  default Optional<String> refusal(PlayedPitch pitch) {
    if (pitch.isWhole()) {
      return Optional.empty();
    }
    String moves = pitch.bendCents().length > 0 ? "a moving pitch" : "MIDI pitch " + pitch;
    return Optional.of(
        "is to be played at "
            + moves
            + ", but this model plays steady, whole MIDI notes only; an instant model plays any"
            + " pitch");
  }

  /**
   * Refuses a pitch that cannot be played.
   *
   * @throws IllegalArgumentException if there is a {@link #refusal} of it
   */
  default void check(PlayedPitch pitch) {
    refusal(pitch)
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException("the note " + reason);
            });
  }

  /**
   * Refuses what could not be synthesized.
   *
   * @throws IllegalArgumentException if the embedding does not fit the model, or is too short, or
   *     there is a {@link #refusal} of the pitch
   */
  void check(GenerationRequest request);

  /** What computes, in words. */
  String description();

  /**
   * Synthesizes notes that fit the memory together.
   *
   * @return amplitudes in [-1, 1] of each request, in the order of the requests
   * @throws IllegalArgumentException if an embedding does not fit the model, or is too short
   * @throws dev.synth.io.WorkFailedException if one note does not fit the memory, or the model's
   *     output is not a number
   */
  default List<float[]> synthesize(
      List<GenerationRequest> requests, int threads, ProgressListener listener) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
    if (requests.isEmpty()) {
      return List.of();
    }
    requests.forEach(this::check);
    GenerationList list = new GenerationList(requests);
    synthesize(list, list.samples(), threads, notesAtOnce(requests.size(), threads, 0), listener);
    return list.sounds();
  }
}
