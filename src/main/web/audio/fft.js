// The Fourier transform of real signals whose length is a power of two, in place and without
// allocation.

/** Cosines and sines of one stage's turns, in the kernels' memory. */
class Stage {
  constructor(kernels, apart) {
    this.apart = apart;
    this.cosine = kernels.floats(apart);
    /** Forward and backward. */
    this.sines = [kernels.floats(apart), kernels.floats(apart)];
    for (let i = 0; i < apart; i++) {
      this.cosine[i] = Math.cos((Math.PI * i) / apart);
      this.sines[1][i] = Math.sin((Math.PI * i) / apart);
      this.sines[0][i] = -this.sines[1][i];
    }
  }
}

/** Transforms of `size` samples, at least 4. */
export class RealFft {
  /** @param {Kernels} kernels in whose memory it works */
  constructor(kernels, size) {
    this.kernels = kernels;
    this.size = size;
    const half = size / 2;
    this.cosine = new Float64Array(half);
    this.sine = new Float64Array(half);
    for (let i = 0; i < half; i++) {
      this.cosine[i] = Math.cos((2 * Math.PI * i) / size);
      this.sine[i] = Math.sin((2 * Math.PI * i) / size);
    }
    this.reversed = new Uint16Array(half);
    for (let i = 1; i < half; i++) {
      this.reversed[i] = (this.reversed[i >> 1] >> 1) | (i & 1 ? half >> 1 : 0);
    }
    this.re = kernels.floats(half);
    this.im = kernels.floats(half);
    this.stages = [];
    for (let apart = 4; apart < half; apart *= 2) {
      this.stages.push(new Stage(kernels, apart));
    }
  }

  /** The transform of re + i im, of half as many numbers; `sign` -1 forward, 1 backward. */
  complex(sign) {
    const { re, im, size, stages, kernels } = this;
    const half = size / 2;
    this.begin(sign);
    for (let k = 0; k < stages.length; k++) {
      const { apart, cosine, sines } = stages[k];
      const sine = sines[sign < 0 ? 0 : 1];
      kernels.butterflies(
        re.byteOffset,
        im.byteOffset,
        half,
        apart,
        cosine.byteOffset,
        sine.byteOffset,
      );
    }
  }

  /** The first two stages, whose turns are quarters. */
  begin(sign) {
    const { re, im, size } = this;
    const half = size / 2;
    for (let i = 0; i < half; i += 2) {
      const x = re[i + 1];
      const y = im[i + 1];
      re[i + 1] = re[i] - x;
      im[i + 1] = im[i] - y;
      re[i] += x;
      im[i] += y;
    }
    for (let i = 0; i + 3 < half; i += 4) {
      const x = re[i + 2];
      const y = im[i + 2];
      re[i + 2] = re[i] - x;
      im[i + 2] = im[i] - y;
      re[i] += x;
      im[i] += y;
      const turnedX = -sign * im[i + 3];
      const turnedY = sign * re[i + 3];
      re[i + 3] = re[i + 1] - turnedX;
      im[i + 3] = im[i + 1] - turnedY;
      re[i + 1] += turnedX;
      im[i + 1] += turnedY;
    }
  }

  /**
   * Multiplies the spectrum of a signal by real gains.
   *
   * @param {Float32Array} signal [size], replaced
   * @param {Float32Array} gains [size / 2 + 1]
   */
  filter(signal, gains) {
    const { re, im, reversed, cosine, sine, size } = this;
    const half = size / 2;
    for (let i = 0; i < half; i++) {
      const to = reversed[i];
      re[to] = signal[2 * i];
      im[to] = signal[2 * i + 1];
    }
    this.complex(-1);
    // Even and odd samples are the two parts of what was transformed.
    const zero = (re[0] + im[0]) * gains[0];
    const nyquist = (re[0] - im[0]) * gains[half];
    re[0] = 0.5 * (zero + nyquist);
    im[0] = 0.5 * (zero - nyquist);
    for (let j = 1; 2 * j <= half; j++) {
      const k = half - j;
      const evenRe = 0.5 * (re[j] + re[k]);
      const evenIm = 0.5 * (im[j] - im[k]);
      const oddRe = 0.5 * (im[j] + im[k]);
      const oddIm = 0.5 * (re[k] - re[j]);
      const turnedRe = oddRe * cosine[j] + oddIm * sine[j];
      const turnedIm = oddIm * cosine[j] - oddRe * sine[j];
      // Bin j, and the conjugate of bin half - j, with their gains.
      const aRe = (evenRe + turnedRe) * gains[j];
      const aIm = (evenIm + turnedIm) * gains[j];
      const bRe = (evenRe - turnedRe) * gains[k];
      const bIm = (evenIm - turnedIm) * gains[k];
      const sumRe = 0.5 * (aRe + bRe);
      const sumIm = 0.5 * (aIm + bIm);
      const difRe = 0.5 * (aRe - bRe);
      const difIm = 0.5 * (aIm - bIm);
      const backRe = difRe * cosine[j] - difIm * sine[j];
      const backIm = difRe * sine[j] + difIm * cosine[j];
      re[j] = sumRe - backIm;
      im[j] = sumIm + backRe;
      re[k] = sumRe + backIm;
      im[k] = backRe - sumIm;
    }
    for (let i = 0; i < half; i++) {
      const to = reversed[i];
      if (to > i) {
        const x = re[i];
        re[i] = re[to];
        re[to] = x;
        const y = im[i];
        im[i] = im[to];
        im[to] = y;
      }
    }
    this.complex(1);
    for (let i = 0; i < half; i++) {
      signal[2 * i] = re[i] / half;
      signal[2 * i + 1] = im[i] / half;
    }
  }
}
