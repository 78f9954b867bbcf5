package dev.synth.bench;

import static org.bytedeco.pytorch.global.torch.from_blob;
import static org.bytedeco.pytorch.global.torch.manual_seed;
import static org.bytedeco.pytorch.global.torch.set_num_threads;
import static org.bytedeco.pytorch.global.torch.ScalarType;

import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;

/**
 * Times whole training steps (forward, loss, backward, Adam) in libtorch and prints one JSON line.
 *
 * <p>Arguments: preset, batch, crop in samples, warm-up steps, timed steps, threads, layout (conv or
 * rows), data type (float or bf16: parameters and sound are cast, the loss is in float).
 */
public final class TorchTraining {
  private TorchTraining() {}

  public static void main(String[] args) {
    Sizes sizes = Sizes.of(args[0]);
    int batch = Integer.parseInt(args[1]);
    int crop = Integer.parseInt(args[2]);
    int warmUp = Integer.parseInt(args[3]);
    int steps = Integer.parseInt(args[4]);
    set_num_threads(Integer.parseInt(args[5]));
    Layout layout = Layout.valueOf(args[6].toUpperCase(Locale.ROOT));
    boolean bf16 = args[7].equals("bf16");
    manual_seed(1);
    TorchNetwork network =
        new TorchNetwork(sizes, layout, bf16 ? ScalarType.BFloat16 : ScalarType.Float);
    Adam adam =
        new Adam(
            new TensorVector(network.parameters().toArray(new Tensor[0])), new AdamOptions(2e-4));
    Random random = new Random(1);
    float[] sound = new float[batch * crop];
    long[] codes = new long[batch * crop];
    for (int i = 0; i < sound.length; i++) {
      codes[i] = random.nextInt(Sizes.CODES);
      sound[i] = (codes[i] - 128) / 128f;
    }
    Tensor x = layout.input(sound, batch, crop);
    Tensor labels;
    try (LongPointer pointer = new LongPointer(codes)) {
      labels =
          from_blob(pointer, layout.labelShape(batch, crop), new TensorOptions(ScalarType.Long))
              .clone();
    }
    double[] seconds = new double[steps];
    float first = 0;
    float last = 0;
    for (int step = -warmUp; step < steps; step++) {
      long start = System.nanoTime();
      try (PointerScope scope = new PointerScope()) {
        adam.zero_grad();
        Tensor loss = network.loss(x, labels, batch);
        loss.backward();
        adam.step();
        last = loss.item_float();
      }
      if (step == -warmUp) {
        first = last;
      }
      if (step >= 0) {
        seconds[step] = (System.nanoTime() - start) / 1e9;
      }
    }
    Arrays.sort(seconds);
    System.out.printf(
        Locale.ROOT,
        "{\"who\":\"libtorch %s\",\"parameters\":%d,\"samplesPerSecond\":%.1f,"
            + "\"firstNats\":%.4f,\"lastNats\":%.4f}%n",
        layout.name().toLowerCase(Locale.ROOT),
        network.parameterCount(),
        batch * (double) crop / seconds[steps / 2],
        first,
        last);
  }
}
