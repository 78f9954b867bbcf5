package dev.synth.model.classes;

import java.util.List;
import java.util.Optional;

/**
 * Tells what notes are. Not safe for use by several threads; closing it frees its memory. How many
 * sounds are given at once, and on how many threads they are measured, changes no answer but for
 * rounding.
 */
public interface Classifier extends AutoCloseable {
  /** The rate of the sound that it takes. */
  int sampleRateHz();

  /** So many samples are heard, from where the sound begins; the rest is not looked at. */
  int heardSamples();

  /**
   * What some sounds are.
   *
   * @param sounds amplitudes at its rate, each [samples]
   * @return of each, in their order; empty for silence
   */
  List<Optional<ClassProbabilities>> classify(List<float[]> sounds);

  /** What computes, in words. */
  String description();

  @Override
  void close();
}
