package dev.synth.train.run;

import dev.synth.kernel.Kernels;
import dev.synth.kernel.ProductPrecision;
import java.io.IOException;
import java.util.Locale;

/** What somebody wants a run's products to be computed in. */
public enum PrecisionChoice {
  /** What a run that is there has; for a new one, what is fastest. */
  AUTO,

  /** {@link ProductPrecision#FLOAT}. */
  FLOAT,

  /** {@link ProductPrecision#BF16}. */
  BF16;

  /** In small letters, as it is typed. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * What it means for a run.
   *
   * @param mixes whether the kind that is trained can compute in less than float
   * @param begun the folder of the run that is to be resumed; null for a new one
   * @throws IllegalArgumentException with a sentence, where that cannot be computed here
   */
  public ProductPrecision of(boolean mixes, RunFolder begun) throws IOException {
    ProductPrecision before = begun == null ? null : begun.precision();
    ProductPrecision wanted =
        switch (this) {
          case FLOAT -> ProductPrecision.FLOAT;
          case BF16 -> ProductPrecision.BF16;
          case AUTO -> before;
        };
    if (wanted == ProductPrecision.FLOAT || !mixes && wanted == null) {
      return ProductPrecision.FLOAT;
    }
    if (!mixes) {
      throw new IllegalArgumentException(
          "the setting 'precision' must be float for this kind of model, whose layers are"
              + " Deeplearning4j's own");
    }
    String lack = Kernels.lack(ProductPrecision.BF16);
    if (wanted == null) {
      return lack == null ? ProductPrecision.BF16 : ProductPrecision.FLOAT;
    }
    if (lack != null && before == wanted) {
      throw new IllegalArgumentException(
          "the run computes in bf16, which cannot be done here ("
              + lack
              + "); to continue in float, start another run with the setting 'fork' and the"
              + " setting 'precision' float");
    }
    Kernels.check(wanted);
    return wanted;
  }
}
