package dev.synth.models.instant.analysis;

/** The definition, in plain loops. */
final class PlainSums implements SumKernel {
  @Override
  public void sum(
      float[] real,
      float[] imaginary,
      float[] cosines,
      float[] sines,
      int first,
      int last,
      double[] sums,
      int at) {
    double re = 0;
    double reCos = 0;
    double reSin = 0;
    double im = 0;
    double imCos = 0;
    double imSin = 0;
    for (int n = first; n < last; n++) {
      double x = real[n];
      double y = imaginary[n];
      double cos = cosines[n];
      double sin = sines[n];
      re += x;
      reCos += x * cos;
      reSin += x * sin;
      im += y;
      imCos += y * cos;
      imSin += y * sin;
    }
    sums[at] = re;
    sums[at + 1] = reCos;
    sums[at + 2] = reSin;
    sums[at + 3] = im;
    sums[at + 4] = imCos;
    sums[at + 5] = imSin;
  }
}
