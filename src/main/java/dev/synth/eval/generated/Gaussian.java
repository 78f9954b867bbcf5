package dev.synth.eval.generated;

import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.stat.correlation.Covariance;
import org.apache.commons.math3.stat.descriptive.moment.VectorialMean;

/**
 * The mean and the covariance of many vectors.
 *
 * @param mean [features]
 * @param covariance [features][features]; of n vectors it divides by n - 1
 */
record Gaussian(double[] mean, RealMatrix covariance) {
  /**
   * Of some vectors.
   *
   * @param vectors [at least 2][features]
   */
  static Gaussian of(float[][] vectors) {
    VectorialMean mean = new VectorialMean(vectors[0].length);
    double[][] rows = new double[vectors.length][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new double[vectors[i].length];
      for (int j = 0; j < rows[i].length; j++) {
        rows[i][j] = vectors[i][j];
      }
      mean.increment(rows[i]);
    }
    return new Gaussian(mean.getResult(), new Covariance(rows).getCovarianceMatrix());
  }

  /**
   * The squared Fréchet distance of two normal distributions: |m - n|² + tr(A + B - 2 (A B)^½). The
   * root's trace is that of (A^½ B A^½)^½, which is symmetric. Source: Dowson and Landau 1982, "The
   * Fréchet distance between multivariate normal distributions"; of a classifier's features Heusel
   * et al. 2017, "GANs Trained by a Two Time-Scale Update Rule".
   *
   * @return at least 0
   */
  double frechet(Gaussian other) {
    double sum = 0;
    for (int i = 0; i < mean.length; i++) {
      sum += Math.pow(mean[i] - other.mean[i], 2);
    }
    RealMatrix root = root(covariance);
    RealMatrix product = root.multiply(other.covariance).multiply(root);
    RealMatrix symmetric = product.add(product.transpose()).scalarMultiply(0.5);
    double roots = 0;
    for (double value : new EigenDecomposition(symmetric).getRealEigenvalues()) {
      roots += Math.sqrt(Math.max(0, value)); // rounding makes some negative
    }
    return Math.max(0, sum + covariance.getTrace() + other.covariance.getTrace() - 2 * roots);
  }

  private static RealMatrix root(RealMatrix symmetric) {
    EigenDecomposition parts = new EigenDecomposition(symmetric);
    RealMatrix vectors = parts.getV();
    RealMatrix scaled = vectors.copy();
    double[] values = parts.getRealEigenvalues();
    for (int j = 0; j < values.length; j++) {
      double scale = Math.sqrt(Math.max(0, values[j]));
      for (int i = 0; i < values.length; i++) {
        scaled.multiplyEntry(i, j, scale);
      }
    }
    return scaled.multiply(vectors.transpose());
  }
}
