// The Fourier transform of real signals whose length is a power of two, in place and without
// allocation.

/** Transforms of `size` samples, at least 4. */
export class RealFft {
  constructor(size) {
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
    this.re = new Float64Array(half);
    this.im = new Float64Array(half);
  }

  /** The transform of re + i im, of half as many numbers; `sign` -1 forward, 1 backward. */
  complex(sign) {
    const { re, im, cosine, sine, size } = this;
    const half = size / 2;
    for (let length = 2; length <= half; length <<= 1) {
      const apart = length >> 1;
      const stride = size / length;
      for (let from = 0; from < half; from += length) {
        for (let i = 0, turn = 0; i < apart; i++, turn += stride) {
          const a = from + i;
          const b = a + apart;
          const c = cosine[turn];
          const s = sign * sine[turn];
          const x = re[b] * c - im[b] * s;
          const y = re[b] * s + im[b] * c;
          re[b] = re[a] - x;
          im[b] = im[a] - y;
          re[a] += x;
          im[a] += y;
        }
      }
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
