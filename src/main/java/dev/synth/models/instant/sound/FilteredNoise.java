package dev.synth.models.instant.sound;

import java.util.Arrays;
import org.jtransforms.fft.FloatFFT_1D;

/**
 * White noise from a seed, shaped by bands that change from point to point. Blocks of two hops
 * around each point are windowed, filtered in the frequency domain without delay, windowed again
 * and overlapped by half. Both windows are roots of a Hann window, so the same filter at all points
 * gives the noise through that filter.
 *
 * <p>Each sample of the noise is a function of seed and place alone, uniform of variance 1.
 */
final class FilteredNoise {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final float UNIT_VARIANCE = (float) (Math.sqrt(3) * 0x1p-24);

  private final int hopSamples;
  private final int fftSamples;
  private final FloatFFT_1D fft;
  private final float[] window;
  private final NoiseBins bins;
  private final float perKiloHertz;
  private final float[] bandGains;
  private final float[] gains;
  private final float[] block;
  private final long seed;

  /** The second half of the block before. */
  private final float[] rest;

  FilteredNoise(int rateHz, int hopSamples, NoiseBands bands, long seed) {
    this.hopSamples = hopSamples;
    this.seed = mix(seed + GOLDEN_GAMMA);
    // Room for the filter to ring: at least a third more than the block.
    fftSamples = Integer.highestOneBit(Math.max(2, 8 * hopSamples / 3 - 1)) * 2;
    fft = new FloatFFT_1D(fftSamples);
    bins = new NoiseBins(bands, fftSamples / 2 + 1, (double) rateHz / fftSamples);
    perKiloHertz = (float) Math.sqrt(rateHz / 2000.0);
    window = new float[2 * hopSamples];
    for (int i = 0; i < window.length; i++) {
      window[i] = (float) Math.sin(Math.PI * (i + 0.5) / window.length);
    }
    bandGains = new float[bands.count()];
    gains = new float[fftSamples / 2 + 1];
    block = new float[fftSamples];
    rest = new float[hopSamples];
  }

  /** SplitMix64's mixing (Steele, Lea and Flood 2014). */
  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }

  private float white(long sample) {
    // 24 bits, so that every value is a float; both signs alike.
    return (2 * (int) (mix(seed + sample * GOLDEN_GAMMA) >>> 40) + 1 - (1 << 24)) * UNIT_VARIANCE;
  }

  /**
   * Adds the noise of the hop before {@code point} to {@code out}, from {@code offset} on. Points
   * are to be taken in their order; point 0 writes nothing.
   */
  void next(NoteControls controls, int point, float[] out, int offset) {
    shape(controls, Math.min(point, controls.points() - 1), point);
    if (point > 0) {
      for (int i = 0; i < hopSamples; i++) {
        out[offset + i] += rest[i] + block[i];
      }
    }
    System.arraycopy(block, hopSamples, rest, 0, hopSamples);
  }

  private void shape(NoteControls controls, int row, int point) {
    boolean silent = true;
    for (int b = 0; b < bandGains.length; b++) {
      bandGains[b] =
          perKiloHertz * NoteControls.amplitude(controls.noiseDb()[row * bandGains.length + b]);
      silent &= bandGains[b] == 0;
    }
    Arrays.fill(block, 0);
    if (silent) {
      return;
    }
    bins.gains(bandGains, gains);
    long first = (long) (point - 1) * hopSamples;
    for (int i = 0; i < window.length; i++) {
      block[i] = window[i] * white(first + i);
    }
    fft.realForward(block);
    // re 0, re N/2, re 1, im 1, ...
    block[0] *= gains[0];
    block[1] *= gains[fftSamples / 2];
    for (int j = 1; j < fftSamples / 2; j++) {
      block[2 * j] *= gains[j];
      block[2 * j + 1] *= gains[j];
    }
    fft.realInverse(block, true);
    for (int i = 0; i < window.length; i++) {
      block[i] *= window[i];
    }
  }
}
