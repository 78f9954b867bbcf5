package dev.synth.kernel;

import dev.synth.io.WorkFailedException;
import dev.synth.kernel.nd4j.NativeBuild;
import dev.synth.kernel.nd4j.Nd4jBackend;
import dev.synth.kernel.nd4j.Nd4jOps;
import dev.synth.kernel.onednn.Bf16Products;
import dev.synth.kernel.onednn.FloatProducts;
import dev.synth.kernel.onednn.OneDnn;
import dev.synth.kernel.plain.PlainOps;
import java.lang.reflect.InvocationTargetException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses which implementation of some arithmetic runs: the fastest that this JVM can, or what
 * {@value #PROPERTY} says, for training, encoding and playing alike. Says so once in the log, and
 * why a faster one was not taken.
 */
public final class Kernels {
  /**
   * System property that forces a choice: {@code plain}, {@code nd4j}, {@code vector} or {@code
   * onednn}.
   */
  public static final String PROPERTY = "synth.kernels";

  private static final String ONEDNN = "onednn";
  private static final Logger LOG = LoggerFactory.getLogger(Kernels.class);
  private static final Set<String> LOGGED = new HashSet<>();

  private Kernels() {}

  /**
   * The implementations of one kind of work.
   *
   * @param plain the definition; takes what its description is to add
   * @param nd4j ND4J's operations, or null where ND4J has none for this work and {@code nd4j} asks
   *     for nothing; takes what its description is to add
   * @param vector the Vector API's, made by {@link #vector}; an IllegalStateException's message
   *     says why it cannot run here
   */
  public record Variants<T>(
      Function<String, T> plain, Function<String, T> nd4j, Supplier<T> vector) {}

  /**
   * The operations on floats that this machine is fastest with, or that {@value #PROPERTY} names.
   *
   * @param threads threads that compute: of the element-wise loops, and of the products that the
   *     calling thread asks for (OpenMP keeps that number by thread)
   * @param precision of the products' factors
   * @throws WorkFailedException if the property names no implementation, or one that cannot run
   *     here, or if no product can be computed in {@code precision} here
   */
  public static Ops choose(int threads, ProductPrecision precision) {
    Nd4jBackend.start(threads);
    boolean exact = precision == ProductPrecision.FLOAT;
    if (!exact && !hasFast(precision)) {
      throw new WorkFailedException(
          "Products in " + precision + " cannot be computed here: " + lack(precision) + ".");
    }
    Ops ops =
        choose(
            new Variants<>(
                note -> plain(ElementType.FLOAT),
                note -> new Nd4jOps(ElementType.FLOAT, note),
                () -> fastest(threads, precision)));
    log("sequences: " + ops.description());
    return ops;
  }

  /** As {@link #choose(int, ProductPrecision)}, in {@link ProductPrecision#FLOAT}. */
  public static Ops choose(int threads) {
    return choose(threads, ProductPrecision.FLOAT);
  }

  /** Whether products in {@code precision} are what {@link #choose} makes, and fast. */
  public static boolean hasFast(ProductPrecision precision) {
    return lack(precision) == null;
  }

  /**
   * Refuses a precision that is asked for and cannot be computed here.
   *
   * @throws IllegalArgumentException with a sentence
   */
  public static void check(ProductPrecision precision) {
    String lack = lack(precision);
    if (lack != null) {
      throw new IllegalArgumentException(
          "the setting 'precision' "
              + precision
              + " cannot be computed here ("
              + lack
              + "); give float, or leave it out");
    }
  }

  /** What {@code precision} lacks here, as the end of a sentence; null where it lacks nothing. */
  public static String lack(ProductPrecision precision) {
    if (precision == ProductPrecision.FLOAT) {
      return null;
    }
    String wanted = System.getProperty(PROPERTY, "").toLowerCase(Locale.ROOT);
    if (!wanted.isEmpty() && !wanted.equals(ONEDNN)) {
      return "the system property " + PROPERTY + " is " + wanted;
    }
    String problem = IncubatorModule.load();
    if (problem == null) {
      NativeBuild.choose();
      problem = OneDnn.load();
    }
    return problem == null && !OneDnn.isFastInBf16() ? OneDnn.NO_BF16 : problem;
  }

  /** Vector API kernels, with oneDNN's products where these can run and no others are forced. */
  private static Ops fastest(int threads, ProductPrecision precision) {
    String wanted = System.getProperty(PROPERTY, "").toLowerCase(Locale.ROOT);
    if (wanted.equals("vector")) {
      return vector(threads);
    }
    try {
      return oneDnn(threads, precision);
    } catch (IllegalStateException e) {
      if (wanted.equals(ONEDNN) || IncubatorModule.load() != null) {
        throw e;
      }
      return vector(new Parallel(threads), null, ", slower than oneDNN's (" + e.getMessage() + ")");
    }
  }

  /** The one of {@code variants} that is to run, as {@link #choose(int)}. */
  public static <T> T choose(Variants<T> variants) {
    return choose(System.getProperty(PROPERTY, ""), variants);
  }

  /** The one of {@code variants} that {@code wanted} names, in any case; the fastest for "". */
  public static <T> T choose(String wanted, Variants<T> variants) {
    switch (wanted.toLowerCase(Locale.ROOT)) {
      case "plain":
        return variants.plain().apply("");
      case "vector", ONEDNN:
        try {
          return variants.vector().get();
        } catch (IllegalStateException e) {
          throw new WorkFailedException(
              "The system property "
                  + PROPERTY
                  + " is "
                  + wanted.toLowerCase(Locale.ROOT)
                  + ", but "
                  + e.getMessage()
                  + ".");
        }
      case "nd4j":
        if (variants.nd4j() != null) {
          return variants.nd4j().apply("");
        }
        break;
      case "":
        break;
      default:
        throw new WorkFailedException(
            "The system property "
                + PROPERTY
                + " must be plain, nd4j, vector or onednn, not '"
                + wanted
                + "'.");
    }
    try {
      return variants.vector().get();
    } catch (IllegalStateException e) {
      return (variants.nd4j() != null ? variants.nd4j() : variants.plain())
          .apply(", slower than the Vector API (" + e.getMessage() + ")");
    }
  }

  /** One line that says what was chosen, the first time. */
  public static void log(String chosen) {
    synchronized (LOGGED) {
      if (LOGGED.add(chosen)) {
        LOG.info("kernels of {}", chosen);
      }
    }
  }

  /** The definition of the operations. */
  public static Ops plain(ElementType type) {
    return new PlainOps(type, "plain Java loops");
  }

  /** ND4J operations alone. */
  public static Ops nd4j(ElementType type) {
    return new Nd4jOps(type, "");
  }

  /** Vector API kernels on ND4J's arrays in the host's memory, and ND4J's products. */
  static Ops vector(int threads) {
    return vector(new Parallel(threads), null, "");
  }

  /**
   * Vector API kernels on ND4J's arrays in the host's memory, and oneDNN's products.
   *
   * @throws IllegalStateException if this JVM or this machine cannot run them
   */
  static Ops oneDnn(int threads, ProductPrecision precision) {
    Parallel parallel = new Parallel(threads);
    boolean exact = precision == ProductPrecision.FLOAT;
    return vector(parallel, exact ? new FloatProducts(parallel) : new Bf16Products(parallel), "");
  }

  private static Ops vector(Parallel parallel, Products products, String note) {
    if (!Nd4jBackend.isCpu()) {
      throw new IllegalStateException("ND4J's arrays do not lie in this machine's own memory");
    }
    return vector(Ops.class, "dev.synth.kernel.vector.VectorOps", parallel, products, note);
  }

  /**
   * A new object of the class called {@code name}, which needs the Vector API; by name, because its
   * module may be absent.
   *
   * @param arguments those of its one public constructor
   * @throws IllegalStateException if this JVM cannot run it; the message says what it lacks
   */
  public static <T> T vector(Class<T> type, String name, Object... arguments) {
    String problem = IncubatorModule.load();
    if (problem != null) {
      throw new IllegalStateException(problem);
    }
    try {
      return type.cast(Class.forName(name).getConstructors()[0].newInstance(arguments));
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalStateException cause) {
        throw cause;
      }
      throw new IllegalStateException("the Vector API kernels cannot start: " + e.getCause(), e);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new IllegalStateException("the Vector API kernels cannot start: " + e, e);
    }
  }
}
