package dev.synth.nn;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNConvHelper;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Deeplearning4j's convolution layer, computing by ND4J's native operation (oneDNN's, where the
 * native build has it) instead of unfolding its input in Java. Deeplearning4j 1.0.0-M2.1 has the
 * code for that and does not find it: its helpers look for a class of ND4J that is no longer there.
 * Measured on a 2-core machine with AVX-512, a training step of the classifier takes a sixth of the
 * time. Where the operation fails, the layer falls back to its own code.
 */
public final class NativeConvolution extends ConvolutionLayer {
  private static final long serialVersionUID = 1L;

  /** The layer that {@code builder} describes. */
  public NativeConvolution(ConvolutionLayer.Builder builder) {
    super(builder);
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType type) {
    return NativeLayers.placed(
        new Computed(conf, type), conf, listeners, index, parameters, initialize, initializer());
  }

  private static final class Computed
      extends org.deeplearning4j.nn.layers.convolution.ConvolutionLayer {
    private static final long serialVersionUID = 1L;
    private transient INDArray slopes;

    Computed(NeuralNetConfiguration conf, DataType type) {
      super(conf, type);
      if (type == DataType.FLOAT) { // oneDNN has no doubles
        helper = new MKLDNNConvHelper(type);
      }
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
        INDArray slopes, LayerWorkspaceMgr workspaces) {
      this.slopes = slopes;
      try {
        return super.backpropGradient(slopes, workspaces);
      } finally {
        this.slopes = null;
      }
    }

    /** Backward, Deeplearning4j wants it for the activation's slope only: here that may be 1. */
    @Override
    protected Pair<INDArray, INDArray> preOutput4d(
        boolean training, boolean forBackprop, LayerWorkspaceMgr workspaces) {
      boolean needless =
          forBackprop
              && helper != null
              && helperCountFail == 0
              && layerConf().getActivationFn() instanceof ActivationIdentity;
      return needless
          ? new Pair<>(slopes, null) // of the same shape: no more is asked of it
          : super.preOutput4d(training, forBackprop, workspaces);
    }
  }
}
