package dev.synth.bench;

import static org.bytedeco.pytorch.global.torch.addmm;
import static org.bytedeco.pytorch.global.torch.cat;
import static org.bytedeco.pytorch.global.torch.constant_pad_nd;
import static org.bytedeco.pytorch.global.torch.conv1d;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;

/**
 * Two ways to lay a sequence out in libtorch; the channels are dimension 1 in both. Which is faster
 * depends on the sizes and the machine, so the comparison runs both and takes the better one.
 */
enum Layout {
  /** [batch, channels, samples] and libtorch's own convolution (oneDNN). */
  CONV {
    @Override
    Tensor input(float[] values, int batch, int samples) {
      return Tensors.of(values, batch, 1, samples);
    }

    @Override
    long[] kernelShape(int taps, int in, int out) {
      return new long[] {out, in, taps};
    }

    @Override
    Tensor convolve(Tensor x, Tensor w, Tensor b, int taps, int dilation, boolean causal, int batch) {
      long reach = (taps - 1L) * dilation;
      Tensor padded =
          taps == 1
              ? x
              : causal
                  ? constant_pad_nd(x, reach, 0)
                  : constant_pad_nd(x, reach / 2, reach / 2);
      return conv1d(
          padded, w, new TensorOptional(b), new long[] {1}, new long[] {0}, new long[] {dilation}, 1);
    }

    @Override
    Tensor pool(Tensor x, int hop, int batch) {
      return x.view(batch, x.size(1), x.size(2) / hop, hop).mean(3);
    }

    @Override
    Tensor addFrames(Tensor x, Tensor frames, int hop, int batch) {
      long channels = x.size(1);
      long samples = x.size(2);
      return x.view(batch, channels, samples / hop, hop)
          .add(frames.unsqueeze(3))
          .view(batch, channels, samples);
    }

    @Override
    Tensor shift(Tensor x, int batch) {
      return constant_pad_nd(x, 1, 0).narrow(2, 0, x.size(2));
    }


    @Override
    long[] labelShape(int batch, int samples) {
      return new long[] {batch, samples};
    }
  },

  /** [samples · batch, channels], one product over gathered taps. */
  ROWS {
    @Override
    Tensor input(float[] values, int batch, int samples) {
      return Tensors.of(values, (long) batch * samples, 1);
    }

    @Override
    long[] kernelShape(int taps, int in, int out) {
      return new long[] {(long) taps * in, out};
    }

    @Override
    Tensor convolve(Tensor x, Tensor w, Tensor b, int taps, int dilation, boolean causal, int batch) {
      if (taps == 1) {
        return addmm(b, x, w);
      }
      long rows = x.size(0);
      long step = (long) dilation * batch;
      long reach = (taps - 1) * step;
      Tensor padded =
          causal
              ? constant_pad_nd(x, 0, 0, reach, 0)
              : constant_pad_nd(x, 0, 0, reach / 2, reach / 2);
      Tensor[] shifted = new Tensor[taps];
      for (int tap = 0; tap < taps; tap++) {
        shifted[tap] = padded.narrow(0, tap * step, rows);
      }
      return addmm(b, cat(new TensorVector(shifted), 1), w);
    }

    @Override
    Tensor pool(Tensor x, int hop, int batch) {
      long channels = x.size(1);
      return x.view(-1, hop, batch * channels).mean(1).view(-1, channels);
    }

    @Override
    Tensor addFrames(Tensor x, Tensor frames, int hop, int batch) {
      long channels = x.size(1);
      return x.view(-1, hop, batch * channels)
          .add(frames.view(-1, 1, batch * channels))
          .view(-1, channels);
    }

    @Override
    Tensor shift(Tensor x, int batch) {
      return constant_pad_nd(x, 0, 0, batch, 0).narrow(0, 0, x.size(0));
    }


    @Override
    long[] labelShape(int batch, int samples) {
      return new long[] {(long) batch * samples};
    }
  };

  abstract Tensor input(float[] values, int batch, int samples);

  abstract long[] kernelShape(int taps, int in, int out);

  abstract Tensor convolve(
      Tensor x, Tensor w, Tensor b, int taps, int dilation, boolean causal, int batch);

  abstract Tensor pool(Tensor x, int hop, int batch);

  abstract Tensor addFrames(Tensor x, Tensor frames, int hop, int batch);

  abstract Tensor shift(Tensor x, int batch);

  abstract long[] labelShape(int batch, int samples);
}
