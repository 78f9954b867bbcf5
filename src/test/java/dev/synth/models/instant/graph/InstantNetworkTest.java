package dev.synth.models.instant.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.synth.kernel.ElementType;
import dev.synth.kernel.Kernels;
import dev.synth.model.TensorShape;
import dev.synth.models.instant.DecoderConditions;
import dev.synth.models.instant.EncoderInputs;
import dev.synth.models.instant.InstantSpec;
import dev.synth.models.instant.PitchFeatures;
import dev.synth.models.instant.StackShape;
import dev.synth.models.instant.train.ControlBatch;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InstantNetworkTest {
  private static final InstantSpec SPEC = new InstantSpec(16_000, 7, 2, 3, 6, 3, 5, 2, 4, 4);

  private static float[] random(int length, Random random, boolean positive) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = positive ? random.nextFloat() : (float) random.nextGaussian();
    }
    return values;
  }

  private static ControlBatch batch(int crops, int frames, long seed) {
    Random random = new Random(seed);
    int rows = crops * frames;
    int outputs = SPEC.valuesPerFrame();
    return new ControlBatch(
        crops,
        frames,
        random(rows * EncoderInputs.COUNT, random, false),
        random(rows * PitchFeatures.COUNT, random, true),
        random(rows * DecoderConditions.COUNT, random, true),
        random(rows * outputs, random, false),
        random(rows * outputs, random, true),
        random(rows, random, false),
        random.doubles(crops, 40, 100).toArray(),
        new double[] {8000, 3000, 24_000},
        random.ints(crops, 0, 3).toArray(),
        random.ints(crops, frames - 2, frames + 1).toArray());
  }

  @Test
  void gradientsAreThoseOfTheLoss() {
    ControlBatch batch = batch(3, 9, 1);
    try (InstantNetwork network =
        InstantNetwork.create(SPEC, Kernels.nd4j(ElementType.DOUBLE), 7)) {
      network.computeGradients(batch);
      double[] gradients = network.gradients().dup().toDoubleVector();
      Random random = new Random(2);
      int from = 0;
      for (TensorShape shape : network.shapes()) {
        for (int n = 0; n < 4; n++) {
          int i = from + random.nextInt(shape.length());
          double step = 1e-6;
          double before = network.parameters().getDouble(i);
          network.parameters().putScalar(i, before + step);
          double up = network.loss(batch);
          network.parameters().putScalar(i, before - step);
          double down = network.loss(batch);
          network.parameters().putScalar(i, before);
          double slope = batch.batch() * (up - down) / (2 * step);
          assertEquals(slope, gradients[i], 1e-7 + 1e-6 * Math.abs(slope), shape.name());
        }
        from += shape.length();
      }
    }
  }

  @Test
  void cropsDoNotSeeEachOther() {
    ControlBatch one = batch(1, 9, 1);
    ControlBatch three = batch(3, 9, 2);
    int columns = SPEC.valuesPerFrame();
    copyCrop(one.inputs(), three.inputs(), EncoderInputs.COUNT);
    copyCrop(one.pitches(), three.pitches(), PitchFeatures.COUNT);
    copyCrop(one.conditions(), three.conditions(), DecoderConditions.COUNT);
    three.midi()[1] = one.midi()[0];
    try (InstantNetwork network =
        InstantNetwork.create(SPEC, Kernels.nd4j(ElementType.DOUBLE), 7)) {
      double[] alone = network.values(one);
      double[] together = network.values(three);
      for (int f = 0; f < 9; f++) {
        for (int c = 0; c < columns; c++) {
          assertEquals(alone[f * columns + c], together[(3 * f + 1) * columns + c], 1e-12);
        }
      }
    }
  }

  /** The only crop of nine frames becomes the second of three. */
  private static void copyCrop(float[] one, float[] three, int columns) {
    for (int f = 0; f < 9; f++) {
      System.arraycopy(one, f * columns, three, (3 * f + 1) * columns, columns);
    }
  }

  @Test
  void reachIsWhatTheShapeSays() {
    StackShape shape = new StackShape("x", 1, 0, 1, 6, 1);
    // 1, then dilations 1, 2, 4, 8, 1, 2.
    assertEquals(1 + 1 + 2 + 4 + 8 + 1 + 2, shape.reachFrames());
  }
}
