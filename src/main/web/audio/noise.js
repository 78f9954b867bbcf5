// White noise through bands that change from point to point.

import { RealFft } from './fft.js';
import { GAMMA } from './kernels.js';

const MASK = 0xffffffffffffffffn;

/** Tables and memory that all notes of a thread share. */
export class NoiseBank {
  constructor(kernels, sizes) {
    this.kernels = kernels;
    this.sizes = sizes;
    this.hop = sizes.pointSamples;
    let size = 4;
    while (size < Math.floor((8 * this.hop) / 3)) {
      size *= 2;
    }
    this.fft = new RealFft(kernels, size);
    this.perKiloHertz = Math.sqrt(sizes.sampleRateHz / 2000);
    this.window = Float64Array.from({ length: 2 * this.hop }, (_, i) =>
      Math.sin((Math.PI * (i + 0.5)) / (2 * this.hop)),
    );
    this.lower = new Int32Array(size / 2 + 1);
    this.share = new Float64Array(size / 2 + 1);
    for (let j = 0; j <= size / 2; j++) {
      const hz = (j * sizes.sampleRateHz) / size;
      this.lower[j] = sizes.lowerBand(hz);
      this.share[j] = sizes.bandShare(hz, this.lower[j]);
    }
    this.gains = new Float32Array(size / 2 + 1);
    this.block = new Float32Array(size);
  }
}

/** The noise of one note. */
export class Noise {
  constructor(bank) {
    this.bank = bank;
    this.state = bank.kernels.longs(1);
    /** White noise of the hops before and behind a point. */
    this.white = bank.kernels.floats(2 * bank.hop);
    this.rest = new Float32Array(bank.hop);
  }

  /** @param {number} seed a whole number */
  begin(seed) {
    const hop = BigInt(this.bank.hop);
    this.state[0] = (mixed((BigInt(seed) + GAMMA) & MASK) - hop * GAMMA) & MASK;
    this.draw(this.bank.hop);
    this.rest.fill(0);
  }

  draw(from) {
    const { kernels, hop } = this.bank;
    kernels.white(this.state.byteOffset, this.white.byteOffset + 4 * from, hop);
  }

  /**
   * The noise of the hop before a point; points are to be taken in their order, the first writes
   * nothing.
   *
   * @param {Float32Array} bands amplitudes of the bands at the point, from `offset` on
   * @param {Float32Array} out receives the hop; null for the first point
   */
  next(bands, offset, out) {
    const { hop, window, gains, block, lower, share, perKiloHertz, fft, sizes } = this.bank;
    const { white, rest } = this;
    white.copyWithin(0, hop);
    this.draw(hop);
    let sounds = false;
    for (let b = 0; b < sizes.noiseBands; b++) {
      sounds = sounds || bands[offset + b] !== 0;
    }
    block.fill(0);
    if (sounds) {
      for (let j = 0; j < gains.length; j++) {
        const from = bands[offset + lower[j]];
        gains[j] = perKiloHertz * (from + share[j] * (bands[offset + lower[j] + 1] - from));
      }
      for (let i = 0; i < 2 * hop; i++) {
        block[i] = window[i] * white[i];
      }
      fft.filter(block, gains);
      for (let i = 0; i < 2 * hop; i++) {
        block[i] *= window[i];
      }
    }
    if (out !== null) {
      for (let i = 0; i < hop; i++) {
        out[i] = rest[i] + block[i];
      }
    }
    for (let i = 0; i < hop; i++) {
      rest[i] = block[hop + i];
    }
  }
}

function mixed(z) {
  z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
  z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & MASK;
  return z ^ (z >> 31n);
}
