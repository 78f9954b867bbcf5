package dev.synth.eval.classes;

/**
 * What a classifier still hears of a note in a sound of it: 1 where it names the label, 0 where it
 * does not, NaN where there is no label or no classifier.
 *
 * @param pitch the MIDI note
 * @param family the instrument family
 * @param qualities the share of the ten qualities of which it says rightly that they are there or
 *     not; NaN for a note without any
 */
public record KeptClasses(double pitch, double family, double qualities) {
  /** Of no classifier. */
  public static final KeptClasses UNKNOWN = new KeptClasses(Double.NaN, Double.NaN, Double.NaN);
}
