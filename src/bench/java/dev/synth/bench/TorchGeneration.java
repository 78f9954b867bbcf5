package dev.synth.bench;

import static org.bytedeco.pytorch.global.torch.addmm;
import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.manual_seed;
import static org.bytedeco.pytorch.global.torch.multinomial;
import static org.bytedeco.pytorch.global.torch.set_num_threads;
import static org.bytedeco.pytorch.global.torch.softmax;
import static org.bytedeco.pytorch.global.torch.zeros;

import java.util.Arrays;
import java.util.Locale;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;

/**
 * Times the sample-by-sample decoder in libtorch, with the cached convolutions of Paine et al. 2016
 * that synth uses, and prints one JSON line. A layer is two products: one over the gathered taps, one
 * to residual and skip together.
 *
 * <p>Arguments: preset, notes, warm-up samples, timed samples, threads.
 */
public final class TorchGeneration {
  private final Sizes sizes;
  private final int notes;
  private final Tensor startKernel;
  private final Tensor startBias;
  private final Tensor skipStart;
  private final Tensor skipBias;
  private final Tensor[] taps;
  private final Tensor[] conditions;
  private final Tensor[] outputs;
  private final Tensor[] outputBiases;
  private final Tensor[][] rings;
  private final Tensor out1;
  private final Tensor out1Condition;
  private final Tensor logits;
  private final Tensor logitsBias;
  private final Tensor recent;

  private TorchGeneration(Sizes sizes, int notes) {
    this.sizes = sizes;
    this.notes = notes;
    int width = sizes.width();
    int skip = sizes.skip();
    startKernel = Tensors.uniform(sizes.taps(), sizes.taps(), width);
    startBias = zeros(width);
    skipStart = Tensors.uniform(width, width, skip);
    skipBias = zeros(skip);
    taps = new Tensor[sizes.layers()];
    conditions = new Tensor[sizes.layers()];
    outputs = new Tensor[sizes.layers()];
    outputBiases = new Tensor[sizes.layers()];
    rings = new Tensor[sizes.layers()][];
    for (int i = 0; i < taps.length; i++) {
      taps[i] = Tensors.uniform(sizes.taps() * width, (long) sizes.taps() * width, 2L * width);
      conditions[i] = Tensors.uniform(1, notes, 2L * width).mul(new Scalar(0.1));
      outputs[i] = Tensors.uniform(width, width, (long) width + skip);
      outputBiases[i] = zeros((long) width + skip);
      rings[i] = new Tensor[(sizes.taps() - 1) * sizes.dilation(i)];
      Arrays.setAll(rings[i], t -> zeros(notes, width));
    }
    out1 = Tensors.uniform(skip, skip, skip);
    out1Condition = zeros(notes, skip);
    logits = Tensors.uniform(skip, skip, Sizes.CODES);
    logitsBias = zeros(Sizes.CODES);
    recent = zeros(notes, sizes.taps());
  }

  /** One sample of every note; the codes are drawn, and are the next input. */
  private void step(int sample) {
    int width = sizes.width();
    Tensor l = addmm(startBias, recent, startKernel);
    Tensor skips = addmm(skipBias, l, skipStart);
    for (int i = 0; i < taps.length; i++) {
      Tensor[] ring = rings[i];
      int dilation = sizes.dilation(i);
      Tensor[] inputs = new Tensor[sizes.taps()];
      for (int tap = 0; tap < inputs.length - 1; tap++) {
        inputs[tap] = ring[(sample + tap * dilation) % ring.length];
      }
      inputs[inputs.length - 1] = l;
      Tensor d = addmm(conditions[i], cat(new TensorVector(inputs), 1), taps[i]);
      ring[sample % ring.length].copy_(l);
      Tensor gate = d.narrow(1, 0, width).sigmoid_().mul_(d.narrow(1, width, width).tanh_());
      Tensor both = addmm(outputBiases[i], gate, outputs[i]);
      l.add_(both.narrow(1, 0, width));
      skips.add_(both.narrow(1, width, sizes.skip()));
    }
    Tensor hidden = addmm(out1Condition, skips.relu_(), out1).relu_();
    Tensor codes = multinomial(softmax(addmm(logitsBias, hidden, logits), 1), 1);
    for (int tap = 0; tap < sizes.taps() - 1; tap++) {
      recent.narrow(1, tap, 1).copy_(recent.narrow(1, tap + 1, 1));
    }
    recent.narrow(1, sizes.taps() - 1, 1).copy_(codes).sub_(new Scalar(128)).div_(new Scalar(128));
  }

  public static void main(String[] args) {
    int notes = Integer.parseInt(args[1]);
    int warmUp = Integer.parseInt(args[2]);
    int samples = Integer.parseInt(args[3]);
    set_num_threads(Integer.parseInt(args[4]));
    manual_seed(1);
    try (InferenceMode inference = new InferenceMode()) {
      TorchGeneration generation = new TorchGeneration(Sizes.of(args[0]), notes);
      long start = 0;
      for (int sample = 0; sample < warmUp + samples; sample++) {
        if (sample == warmUp) {
          start = System.nanoTime();
        }
        try (PointerScope scope = new PointerScope()) {
          generation.step(sample);
        }
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "{\"who\":\"libtorch\",\"samplesPerSecond\":%.1f}%n",
          samples * (double) notes / seconds);
    }
  }
}
