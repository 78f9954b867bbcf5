package dev.synth.nn;

import java.util.Arrays;
import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.Deconvolution2DLayer;
import org.deeplearning4j.nn.params.DeconvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Deeplearning4j's transposed convolution of images [notes, channels, rows, columns], which
 * enlarges them by its strides, without biases and activation. ND4J has its native operation by
 * oneDNN where the padding is told, and only there; Deeplearning4j lets it find the padding itself,
 * and takes the whole forward pass once more on its way back, where nobody wants it.
 */
public final class NativeDeconvolution extends Deconvolution2D {
  private static final long serialVersionUID = 1L;

  /** The layer that {@code builder} describes. */
  public NativeDeconvolution(Deconvolution2D.Builder builder) {
    super(builder);
    if (hasBias()) {
      throw new IllegalArgumentException("a transposed convolution with biases is not known here");
    }
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

  private static final class Computed extends Deconvolution2DLayer {
    private static final long serialVersionUID = 1L;

    /** Kernels are [in, out, rows, columns]. */
    private static final int KERNEL_FORMAT = 1;

    Computed(NeuralNetConfiguration conf, DataType type) {
      super(conf, type);
    }

    /**
     * Taps that are computed with. Strides times as many rows come out, the odd one of the padding
     * behind (TensorFlow's SAME). The native operation pads equally on both sides only: where the
     * padding is odd, a tap of 0 stands before the others.
     */
    private static int taps(int taps, int stride) {
      return taps + Math.max(0, taps - stride) % 2;
    }

    private int[] taps() {
      int[] taps = layerConf().getKernelSize();
      int[] strides = layerConf().getStride();
      return new int[] {taps(taps[0], strides[0]), taps(taps[1], strides[1])};
    }

    private int[] arguments() {
      int[] taps = taps();
      int[] strides = layerConf().getStride();
      return new int[] {
        taps[0],
        taps[1],
        strides[0],
        strides[1],
        (taps[0] - strides[0]) / 2,
        (taps[1] - strides[1]) / 2,
        1,
        1,
        0, // the padding is as told
        0, // channels come before rows and columns
        KERNEL_FORMAT
      };
    }

    private boolean isPadded() {
      return !Arrays.equals(taps(), layerConf().getKernelSize());
    }

    /** A kernel of {@link #taps}, and the part of it that this layer has. */
    private INDArray padded() {
      INDArray kernel = getParam(DeconvolutionParamInitializer.WEIGHT_KEY);
      int[] taps = taps();
      return Nd4j.create(dataType, kernel.size(0), kernel.size(1), taps[0], taps[1]);
    }

    private INDArray part(INDArray padded) {
      int[] own = layerConf().getKernelSize();
      int[] taps = taps();
      return padded.get(
          NDArrayIndex.all(),
          NDArrayIndex.all(),
          NDArrayIndex.interval(taps[0] - own[0], taps[0]),
          NDArrayIndex.interval(taps[1] - own[1], taps[1]));
    }

    private INDArray kernel() {
      INDArray kernel = getParam(DeconvolutionParamInitializer.WEIGHT_KEY);
      if (!isPadded()) {
        return kernel;
      }
      INDArray padded = padded();
      part(padded).assign(kernel);
      return padded;
    }

    private void release(INDArray padded) {
      if (isPadded()) {
        padded.close();
      }
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
      INDArray kernel = kernel();
      int[] strides = layerConf().getStride();
      long[] shape = {
        input.size(0), kernel.size(1), input.size(2) * strides[0], input.size(3) * strides[1]
      };
      INDArray output = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape, 'c');
      Nd4j.exec(
          DynamicCustomOp.builder("deconv2d")
              .addInputs(input, kernel)
              .addIntegerArguments(arguments())
              .addOutputs(output)
              .build());
      release(kernel);
      return output;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
        INDArray slopes, LayerWorkspaceMgr workspaces) {
      INDArray below =
          workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
      INDArray gradient = gradientViews.get(DeconvolutionParamInitializer.WEIGHT_KEY);
      INDArray kernel = kernel();
      INDArray computed = isPadded() ? padded() : gradient;
      Nd4j.exec(
          DynamicCustomOp.builder("deconv2d_bp")
              .addInputs(input, kernel, slopes)
              .addIntegerArguments(arguments())
              .addOutputs(below, computed)
              .build());
      if (isPadded()) {
        gradient.assign(part(computed));
      }
      release(kernel);
      release(computed);
      Gradient found = new DefaultGradient();
      found.setGradientFor(DeconvolutionParamInitializer.WEIGHT_KEY, gradient, 'c');
      return new Pair<>(found, below);
    }
  }
}
