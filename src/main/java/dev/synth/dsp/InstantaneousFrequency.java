package dev.synth.dsp;

/**
 * Frequency as the speed at which phase turns. A bin's own frequency is known to the width of the
 * bin only; from the phases of two moments follows that of the sound in it, up to whole turns.
 *
 * <p>Source: Flanagan and Golden 1966, "Phase Vocoder"; as a picture's colour Engel et al. 2017,
 * "Neural Audio Synthesis of Musical Notes with WaveNet Autoencoders", section 4.
 */
public final class InstantaneousFrequency {
  private InstantaneousFrequency() {}

  /**
   * How far phase has turned.
   *
   * @param before a complex spectrum, real and imaginary parts by turns
   * @param now the same some time later
   * @param bin which bin
   * @return turns, from 0 up to 1; a frequency of f Hz makes f · seconds of them, the whole ones
   *     not seen
   */
  public static double turns(float[] before, float[] now, int bin) {
    double a = before[2 * bin];
    double b = before[2 * bin + 1];
    double c = now[2 * bin];
    double d = now[2 * bin + 1];
    double turns = Math.atan2(d * a - c * b, c * a + d * b) / (2 * Math.PI);
    return turns < 0 ? turns + 1 : turns;
  }

  /**
   * The frequency nearest to a bin's own that makes these turns.
   *
   * @param turns as {@link #turns} returns them
   * @param seconds between the two moments
   * @param binHz the bin's own frequency
   * @return Hz, at most half a turn from {@code binHz}
   */
  public static double hz(double turns, double seconds, double binHz) {
    double expected = binHz * seconds;
    double difference = turns - expected;
    return (expected + difference - Math.rint(difference)) / seconds;
  }
}
