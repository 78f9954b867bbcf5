package dev.synth.models.instant.analysis;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The same on the JDK's Vector API, in floats; a stretch is some hundred samples at most, so that
 * each lane adds up a few dozen.
 */
public final class VectorSums implements SumKernel {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int VECTOR = SPECIES.length();

  private final SumKernel plain = new PlainSums();

  /**
   * A kernel found by name: its module may be absent.
   *
   * @throws IllegalStateException if vectors are so short here that plain loops are as fast
   */
  public VectorSums() {
    if (VECTOR < 4) {
      throw new IllegalStateException("this processor's vectors are too short");
    }
  }

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
    int end = first + (last - first) / VECTOR * VECTOR;
    plain.sum(real, imaginary, cosines, sines, end, last, sums, at);
    FloatVector re = FloatVector.zero(SPECIES);
    FloatVector reCos = re;
    FloatVector reSin = re;
    FloatVector im = re;
    FloatVector imCos = re;
    FloatVector imSin = re;
    for (int n = first; n < end; n += VECTOR) {
      FloatVector x = FloatVector.fromArray(SPECIES, real, n);
      FloatVector y = FloatVector.fromArray(SPECIES, imaginary, n);
      FloatVector cos = FloatVector.fromArray(SPECIES, cosines, n);
      FloatVector sin = FloatVector.fromArray(SPECIES, sines, n);
      re = re.add(x);
      reCos = x.fma(cos, reCos);
      reSin = x.fma(sin, reSin);
      im = im.add(y);
      imCos = y.fma(cos, imCos);
      imSin = y.fma(sin, imSin);
    }
    sums[at] += re.reduceLanes(VectorOperators.ADD);
    sums[at + 1] += reCos.reduceLanes(VectorOperators.ADD);
    sums[at + 2] += reSin.reduceLanes(VectorOperators.ADD);
    sums[at + 3] += im.reduceLanes(VectorOperators.ADD);
    sums[at + 4] += imCos.reduceLanes(VectorOperators.ADD);
    sums[at + 5] += imSin.reduceLanes(VectorOperators.ADD);
  }
}
