package dev.synth.audio;

/**
 * The mu-law code of WaveNet (mu = 255): 256 steps, fine near silence and coarse near full scale.
 *
 * <p>A sample x in [-1, 1] becomes q = floor(128 · sign(x) · ln(1 + 255|x|) / ln 256), a code in
 * -128..127. The network's input is q / 128 and predicts the label q + 128. Decoding takes the
 * middle of the step, except that 0 is exactly 0, so silence stays silent. {@code encode(decode(q))
 * == q} for every code.
 *
 * <p>Source: van den Oord et al. 2016, "WaveNet: A Generative Model for Raw Audio", section 2.2;
 * the floor and the midpoint are those of Magenta's NSynth. Unlike Magenta, x = 1 is code 127 and
 * not 128, which no label names.
 */
public final class MuLaw {
  /** Number of codes, and of classes the network predicts. */
  public static final int CODES = 256;

  private static final int MIN_CODE = -128;
  private static final int MAX_CODE = 127;
  private static final double MU = CODES - 1;
  // The same log1p as above the fraction line, so that x = -1 gives exactly -128.
  private static final double LN_256 = StrictMath.log1p(MU);
  private static final float[] DECODED = decodeTable();

  private MuLaw() {}

  /**
   * The code of one sample.
   *
   * @param x amplitude; what lies outside [-1, 1] is clamped
   * @return q in -128..127
   * @throws IllegalArgumentException if {@code x} is NaN
   */
  public static int encode(float x) {
    if (Float.isNaN(x)) {
      throw new IllegalArgumentException("NaN has no mu-law code");
    }
    double steps = 128 * compand(Math.max(-1, Math.min(1, x)));
    return (int) Math.max(MIN_CODE, Math.min(MAX_CODE, Math.floor(steps)));
  }

  /** The companding without its steps: sign(x) · ln(1 + 255|x|) / ln 256, beyond 1 as well. */
  public static double compand(double x) {
    return Math.copySign(StrictMath.log1p(MU * Math.abs(x)) / LN_256, x);
  }

  /**
   * The amplitude a code stands for, the middle of its step.
   *
   * @param q code in -128..127
   * @return amplitude in [-0.978488, 0.978488]
   * @throws IllegalArgumentException if {@code q} is out of range
   */
  public static float decode(int q) {
    return DECODED[label(q)];
  }

  /**
   * The code as the network's scalar input, q / 128.
   *
   * @param q code in -128..127
   * @return companded amplitude in [-1, 1)
   * @throws IllegalArgumentException if {@code q} is out of range
   */
  public static float companded(int q) {
    return (label(q) + MIN_CODE) / 128f;
  }

  /**
   * The class that stands for a code in training.
   *
   * @param q code in -128..127
   * @return q + 128, in 0..255
   * @throws IllegalArgumentException if {@code q} is out of range
   */
  public static int label(int q) {
    if (q < MIN_CODE || q > MAX_CODE) {
      throw new IllegalArgumentException("mu-law code " + q + " is outside -128..127");
    }
    return q - MIN_CODE;
  }

  /**
   * The code that a class stands for.
   *
   * @param label class in 0..255
   * @return label - 128
   * @throws IllegalArgumentException if {@code label} is out of range
   */
  public static int fromLabel(int label) {
    if (label < 0 || label >= CODES) {
      throw new IllegalArgumentException("mu-law label " + label + " is outside 0..255");
    }
    return label + MIN_CODE;
  }

  /**
   * The codes of many samples; a Java byte holds exactly one code.
   *
   * @param samples amplitudes, [samples]
   * @return codes, [samples]
   * @throws IllegalArgumentException naming the first sample that is NaN
   */
  public static byte[] encode(float[] samples) {
    byte[] codes = new byte[samples.length];
    for (int i = 0; i < samples.length; i++) {
      if (Float.isNaN(samples[i])) {
        throw new IllegalArgumentException("sample " + i + " is NaN and has no mu-law code");
      }
      codes[i] = (byte) encode(samples[i]);
    }
    return codes;
  }

  /**
   * The amplitudes of many codes.
   *
   * @param codes [samples]
   * @return amplitudes, [samples]
   */
  public static float[] decode(byte[] codes) {
    float[] samples = new float[codes.length];
    for (int i = 0; i < codes.length; i++) {
      samples[i] = decode(codes[i]);
    }
    return samples;
  }

  private static float[] decodeTable() {
    float[] table = new float[CODES];
    for (int label = 0; label < CODES; label++) {
      double y = (label + MIN_CODE + 0.5) / 128;
      double magnitude = (StrictMath.pow(CODES, Math.abs(y)) - 1) / MU;
      table[label] = (float) Math.copySign(magnitude, y);
    }
    table[-MIN_CODE] = 0f;
    return table;
  }
}
