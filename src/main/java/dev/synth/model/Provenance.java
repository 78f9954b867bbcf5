package dev.synth.model;

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
    String version) {}
