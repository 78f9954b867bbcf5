package dev.synth.provenance;

/**
 * The model that makes a file.
 *
 * @param name for people
 * @param sha256 of its file, in hexadecimal
 * @param attribution that its training data's licences ask to be kept with what it makes; empty for
 *     none
 */
public record MadeBy(String name, String sha256, String attribution) {}
