package dev.synth.eval.metric;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

/** Principal components, to look at many features in two. */
public final class Projection {
  private Projection() {}

  /**
   * Notes on the two directions in which they differ most (Pearson 1901).
   *
   * @param features [notes][features], standardised
   * @return [2][notes]
   */
  public static double[][] plane(double[][] features) {
    RealMatrix x = new Array2DRowRealMatrix(features);
    EigenDecomposition eigen =
        new EigenDecomposition(x.transpose().multiply(x).scalarMultiply(1.0 / features.length));
    // Commons Math sorts a symmetric matrix's eigenvalues, the largest first.
    return new double[][] {
      x.operate(eigen.getEigenvector(0)).toArray(),
      x.operate(eigen.getEigenvector(Math.min(1, features[0].length - 1))).toArray()
    };
  }
}
