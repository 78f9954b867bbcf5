// The partials of a note: sines whose levels run straight from point to point.

import { LANES } from './kernels.js';
import { hzOfMidi } from './spec.js';

/** Stretches of one frequency between two points. */
export const STRETCHES = 4;

/** A partial fades between these shares of the rate. */
const FADES_FROM = 0.485;
const FADES_TO = 0.4975;

const SINES = 8192;
const TABLE = Float64Array.from({ length: SINES + SINES / 4 + 2 }, (_, i) =>
  Math.sin((2 * Math.PI * i) / SINES),
);

/** The sine of a phase from 0 to 1.25 turns. */
function sine(turns) {
  const at = turns * SINES;
  const i = at | 0;
  return TABLE[i] + (at - i) * (TABLE[i + 1] - TABLE[i]);
}

/** Memory that all notes of a thread share. */
export class PartialBank {
  constructor(kernels, sizes) {
    const padded = LANES * Math.ceil(sizes.partials / LANES);
    this.kernels = kernels;
    this.stretch = sizes.pointSamples / STRETCHES;
    this.arrays = kernels.floats(6 * padded);
    this.padded = padded;
    this.sums = kernels.floats(4 * this.stretch);
  }
}

/** The partials of one note. */
export class Partials {
  constructor(bank, sizes) {
    this.bank = bank;
    this.sizes = sizes;
    this.turns = new Float64Array(sizes.partials);
    this.ratios = new Float64Array(sizes.partials);
    this.hz = 0;
  }

  begin(midi) {
    this.hz = hzOfMidi(midi);
    for (let k = 0; k < this.sizes.partials; k++) {
      // A low peak: Schroeder 1970.
      this.turns[k] = (-0.5 * k * (k + 1)) / this.sizes.partials;
      this.turns[k] -= Math.floor(this.turns[k]);
      this.ratios[k] = k + 1;
    }
  }

  /** @param {Float32Array} cents of the lowest partials, from `offset` on */
  tune(cents, offset) {
    for (let k = 0; k < this.sizes.ownTunings; k++) {
      this.ratios[k] = (k + 1) * 2 ** (cents[offset + k] / 1200);
    }
  }

  /**
   * Plays one stretch.
   *
   * @param {Float32Array} from amplitudes at the point before, from `fromAt` on
   * @param {Float32Array} to at the point behind, from `toAt` on
   * @param {number} share of the way between both at the beginning
   * @param {number} before cents at the beginning; and in the middle and at the end
   * @param {Float32Array} out receives the stretch
   */
  stretch(from, fromAt, to, toAt, share, before, middle, after, out) {
    const { bank, turns, ratios } = this;
    const { arrays, padded, stretch, sums } = bank;
    const rate = this.sizes.sampleRateHz;
    const next = share + 1 / STRETCHES;
    const base = this.hz / rate;
    const first = base * 2 ** (before / 1200);
    const step = base * 2 ** (middle / 1200);
    const last = base * 2 ** (after / 1200);
    const fading = 1 / (FADES_TO - FADES_FROM);
    let count = 0;
    for (let k = 0; k < this.sizes.partials; k++) {
      const ratio = ratios[k];
      const turned = ratio * step;
      const turn = turns[k];
      const end = turn + turned * stretch;
      turns[k] = end - Math.floor(end);
      const a = from[fromAt + k];
      const b = to[toAt + k];
      if ((a === 0 && b === 0) || turned >= 0.5) {
        continue;
      }
      let level = a + share * (b - a);
      let levelAfter = a + next * (b - a);
      if (ratio * (first > last ? first : last) > FADES_FROM) {
        level *= Math.max(0, Math.min(1, (FADES_TO - ratio * first) * fading));
        levelAfter *= Math.max(0, Math.min(1, (FADES_TO - ratio * last) * fading));
      }
      arrays[count] = sine(turn + 0.25);
      arrays[padded + count] = sine(turn);
      arrays[2 * padded + count] = sine(turned + 0.25);
      arrays[3 * padded + count] = sine(turned);
      arrays[4 * padded + count] = level;
      arrays[5 * padded + count] = (levelAfter - level) / stretch;
      count++;
    }
    const whole = LANES * Math.ceil(count / LANES);
    for (let i = count; i < whole; i++) {
      for (let array = 0; array < 6; array++) {
        arrays[array * padded + i] = 0;
      }
    }
    sums.fill(0);
    if (count > 0) {
      bank.kernels.partials(arrays.byteOffset, 4 * padded, whole, sums.byteOffset, stretch);
    }
    for (let n = 0; n < stretch; n++) {
      out[n] = sums[4 * n] + sums[4 * n + 1] + (sums[4 * n + 2] + sums[4 * n + 3]);
    }
  }
}
