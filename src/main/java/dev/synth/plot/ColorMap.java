package dev.synth.plot;

/**
 * Colours for levels, from black through violet and orange to a pale yellow, always lighter; and
 * for values of either sign.
 */
final class ColorMap {
  private static final int[][] STOPS = {
    {0, 0, 0},
    {28, 16, 68},
    {96, 24, 120},
    {178, 48, 110},
    {238, 100, 70},
    {250, 178, 84},
    {255, 246, 200}
  };

  private static final int[][] SIGNED = {
    {8, 48, 107}, {66, 146, 198}, {255, 255, 255}, {222, 84, 62}, {103, 0, 13}
  };

  private ColorMap() {}

  /** The RGB colour of a level from 0 to 1; what lies outside is clamped. */
  static int rgb(double level) {
    return between(STOPS, level);
  }

  /** The RGB colour of a value from -1, blue, through 0, white, to 1, red. */
  static int signed(double value) {
    return between(SIGNED, (value + 1) / 2);
  }

  private static int between(int[][] stops, double share) {
    double place = Math.max(0, Math.min(1, share)) * (stops.length - 1);
    int below = Math.min(stops.length - 2, (int) place);
    int rgb = 0;
    for (int c = 0; c < 3; c++) {
      int from = stops[below][c];
      int to = stops[below + 1][c];
      rgb = rgb << 8 | (int) Math.round(from + (place - below) * (to - from));
    }
    return rgb;
  }
}
