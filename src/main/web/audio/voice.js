// A note that sounds: what the decoder makes of it, played point by point.

import { Envelope } from './envelope.js';
import { HEADER } from './decoding.js';
import { Noise } from './noise.js';
import { Partials, STRETCHES } from './partials.js';
import { POINTS } from './spec.js';

/** Points that are kept before they are played. */
const KEPT = 64;

const FADE_IN_SECONDS = 0.001;

/** Points without any sound after which a note that died away is over. */
const SILENT_POINTS = 125;

export class Voice {
  /**
   * @param {Sizes} sizes
   * @param {PartialBank} partialBank
   * @param {NoiseBank} noiseBank
   */
  constructor(sizes, partialBank, noiseBank) {
    this.sizes = sizes;
    this.partials = new Partials(partialBank, sizes);
    this.noise = new Noise(noiseBank);
    this.points = new Float32Array(KEPT * sizes.pointValues);
    this.from = new Float32Array(sizes.pointValues);
    this.to = new Float32Array(sizes.pointValues);
    /** Gains of partials and bands: the filter. */
    this.gains = new Float32Array(sizes.values).fill(1);
    this.noiseHop = new Float32Array(sizes.pointSamples);
    this.stretch = new Float32Array(sizes.pointSamples / STRETCHES);
    this.envelope = new Envelope(this.stretch.length / sizes.sampleRateHz);
    this.serial = -1;
    this.have = 0;
  }

  /**
   * Begins a note, which sounds as soon as there are points of it.
   *
   * @param {object} note serial, key, midi, gain, seed, and glide: the cents that it begins away
   */
  begin(note, shape) {
    Object.assign(this, note);
    this.envelope.begin(shape);
    this.partials.begin(note.midi);
    this.noise.begin(note.seed);
    this.have = 0;
    this.point = -1;
    this.quarter = STRETCHES;
    this.taken = this.stretch.length;
    this.level = 0;
    this.silent = 0;
    this.away = note.glide;
  }

  /** Whether there is anything to hear of it now or later. */
  get isActive() {
    return !this.envelope.isOff;
  }

  /** Takes a frame of `data` from `offset` on; points that are being played stay. */
  put(data, offset) {
    const { sizes } = this;
    const first = data[offset + 2];
    this.partials.tune(data, offset + HEADER);
    const values = offset + HEADER + sizes.ownTunings;
    for (let q = 0; q < POINTS; q++) {
      const row = ((first + q) & (KEPT - 1)) * sizes.pointValues;
      const at = values + q * sizes.pointValues;
      for (let i = 0; i < sizes.pointValues; i++) {
        this.points[row + i] = data[at + i];
      }
    }
    this.have = Math.max(this.have, first + POINTS);
  }

  /** Loads a point as the one that is gone to; the last one there is, if it is not there. */
  load(point) {
    const { sizes, to, gains, points } = this;
    const row = (Math.min(point, this.have - 1) & (KEPT - 1)) * sizes.pointValues;
    let sounds = false;
    for (let i = 0; i < sizes.values; i++) {
      to[i] = points[row + i] * gains[i];
      sounds = sounds || to[i] !== 0;
    }
    to[sizes.values] = points[row + sizes.values];
    this.silent = sounds ? 0 : this.silent + 1;
  }

  nextPoint() {
    const { noise, sizes } = this;
    if (this.point < 0) {
      this.load(0);
      noise.next(this.to, sizes.partials, null);
    }
    this.from.set(this.to);
    this.point++;
    this.load(this.point + 1);
    noise.next(this.to, sizes.partials, this.noiseHop);
    this.quarter = 0;
  }

  /**
   * Makes the next 2 ms.
   *
   * @param {number} bend cents that all notes are bent by when they end
   * @param {number} glideFall share of its glide that is left then
   */
  nextStretch(bend, glideFall) {
    const { from, to, sizes, stretch, noiseHop } = this;
    if (this.quarter === STRETCHES) {
      this.nextPoint();
    }
    const share = this.quarter / STRETCHES;
    const centsAt = sizes.values;
    const run = to[centsAt] - from[centsAt];
    const away = this.away;
    this.away *= glideFall;
    const before = from[centsAt] + share * run + (this.bend ?? bend) + away;
    const after = from[centsAt] + (share + 1 / STRETCHES) * run + bend + this.away;
    this.bend = bend;
    this.partials.stretch(from, 0, to, 0, share, before, (before + after) / 2, after, stretch);
    const at = this.quarter * stretch.length;
    for (let n = 0; n < stretch.length; n++) {
      stretch[n] += noiseHop[at + n];
    }
    if (this.point === 0 && this.quarter === 0) {
      const fade = Math.min(stretch.length, Math.round(FADE_IN_SECONDS * sizes.sampleRateHz));
      for (let n = 0; n < fade; n++) {
        stretch[n] *= 0.5 - 0.5 * Math.cos((Math.PI * n) / fade);
      }
    }
    const last = stretch[stretch.length - 1] + stretch[0];
    if (last !== last) {
      stretch.fill(0);
      this.partials.begin(this.midi);
    }
    this.quarter++;
    this.taken = 0;
    this.levelFrom = this.level;
    this.level = this.gain * this.envelope.next();
    if (this.silent > SILENT_POINTS) {
      this.envelope.fade();
    }
  }

  /** Adds its sound to `mix`, `count` samples. */
  add(mix, count, bend, glideFall) {
    if (this.have === 0 && this.point < 0) {
      this.wait();
      return;
    }
    const { stretch } = this;
    for (let done = 0; done < count;) {
      if (this.taken === stretch.length) {
        if (!this.isActive && this.level === 0) {
          return;
        }
        this.nextStretch(bend, glideFall);
      }
      const more = Math.min(count - done, stretch.length - this.taken);
      const slope = (this.level - this.levelFrom) / stretch.length;
      for (let i = 0; i < more; i++) {
        const n = this.taken + i;
        mix[done + i] += stretch[n] * (this.levelFrom + n * slope);
      }
      this.taken += more;
      done += more;
    }
  }

  /** A note that is let go of before it could sound is over. */
  wait() {
    if (!this.envelope.isHeld) {
      this.envelope.fade();
      while (!this.envelope.isOff) {
        this.envelope.next();
      }
    }
  }
}
