package dev.synth.kernel;

import java.lang.reflect.InvocationTargetException;

/**
 * The JDK's module of the Vector API. Asked for on the command line of Java ({@code --add-modules})
 * it makes every start print a warning that nothing can turn off, and keeps the JVM from starting
 * with its archived module graph; so it is loaded when it is first needed, as the JDK loads the
 * modules of agents. To the JVM, which compiles vectors to instructions only for this module of its
 * own, both are the same.
 */
public final class IncubatorModule {
  private static final String NAME = "jdk.incubator.vector";
  private static final String LOADER = "jdk.internal.module";

  private static String problem;
  private static boolean tried;

  private IncubatorModule() {}

  /**
   * Loads the module, unless it is there.
   *
   * @return why it cannot be used, as the end of a sentence; null if it can
   */
  public static synchronized String load() {
    if (!tried) {
      tried = true;
      problem = ModuleLayer.boot().findModule(NAME).isPresent() ? null : loadLate();
    }
    return problem;
  }

  private static String loadLate() {
    try {
      Class.forName(LOADER + ".Modules").getMethod("loadModule", String.class).invoke(null, NAME);
      return null;
    } catch (IllegalAccessException e) {
      return "this Java runs without its module "
          + NAME
          + ": start synth by bin/synth, or java with the option add-modules="
          + NAME;
    } catch (ReflectiveOperationException | LinkageError e) {
      Throwable cause = e instanceof InvocationTargetException ? e.getCause() : e;
      return "this Java cannot load its module " + NAME + " (" + cause + ")";
    }
  }
}
