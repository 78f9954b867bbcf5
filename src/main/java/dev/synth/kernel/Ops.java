package dev.synth.kernel;

/**
 * The operations the network is made of. Sizes must agree; they are not checked in the element-wise
 * operations of the fast implementations. Outputs must not overlap inputs unless an operation says
 * it works in place.
 *
 * <p>Several operations relate a sequence to something at a slower rate: a matrix of {@code N =
 * samples · batch} rows (row t·batch + b) and one of {@code ceil(samples / hop) · batch} rows,
 * whose row f·batch + b belongs to samples f·hop to (f+1)·hop − 1 of sequence b.
 */
public interface Ops {
  /** out = op(a) · op(b), or out += with {@code accumulate}; op transposes where its flag says. */
  void multiply(
      Matrix a, boolean transposeA, Matrix b, boolean transposeB, Matrix out, boolean accumulate);

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

  /** What runs, in words, for {@code -v}. */
  String description();
}
