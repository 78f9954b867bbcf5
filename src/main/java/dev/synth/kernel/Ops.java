package dev.synth.kernel;

/**
 * The operations a network is made of, on matrices of this implementation's own: one of another is
 * refused with a ClassCastException. Sizes must agree; they are not checked in the element-wise
 * operations of the fast implementations. Outputs must not overlap inputs unless an operation says
 * it works in place. Nothing outside of this package and those below it sees the memory of a
 * matrix: what the host has is uploaded, what it wants is downloaded.
 *
 * <p>Several operations relate a sequence to something at a slower rate: a matrix of {@code N =
 * samples · batch} rows (row t·batch + b) and one of {@code ceil(samples / hop) · batch} rows,
 * whose row f·batch + b belongs to samples f·hop to (f+1)·hop − 1 of sequence b.
 */
public interface Ops extends AutoCloseable {
  /** What the matrices' values are kept as. */
  ElementType type();

  /**
   * A new matrix of zeros, to be closed by the caller.
   *
   * @throws ArithmeticException if there are more rows than an int counts
   */
  Matrix allocate(long rows, long columns);

  /** Sets {@code to}, in C order. */
  void upload(float[] values, Matrix to);

  /** Sets {@code to}, in C order, rounded where it holds floats. */
  void upload(double[] values, Matrix to);

  /** Copies {@code from}, in C order, into {@code values}; waits for what computes it. */
  void download(Matrix from, float[] values);

  /** Copies {@code from}, in C order, into {@code values}; waits for what computes it. */
  void download(Matrix from, double[] values);

  /** The values of {@code from}, in C order. */
  default float[] download(Matrix from) {
    float[] values = new float[Math.toIntExact(from.length())];
    download(from, values);
    return values;
  }

  /** Sets all of {@code out} to {@code value}. */
  void fill(Matrix out, double value);

  /** out = in, of the same size. */
  void copy(Matrix in, Matrix out);

  /** out [N, C]: row n = row {@code rows[n]} of {@code table} [R, C]; a look-up. */
  void gatherRows(Matrix table, int[] rows, Matrix out);

  /**
   * table [R, C]: row {@code rows[n]} += row n of {@code in} [N, C], in the order of n: the
   * gradient of {@link #gatherRows}.
   */
  void scatterRows(Matrix in, int[] rows, Matrix table);

  /** out = op(a) · op(b), or out += with {@code accumulate}; op transposes where its flag says. */
  void multiply(
      Matrix a, boolean transposeA, Matrix b, boolean transposeB, Matrix out, boolean accumulate);

  /**
   * out [N, O] = Σ over taps of the rows of {@code in} [N, C] that stand {@code rowsAway[tap]} rows
   * away, zero where there are none, times the tap's part of {@code kernel} [taps · C, O]: a
   * dilated convolution of sequences with the time outside.
   *
   * @param rowsAway of each tap; one is 0
   */
  default void convolve(Matrix in, int[] rowsAway, Matrix kernel, Matrix out) {
    Taps.convolve(this, in, rowsAway, kernel, out);
  }

  /** dKernel = the gradient of {@link #convolve}'s kernel. */
  default void kernelGradient(Matrix in, int[] rowsAway, Matrix dOut, Matrix dKernel) {
    Taps.kernelGradient(this, in, rowsAway, dOut, dKernel);
  }

  /**
   * dIn = the gradient of {@link #convolve}'s input, or dIn += with {@code accumulate}.
   *
   * @param rowsAway as {@link #convolve} had them
   */
  default void inputGradient(
      Matrix dOut, int[] rowsAway, Matrix kernel, Matrix dIn, boolean accumulate) {
    Taps.inputGradient(this, dOut, rowsAway, kernel, dIn, accumulate);
  }

  /** out = in + bias: [N, C] and [1, C]; {@code out} may be {@code in}. */
  void addBias(Matrix in, Matrix bias, Matrix out);

  /** sums [1, C] = the sum of all rows of {@code in} [N, C]: the gradient of a bias. */
  void sumRows(Matrix in, Matrix sums);

  /** In place: x [N, C] += frames, each frame's row added to the rows of its hop. */
  void addFrames(Matrix x, Matrix frames, int batch, int hop);

  /** frames = scale · the sum of {@code in}'s rows over each hop; mean pooling for scale 1/hop. */
  void sumFrames(Matrix in, Matrix frames, int batch, int hop, double scale);

  /** out = scale · frames, each repeated over its hop: the gradient of {@link #sumFrames}. */
  void spreadFrames(Matrix frames, Matrix out, int batch, int hop, double scale);

  /**
   * The gated activation (van den Oord et al. 2016, eq. 2), conditioned. In place, {@code pre} [N,
   * 2C] becomes [a | b] with a = sigmoid(pre + frames) of the first C columns and b = tanh(pre +
   * frames) of the others; out [N, C] = a · b.
   */
  void gate(Matrix pre, Matrix frames, int batch, int hop, Matrix out);

  /** out [N, C] = a · b from [a | b] [N, 2C], as {@link #gate} left it. */
  void gateOutput(Matrix ab, Matrix out);

  /**
   * In place, {@code ab} [N, 2C] as {@link #gate} left it becomes the gradient of its input: [dOut
   * · b · a(1−a) | dOut · a · (1−b²)].
   */
  void gateGradient(Matrix ab, Matrix dOut);

  /** out = max(in, 0); {@code out} may be {@code in}. */
  void relu(Matrix in, Matrix out);

  /** In place: dOut = dOut where {@code in > 0}, else 0. {@code in} may be ReLU's output. */
  void reluGradient(Matrix in, Matrix dOut);

  /** x += dOut where {@code in > 0}: {@link #reluGradient} added to a residual path. */
  void addReluGradient(Matrix in, Matrix dOut, Matrix x);

  /**
   * Sum over the rows of softmax cross-entropy, in nats: Σ ln Σ exp(logits[n]) − logits[n,
   * codes[n]].
   *
   * @param logits [N, K]
   * @param codes N column indices
   * @param gradient if not null, becomes scale · (softmax(logits) − one-hot(codes)); may be {@code
   *     logits}
   */
  double crossEntropy(Matrix logits, int[] codes, Matrix gradient, double scale);

  /**
   * In how many rows of {@code logits} [N, K] the first of the largest values stands in the column
   * {@code codes[n]}.
   */
  int hits(Matrix logits, int[] codes);

  /** The sum of all squares, in double precision and one fixed order, so the same to the bit. */
  double sumOfSquares(Matrix in);

  /** What runs, in words, for {@code -v}. */
  String description();

  /** Ends the threads; the matrices are closed by those who allocated them. */
  @Override
  void close();
}
