package dev.synth.plot;

/** Colours for levels: from black through violet and orange to a pale yellow, always lighter. */
final class Heat {
  private static final int[][] STOPS = {
    {0, 0, 0},
    {28, 16, 68},
    {96, 24, 120},
    {178, 48, 110},
    {238, 100, 70},
    {250, 178, 84},
    {255, 246, 200}
  };

  private Heat() {}

  /** The RGB colour of a level from 0 to 1; what lies outside is clamped. */
  static int rgb(double level) {
    double place = Math.max(0, Math.min(1, level)) * (STOPS.length - 1);
    int below = Math.min(STOPS.length - 2, (int) place);
    int rgb = 0;
    for (int c = 0; c < 3; c++) {
      int from = STOPS[below][c];
      int to = STOPS[below + 1][c];
      rgb = rgb << 8 | (int) Math.round(from + (place - below) * (to - from));
    }
    return rgb;
  }
}
