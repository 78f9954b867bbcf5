package dev.synth.kernel;

import java.lang.reflect.InvocationTargetException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/** Chooses the implementation behind {@link Ops}, once. */
public final class Kernels {
  /** System property that forces a choice: {@code vector}, {@code nd4j} or {@code plain}. */
  public static final String PROPERTY = "synth.kernels";

  private Kernels() {}

  /**
   * The fastest operations this machine has for {@code type}: Vector API kernels for FLOAT on
   * ND4J's CPU backend where the JVM has the module, else ND4J operations; or what {@value
   * #PROPERTY} says.
   *
   * @param threads threads that compute: of the element-wise loops, and of the products that the
   *     calling thread asks for (OpenMP keeps that number by thread)
   * @throws IllegalArgumentException if the property names no implementation
   * @throws IllegalStateException if the property asks for one that cannot run here
   */
  public static Ops choose(DataType type, int threads) {
    NativeBuild.choose();
    if (cpuBackend()) {
      NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
    }
    String wanted = System.getProperty(PROPERTY, "");
    return switch (wanted) {
      case "plain" -> plain();
      case "nd4j" -> nd4j();
      case "vector" -> vector(threads);
      case "" -> type == DataType.FLOAT && vectorFits() ? vector(threads) : nd4j();
      default ->
          throw new IllegalArgumentException(
              PROPERTY + " must be vector, nd4j or plain, got " + wanted);
    };
  }

  /** The reference implementation. */
  public static Ops plain() {
    return new PlainOps();
  }

  /** ND4J operations alone. */
  public static Ops nd4j() {
    return new Nd4jOps();
  }

  /** Vector API kernels; reached by name because their module may be absent. */
  static Ops vector(int threads) {
    try {
      return (Ops)
          Class.forName("dev.synth.kernel.VectorOps")
              .getDeclaredConstructor(int.class)
              .newInstance(threads);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("the Vector API kernels cannot start", e.getCause());
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new IllegalStateException(
          "the Vector API kernels need the JVM flag --add-modules=jdk.incubator.vector", e);
    }
  }

  private static boolean vectorFits() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() && cpuBackend();
  }

  private static boolean cpuBackend() {
    return Nd4j.getBackend().getClass().getSimpleName().equals("CpuBackend");
  }
}
