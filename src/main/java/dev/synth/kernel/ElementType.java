package dev.synth.kernel;

/** What the values of a {@link Matrix} are kept as. */
public enum ElementType {
  /** 32 bits, as networks are trained and played. */
  FLOAT,

  /** 64 bits, for checks of gradients against finite differences. */
  DOUBLE
}
