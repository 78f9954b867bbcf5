package dev.synth.bench;

import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;
import static org.bytedeco.pytorch.global.torch.zeros;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The WaveNet autoencoder in libtorch: what synth's graph computes, with the same economies.
 * Conditioning stays at frame rate and is added by broadcasting; pooling comes before the bottleneck.
 */
final class TorchNetwork {
  private final Sizes sizes;
  private final Layout layout;
  private final ScalarType type;
  private final Map<String, Tensor> parameters = new LinkedHashMap<>();

  /** Parameters are in float; {@code type} is what all but the loss is computed in. */
  TorchNetwork(Sizes sizes, Layout layout, ScalarType type) {
    this.sizes = sizes;
    this.layout = layout;
    this.type = type;
    int encoder = sizes.encoderWidth();
    add("ae_startconv", sizes.taps(), 1, encoder);
    for (int i = 0; i < sizes.encoderLayers(); i++) {
      add("ae_dilatedconv_" + i, sizes.taps(), encoder, encoder);
      add("ae_res_" + i, 1, encoder, encoder);
    }
    add("ae_bottleneck", 1, encoder, sizes.latent());
    int width = sizes.width();
    add("startconv", sizes.taps(), 1, width);
    add("skip_start", 1, width, sizes.skip());
    for (int i = 0; i < sizes.layers(); i++) {
      add("dilatedconv_" + i, sizes.taps(), width, 2 * width);
      add("cond_map_" + i, 1, sizes.latent(), 2 * width);
      add("res_" + i, 1, width, width);
      add("skip_" + i, 1, width, sizes.skip());
    }
    add("out1", 1, sizes.skip(), sizes.skip());
    add("cond_map_out1", 1, sizes.latent(), sizes.skip());
    add("logits", 1, sizes.skip(), Sizes.CODES);
  }

  private void add(String name, int taps, int in, int out) {
    Tensor w = Tensors.uniform(taps * in, layout.kernelShape(taps, in, out));
    parameters.put(name + "/W", w.set_requires_grad(true));
    parameters.put(name + "/b", zeros(new long[] {out}).set_requires_grad(true));
  }

  List<Tensor> parameters() {
    return new ArrayList<>(parameters.values());
  }

  long parameterCount() {
    return parameters.values().stream().mapToLong(Tensor::numel).sum();
  }

  private Tensor convolve(
      String name, Tensor x, int taps, int dilation, boolean causal, int batch) {
    return layout.convolve(
        x,
        parameters.get(name + "/W").to(type),
        parameters.get(name + "/b").to(type),
        taps,
        dilation,
        causal,
        batch);
  }

  private Tensor product(String name, Tensor x, int batch) {
    return convolve(name, x, 1, 1, true, batch);
  }

  /** Mean cross-entropy of predicting {@code labels} from the sound {@code x} before them. */
  Tensor loss(Tensor x, Tensor labels, int batch) {
    Tensor sound = x.to(type);
    Tensor logits = decode(sound, encode(sound, batch), batch);
    return cross_entropy_loss(logits.to(ScalarType.Float), labels);
  }

  private Tensor encode(Tensor x, int batch) {
    Tensor en = convolve("ae_startconv", x, sizes.taps(), 1, false, batch);
    for (int i = 0; i < sizes.encoderLayers(); i++) {
      int dilation = sizes.dilation(i);
      Tensor h =
          convolve("ae_dilatedconv_" + i, en.relu(), sizes.taps(), dilation, false, batch).relu();
      en = en.add(product("ae_res_" + i, h, batch));
    }
    return product("ae_bottleneck", layout.pool(en, sizes.hop(), batch), batch);
  }

  private Tensor decode(Tensor x, Tensor latent, int batch) {
    Tensor l = convolve("startconv", layout.shift(x, batch), sizes.taps(), 1, true, batch);
    Tensor skips = product("skip_start", l, batch);
    int width = sizes.width();
    for (int i = 0; i < sizes.layers(); i++) {
      Tensor d =
          convolve("dilatedconv_" + i, l, sizes.taps(), sizes.dilation(i), true, batch);
      d = layout.addFrames(d, product("cond_map_" + i, latent, batch), sizes.hop(), batch);
      Tensor gate =
          d.narrow(1, 0, width).sigmoid().mul(d.narrow(1, width, width).tanh());
      l = l.add(product("res_" + i, gate, batch));
      skips = skips.add(product("skip_" + i, gate, batch));
    }
    Tensor out = product("out1", skips.relu(), batch);
    out = layout.addFrames(out, product("cond_map_out1", latent, batch), sizes.hop(), batch);
    return product("logits", out.relu(), batch);
  }
}
