package dev.synth.model;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Where a model's weights came from.
 *
 * @param dataFingerprint SHA-256 over the training notes' names and sizes
 * @param notes training notes
 * @param steps optimiser steps taken
 * @param batch crops a step
 * @param cropSamples samples a crop
 * @param learningRate Adam's step size at the start
 * @param seed seed of initialisation and crops
 * @param heldOutNats mean cross-entropy on held-out crops at the last measurement, NaN if none
 * @param version synth's version that wrote it
 * @param importedFrom another program's file that the weights were taken from, and which of those
 *     in it: then only {@code steps} is known of the training; empty for a model that synth trained
 */
public record Provenance(
    String dataFingerprint,
    int notes,
    long steps,
    int batch,
    int cropSamples,
    double learningRate,
    long seed,
    double heldOutNats,
    String version,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String importedFrom) {

  /** Of a model that synth trained. */
  public Provenance(
      String dataFingerprint,
      int notes,
      long steps,
      int batch,
      int cropSamples,
      double learningRate,
      long seed,
      double heldOutNats,
      String version) {
    this(
        dataFingerprint,
        notes,
        steps,
        batch,
        cropSamples,
        learningRate,
        seed,
        heldOutNats,
        version,
        "");
  }

  /**
   * Of weights that another program trained.
   *
   * @param from its file, and which of the weights in it
   * @param steps optimiser steps taken, 0 if nothing tells
   */
  public static Provenance imported(String from, long steps, String version) {
    return new Provenance("", 0, steps, 0, 0, 0, 0, Double.NaN, version, from);
  }

  /** Whether another program trained the weights. */
  public boolean wasImported() {
    return !importedFrom.isEmpty();
  }
}
