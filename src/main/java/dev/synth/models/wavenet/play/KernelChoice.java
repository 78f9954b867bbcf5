package dev.synth.models.wavenet.play;

import java.util.Locale;

/**
 * Picks the kernels once: the JDK's Vector API where this JVM has it, plain Java elsewhere. The
 * system property {@code synth.kernels}, {@code plain} or {@code vector}, forces one.
 */
final class KernelChoice {
  private static final String PROPERTY = "synth.kernels";
  private static final String MODULE = "jdk.incubator.vector";
  private static final int MIN_LANES = 4;

  private static StepKernels chosen;

  private KernelChoice() {}

  /**
   * The kernels of this JVM.
   *
   * @throws IllegalArgumentException if {@code synth.kernels} names none
   * @throws IllegalStateException if it names kernels this JVM cannot run
   */
  static synchronized StepKernels chosen() {
    if (chosen == null) {
      chosen = choose(System.getProperty(PROPERTY, ""));
    }
    return chosen;
  }

  /**
   * The kernels called {@code name}, or the fastest if that is empty.
   *
   * @throws IllegalArgumentException if there are none of that name
   * @throws IllegalStateException if this JVM cannot run them
   */
  static StepKernels choose(String name) {
    switch (name.toLowerCase(Locale.ROOT)) {
      case "plain":
        return new PlainKernels("plain Java");
      case "vector":
        return vector();
      case "", "nd4j": // nd4j speaks of the training graph only
        break;
      default:
        throw new IllegalArgumentException(
            "-D" + PROPERTY + " must be plain, vector or nd4j, got " + name);
    }
    try {
      StepKernels vector = vector();
      return vector.lanes() >= MIN_LANES
          ? vector
          : new PlainKernels("plain Java (this processor's vectors are too short)");
    } catch (IllegalStateException e) {
      return new PlainKernels("plain Java, several times slower (" + e.getMessage() + ")");
    }
  }

  /** By name, because the compiler must not see the incubating module from here. */
  private static StepKernels vector() {
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      throw new IllegalStateException(
          "run Java with --add-modules=" + MODULE + " for the fast one");
    }
    try {
      return (StepKernels)
          Class.forName("dev.synth.models.wavenet.play.VectorKernels")
              .getDeclaredConstructor()
              .newInstance();
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new IllegalStateException("the vector kernels do not run on this JVM: " + e, e);
    }
  }
}
