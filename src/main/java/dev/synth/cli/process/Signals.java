package dev.synth.cli.process;

import dev.synth.cli.ExitCodes;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * SIGINT (Ctrl-C), SIGTERM and SIGHUP (the terminal is gone) as a request to stop, that resumable
 * work honours when it suits. A second SIGINT ends the process at once.
 *
 * <p>The JVM's signals have no other interface than {@code sun.misc}, which javac warns of whatever
 * is done, so they are reached by name; where there is none, the signals end the process as ever.
 */
public final class Signals implements AutoCloseable {
  private record Restored(Object signal, Object handler) {}

  private final List<Restored> before = new ArrayList<>();
  private final IntConsumer onSignal;
  private volatile int exitCode;

  /**
   * Listens.
   *
   * @param onSignal called at the first signal with the exit code that it asks for, on another
   *     thread
   */
  public Signals(IntConsumer onSignal) {
    this.onSignal = onSignal;
    listen("INT", ExitCodes.INTERRUPTED);
    listen("TERM", ExitCodes.TERMINATED);
    listen("HUP", ExitCodes.HUNG_UP);
  }

  private void listen(String name, int code) {
    try {
      Class<?> type = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object signal = type.getConstructor(String.class).newInstance(name);
      Object listener =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, args) -> answer(method, proxy, args, code));
      before.add(new Restored(signal, handle(signal, listener)));
    } catch (ReflectiveOperationException e) {
      // No such interface, or the JVM runs with -Xrs: then there is nothing to listen to.
    }
  }

  private Object answer(Method method, Object proxy, Object[] args, int code) {
    return switch (method.getName()) {
      case "handle" -> {
        signalled(code);
        yield null;
      }
      case "equals" -> proxy == args[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "synth's signal handler";
    };
  }

  private void signalled(int code) {
    if (exitCode != 0 && code == ExitCodes.INTERRUPTED) {
      Runtime.getRuntime().halt(code);
    }
    if (exitCode == 0) {
      exitCode = code;
      onSignal.accept(code);
    }
  }

  private static Object handle(Object signal, Object handler) throws ReflectiveOperationException {
    try {
      return signal
          .getClass()
          .getMethod("handle", signal.getClass(), Class.forName("sun.misc.SignalHandler"))
          .invoke(null, signal, handler);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException) {
        throw new ReflectiveOperationException("the JVM keeps this signal to itself", e);
      }
      throw e;
    }
  }

  /** The exit code of the signal that was received; 0 if none was. */
  public int exitCode() {
    return exitCode;
  }

  @Override
  public void close() {
    for (Restored restored : before) {
      try {
        handle(restored.signal(), restored.handler());
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("a signal's handler cannot be restored", e);
      }
    }
  }
}
