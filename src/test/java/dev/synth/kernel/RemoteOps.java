package dev.synth.kernel;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;

/**
 * Operations whose matrices refuse the host, as a GPU's would: there is no memory in them that
 * could be read or written, and whoever takes one for a matrix of another implementation fails.
 * Values go in and come out by uploads and downloads alone, and all calls are counted.
 */
public final class RemoteOps {
  private RemoteOps() {}

  /** A matrix that is elsewhere. */
  private static final class Remote extends Matrix {
    private final Matrix there;

    Remote(Matrix there) {
      super(there.rows(), there.columns());
      this.there = there;
    }

    @Override
    protected Matrix view(int from, int to) {
      return new Remote(there.rows(from, to));
    }

    @Override
    public void close() {
      super.close();
      there.close();
    }
  }

  /**
   * {@code ops} at a distance.
   *
   * @param calls receives how often each operation was asked for, by its name
   */
  public static Ops of(Ops ops, Map<String, Integer> calls) {
    return (Ops)
        Proxy.newProxyInstance(
            RemoteOps.class.getClassLoader(),
            new Class<?>[] {Ops.class},
            (proxy, method, arguments) -> {
              calls.merge(method.getName(), 1, Integer::sum);
              Object result = invoke(ops, method, arguments == null ? new Object[0] : arguments);
              return result instanceof Matrix there ? new Remote(there) : result;
            });
  }

  private static Object invoke(Ops ops, Method method, Object[] arguments) throws Throwable {
    Object[] there = arguments.clone();
    for (int i = 0; i < there.length; i++) {
      there[i] = there[i] instanceof Matrix matrix ? ((Remote) matrix).there : there[i];
    }
    try {
      return method.invoke(ops, there);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
