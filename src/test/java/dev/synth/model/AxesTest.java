package dev.synth.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class AxesTest {
  private static final int[] SHAPE = {2, 3, 5, 4};

  private static float[] counted() {
    float[] values = new float[2 * 3 * 5 * 4];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    return values;
  }

  @Test
  void everyValueGoesToItsPlace() {
    int[] axes = {3, 0, 2, 1};
    float[] permuted = Axes.permuted(counted(), SHAPE, axes);
    assertArrayEquals(new int[] {4, 2, 5, 3}, Axes.permuted(SHAPE, axes));
    for (int a = 0; a < 4; a++) {
      for (int b = 0; b < 2; b++) {
        for (int c = 0; c < 5; c++) {
          for (int d = 0; d < 3; d++) {
            assertEquals(
                ((b * 3 + d) * 5 + c) * 4 + a, permuted[((a * 2 + b) * 5 + c) * 3 + d], "" + a);
          }
        }
      }
    }
  }

  @Test
  void aCheckpointsTensorMayHaveAnotherOrder() {
    // As TensorFlow's transposed convolutions have it: [height, width, out, in].
    TensorShape tensor = new TensorShape("layer", 2, 3, 4, 5);
    CheckpointTensor from = new CheckpointTensor(tensor, "scope/weights", 0, 1, 3, 2);
    assertArrayEquals(SHAPE, from.variableShape());
    assertArrayEquals(Axes.permuted(counted(), SHAPE, 0, 1, 3, 2), from.values(counted()));
    float[] values = counted();
    assertSame(values, CheckpointTensor.same(new TensorShape("same", 2, 60)).values(values));
  }

  @Test
  void whatIsNoPermutationIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Axes.permuted(SHAPE, 0, 1, 2));
    assertThrows(IllegalArgumentException.class, () -> Axes.permuted(SHAPE, 0, 1, 2, 2));
    assertThrows(
        IllegalArgumentException.class, () -> Axes.permuted(new float[7], SHAPE, 0, 1, 2, 3));
  }
}
