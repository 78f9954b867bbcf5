package dev.synth.nn;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNBatchNormHelper;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Deeplearning4j's batch normalization (Ioffe and Szegedy 2015) of images [notes, channels, rows,
 * columns], computing by ND4J's native operation, for which Deeplearning4j 1.0.0-M2.1 has the code
 * and does not find it (see {@link NativeConvolution}).
 *
 * <p>Its parameters are gamma, beta, and the mean and the variance that are used when nothing is
 * trained. The "gradient" of the last two is what they exceed those of the batch by.
 */
public final class NativeBatchNormalization extends BatchNormalization {
  private static final long serialVersionUID = 1L;

  /**
   * A layer.
   *
   * @param epsilon is added to variances
   */
  public NativeBatchNormalization(int channels, double epsilon) {
    setNIn(channels);
    setNOut(channels);
    setEps(epsilon);
    setDecay(0);
    setUseLogStd(false);
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
      extends org.deeplearning4j.nn.layers.normalization.BatchNormalization {
    private static final long serialVersionUID = 1L;
    private final transient MKLDNNBatchNormHelper nativeHelper;

    Computed(NeuralNetConfiguration conf, DataType type) {
      super(conf, type);
      nativeHelper = type == DataType.FLOAT ? new MKLDNNBatchNormHelper(type) : null;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
      if (nativeHelper == null) {
        return super.activate(training, workspaces);
      }
      return nativeHelper.preOutput(
          input,
          training,
          input.shape(),
          getParam(BatchNormalizationParamInitializer.GAMMA),
          getParam(BatchNormalizationParamInitializer.BETA),
          getParam(BatchNormalizationParamInitializer.GLOBAL_MEAN),
          getParam(BatchNormalizationParamInitializer.GLOBAL_VAR),
          layerConf().getDecay(),
          layerConf().getEps(),
          CNN2DFormat.NCHW,
          workspaces);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
        INDArray slopes, LayerWorkspaceMgr workspaces) {
      if (nativeHelper == null) {
        return super.backpropGradient(slopes, workspaces);
      }
      Pair<Gradient, INDArray> found =
          nativeHelper.backpropGradient(
              input,
              slopes,
              input.shape(),
              getParam(BatchNormalizationParamInitializer.GAMMA),
              getParam(BatchNormalizationParamInitializer.BETA),
              gradientViews.get(BatchNormalizationParamInitializer.GAMMA),
              gradientViews.get(BatchNormalizationParamInitializer.BETA),
              layerConf().getEps(),
              CNN2DFormat.NCHW,
              workspaces);
      excess(
          found.getFirst(),
          BatchNormalizationParamInitializer.GLOBAL_MEAN,
          nativeHelper.getMeanCache(dataType));
      excess(
          found.getFirst(),
          BatchNormalizationParamInitializer.GLOBAL_VAR,
          nativeHelper.getVarCache(dataType));
      return found;
    }

    private void excess(Gradient into, String name, INDArray ofBatch) {
      INDArray view = gradientViews.get(name);
      view.assign(params.get(name)).subi(ofBatch.reshape(view.shape()));
      into.setGradientFor(name, view);
    }
  }
}
