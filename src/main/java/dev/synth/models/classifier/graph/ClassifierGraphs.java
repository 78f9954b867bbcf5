package dev.synth.models.classifier.graph;

import dev.synth.models.classifier.ClassifierSpec;
import dev.synth.models.classifier.HarmonicStack;
import dev.synth.nn.NativeConvolution;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.NoOp;

/** The networks of a classifier, layer by layer. */
final class ClassifierGraphs {
  /** Slope of the rectifiers below 0. */
  private static final double LEAK = 0.1;

  private ClassifierGraphs() {}

  private static ComputationGraphConfiguration.GraphBuilder builder(DataType type) {
    return new NeuralNetConfiguration.Builder()
        .dataType(type)
        .updater(new NoOp())
        .convolutionMode(ConvolutionMode.Same)
        .trainingWorkspaceMode(WorkspaceMode.ENABLED)
        .inferenceWorkspaceMode(WorkspaceMode.NONE)
        .graphBuilder();
  }

  private static ConvolutionLayer convolution(
      int in, int out, int[] taps, int[] strides, boolean isLast) {
    ConvolutionLayer.Builder layer =
        new ConvolutionLayer.Builder(taps[0], taps[1]).nIn(in).nOut(out).stride(strides);
    if (isLast) {
      layer.activation(Activation.IDENTITY);
    } else {
      layer.activation(new ActivationLReLU(LEAK));
    }
    return new NativeConvolution(layer);
  }

  /** [notes, channels, places, 1] to [notes, 1, pitches, 1]. */
  static ComputationGraphConfiguration pitch(ClassifierSpec spec, DataType type) {
    int[] taps = {ClassifierSpec.PITCH_TAPS, 1};
    int[] one = {1, 1};
    int[] semitone = {HarmonicStack.PER_SEMITONE, 1};
    int width = spec.pitchWidth();
    return builder(type)
        .addInputs("stack")
        .addLayer("pitch1", convolution(HarmonicStack.CHANNELS, width, taps, one, false), "stack")
        .addLayer("pitch2", convolution(width, width, taps, one, false), "pitch1")
        .addLayer("pitch3", convolution(width, 1, semitone, semitone, true), "pitch2")
        .setOutputs("pitch3")
        .build();
  }

  /** [notes, 1, frames, bands], what else is known and a mask, to [notes, answers]. */
  static ComputationGraphConfiguration timbre(ClassifierSpec spec, DataType type) {
    ComputationGraphConfiguration.GraphBuilder graph =
        builder(type).addInputs("mel", "more", "mask");
    int[] taps = {ClassifierSpec.TAPS, ClassifierSpec.TAPS};
    String last = "mel";
    for (int i = 1; i <= ClassifierSpec.HALVINGS; i++) {
      String name = "timbre" + i;
      graph.addLayer(
          name,
          convolution(spec.channels(i - 1), spec.channels(i), taps, new int[] {2, 2}, false),
          last);
      last = name;
    }
    int[] time = {spec.pooledFrames(), 1};
    graph
        .addLayer("mean", pool(PoolingType.AVG, time), last)
        .addLayer("largest", pool(PoolingType.MAX, time), last)
        .addVertex("pooled", new MergeVertex(), "mean", "largest")
        .addVertex(
            "flat",
            new PreprocessorVertex(
                new CnnToFeedForwardPreProcessor(
                    1, spec.pooledBands(), 2 * spec.channels(ClassifierSpec.HALVINGS))),
            "pooled")
        .addVertex("joined", new MergeVertex(), "flat", "more")
        .addVertex("masked", new ElementWiseVertex(ElementWiseVertex.Op.Product), "joined", "mask")
        .addLayer(
            "hidden",
            new DenseLayer.Builder()
                .nIn(spec.joined())
                .nOut(spec.hidden())
                .activation(new ActivationLReLU(LEAK))
                .build(),
            "masked");
    return graph
        .addLayer(
            "answers",
            new DenseLayer.Builder()
                .nIn(spec.hidden())
                .nOut(ClassifierSpec.timbreAnswers())
                .activation(Activation.IDENTITY)
                .build(),
            "hidden")
        .setOutputs("answers")
        .build();
  }

  private static SubsamplingLayer pool(PoolingType type, int[] size) {
    return new SubsamplingLayer.Builder(type)
        .kernelSize(size)
        .stride(size)
        .convolutionMode(ConvolutionMode.Truncate)
        .build();
  }
}
