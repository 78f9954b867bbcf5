package dev.synth.compose.chain;

/**
 * A constraint on what comes before a time: what stands behind is somebody's, or was made already,
 * and is not asked about.
 *
 * @param end the time of the first symbol that the constraint does not read
 */
public record Until(Constraint inner, int end) implements Constraint {
  @Override
  public String name() {
    return inner.name();
  }

  @Override
  public int start() {
    return inner.start();
  }

  @Override
  public int next(int state, int time, int symbol) {
    return time < end ? inner.next(state, time, symbol) : state;
  }

  @Override
  public boolean accepts(int state) {
    return inner.accepts(state);
  }

  @Override
  public double weight(int state, int time, int symbol) {
    return time < end ? inner.weight(state, time, symbol) : 1;
  }

  @Override
  public boolean isStateless() {
    return inner.isStateless();
  }
}
