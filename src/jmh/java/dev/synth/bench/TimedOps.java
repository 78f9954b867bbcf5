package dev.synth.bench;

import dev.synth.kernel.ElementType;
import dev.synth.kernel.Matrix;
import dev.synth.kernel.Ops;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Operations that keep the time each kind of them takes. */
final class TimedOps implements Ops {
  private final Ops ops;
  private final Map<String, Long> nanos = new TreeMap<>();

  TimedOps(Ops ops) {
    this.ops = ops;
  }

  void reset() {
    nanos.clear();
  }

  /** A line a kind, the slowest first, with its share of {@code totalSeconds}. */
  String report(double totalSeconds) {
    StringBuilder lines = new StringBuilder();
    double[] rest = {totalSeconds};
    nanos.entrySet().stream()
        .sorted((x, y) -> Long.compare(y.getValue(), x.getValue()))
        .forEach(
            e -> {
              double seconds = e.getValue() / 1e9;
              rest[0] -= seconds;
              lines.append(line(e.getKey(), seconds, totalSeconds));
            });
    return lines.append(line("all else", rest[0], totalSeconds)).toString();
  }

  private static String line(String what, double seconds, double total) {
    return String.format(Locale.ROOT, "%6.1f %%  %s%n", 100 * seconds / total, what);
  }

  private void time(String kind, Runnable work) {
    long start = System.nanoTime();
    work.run();
    nanos.merge(kind, System.nanoTime() - start, Long::sum);
  }

  @Override
  public void multiply(
      Matrix a, boolean transposeA, Matrix b, boolean transposeB, Matrix out, boolean accumulate) {
    String kind =
        "multiply"
            + (transposeA ? " transposed a" : transposeB ? " transposed b" : "")
            + (accumulate ? ", adding" : "");
    time(kind, () -> ops.multiply(a, transposeA, b, transposeB, out, accumulate));
  }

  @Override
  public void convolve(Matrix in, int[] rowsAway, Matrix kernel, Matrix out) {
    time("convolve", () -> ops.convolve(in, rowsAway, kernel, out));
  }

  @Override
  public void kernelGradient(Matrix in, int[] rowsAway, Matrix dOut, Matrix dKernel) {
    time("kernel gradient", () -> ops.kernelGradient(in, rowsAway, dOut, dKernel));
  }

  @Override
  public void inputGradient(
      Matrix dOut, int[] rowsAway, Matrix kernel, Matrix dIn, boolean accumulate) {
    time("input gradient", () -> ops.inputGradient(dOut, rowsAway, kernel, dIn, accumulate));
  }

  @Override
  public ElementType type() {
    return ops.type();
  }

  @Override
  public Matrix allocate(long rows, long columns) {
    return ops.allocate(rows, columns);
  }

  @Override
  public void upload(float[] values, Matrix to) {
    time("upload", () -> ops.upload(values, to));
  }

  @Override
  public void upload(double[] values, Matrix to) {
    time("upload", () -> ops.upload(values, to));
  }

  @Override
  public void download(Matrix from, float[] values) {
    time("download", () -> ops.download(from, values));
  }

  @Override
  public void download(Matrix from, double[] values) {
    time("download", () -> ops.download(from, values));
  }

  @Override
  public void fill(Matrix out, double value) {
    time("fill", () -> ops.fill(out, value));
  }

  @Override
  public void copy(Matrix in, Matrix out) {
    time("copy", () -> ops.copy(in, out));
  }

  @Override
  public void gatherRows(Matrix table, int[] rows, Matrix out) {
    time("gatherRows", () -> ops.gatherRows(table, rows, out));
  }

  @Override
  public void scatterRows(Matrix in, int[] rows, Matrix table) {
    time("scatterRows", () -> ops.scatterRows(in, rows, table));
  }

  @Override
  public void addBias(Matrix in, Matrix bias, Matrix out) {
    time("addBias", () -> ops.addBias(in, bias, out));
  }

  @Override
  public void sumRows(Matrix in, Matrix sums) {
    time("sumRows", () -> ops.sumRows(in, sums));
  }

  @Override
  public void addFrames(Matrix x, Matrix frames, int batch, int hop) {
    time("addFrames", () -> ops.addFrames(x, frames, batch, hop));
  }

  @Override
  public void sumFrames(Matrix in, Matrix frames, int batch, int hop, double scale) {
    time("sumFrames", () -> ops.sumFrames(in, frames, batch, hop, scale));
  }

  @Override
  public void spreadFrames(Matrix frames, Matrix out, int batch, int hop, double scale) {
    time("spreadFrames", () -> ops.spreadFrames(frames, out, batch, hop, scale));
  }

  @Override
  public void gate(Matrix pre, Matrix frames, int batch, int hop, Matrix out) {
    time("gate", () -> ops.gate(pre, frames, batch, hop, out));
  }

  @Override
  public void gateOutput(Matrix ab, Matrix out) {
    time("gateOutput", () -> ops.gateOutput(ab, out));
  }

  @Override
  public void gateGradient(Matrix ab, Matrix dOut) {
    time("gateGradient", () -> ops.gateGradient(ab, dOut));
  }

  @Override
  public void relu(Matrix in, Matrix out) {
    time("relu", () -> ops.relu(in, out));
  }

  @Override
  public void reluGradient(Matrix in, Matrix dOut) {
    time("reluGradient", () -> ops.reluGradient(in, dOut));
  }

  @Override
  public void addReluGradient(Matrix in, Matrix dOut, Matrix x) {
    time("addReluGradient", () -> ops.addReluGradient(in, dOut, x));
  }

  @Override
  public double crossEntropy(Matrix logits, int[] codes, Matrix gradient, double scale) {
    double[] nats = new double[1];
    time("crossEntropy", () -> nats[0] = ops.crossEntropy(logits, codes, gradient, scale));
    return nats[0];
  }

  @Override
  public int hits(Matrix logits, int[] codes) {
    return ops.hits(logits, codes);
  }

  @Override
  public double sumOfSquares(Matrix in) {
    return ops.sumOfSquares(in);
  }

  @Override
  public void close() {
    ops.close();
  }

  @Override
  public String description() {
    return ops.description();
  }
}
