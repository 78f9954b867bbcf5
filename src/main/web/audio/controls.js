// From the outputs of the decoder's network to what is played: amplitudes of partials and gains of
// noise bands every 8 ms.

import { ENCODER_RATE, POINTS, SILENT_DB, hzOfMidi, mel } from './spec.js';

const MIDDLE_DB = -30;
const SCALE_DB = 20;
const FLOOR_DB = -90;
const SCALE_CENTS = 50;

/** A level's power is the exponential of so much a dB; quicker than powers of ten. */
const POWER = Math.LN10 / 10;

/** Points to each side over which levels are smoothed, and levels apart that count a quarter. */
const REACH = POINTS - 1;
const NEAR_DB = 6;

/** Points of a note that are kept. */
const KEPT = 16;

/** How much of what was heard of a partial's tuning counts a frame later. */
const TUNING_KEPT = 0.97;

/** What a model's levels weigh and where they lie, at one pitch. */
class PitchTables {
  constructor(sizes, midi) {
    const hz = hzOfMidi(midi);
    const last = sizes.envelopePoints - 1;
    const top = mel(sizes.sampleRateHz / 2);
    const most = 0.485 * Math.min(ENCODER_RATE, sizes.sampleRateHz);
    this.lower = new Int32Array(sizes.partials);
    this.share = new Float64Array(sizes.partials);
    this.weights = new Float64Array(sizes.values);
    for (let k = 0; k < sizes.partials; k++) {
      const place = Math.min(last, (last * mel((k + 1) * hz)) / top);
      this.lower[k] = Math.min(last - 1, Math.floor(place));
      this.share[k] = place - this.lower[k];
      this.weights[k] = k === 0 || (k + 1) * hz < most ? 0.5 : 0;
    }
    for (let at = 2.5; at < most; at += 5) {
      const band = sizes.lowerBand(at);
      const share = sizes.bandShare(at, band);
      this.weights[sizes.partials + band] += 0.005 * (1 - share);
      this.weights[sizes.partials + band + 1] += 0.005 * share;
    }
  }
}

/** The controls of one note, frame after frame. */
export class Controls {
  /** @param {Sizes} sizes */
  constructor(sizes) {
    this.sizes = sizes;
    this.raw = new Float64Array(KEPT * sizes.values);
    this.tuningSum = new Float64Array(sizes.ownTunings);
    this.tuningWeight = new Float64Array(sizes.ownTunings);
    this.tunings = new Float64Array(sizes.ownTunings);
  }

  /** Begins a note at a MIDI pitch, whose tunings are forgotten by and by, or not at all. */
  begin(midi, forgetting = true) {
    this.midi = midi;
    this.base = new PitchTables(this.sizes, midi);
    this.bent = this.base;
    this.bentMidi = midi;
    this.kept = forgetting ? TUNING_KEPT : 1;
    this.tuningSum.fill(0);
    this.tuningWeight.fill(0);
  }

  row(point) {
    return (point & (KEPT - 1)) * this.sizes.values;
  }

  /**
   * Takes a frame's outputs.
   *
   * @param {number} level of the frame, in dB
   * @param {number} midi that it is played at, bent
   */
  take(frame, outputs, offset, level, midi) {
    const { sizes } = this;
    if (midi !== this.bentMidi) {
      this.bent = midi === this.midi ? this.base : new PitchTables(sizes, midi);
      this.bentMidi = midi;
    }
    const { lower, share } = this.bent;
    const weights = this.base.weights;
    let power = 0;
    for (let q = 0; q < POINTS; q++) {
      const from = offset + q * (sizes.values + sizes.envelopePoints);
      const line = from + sizes.values;
      const row = this.row(frame * POINTS + q);
      for (let i = 0; i < sizes.values; i++) {
        let value = outputs[from + i];
        if (i < sizes.partials) {
          const at = line + lower[i];
          value += (1 - share[i]) * outputs[at] + share[i] * outputs[at + 1];
        }
        const db = MIDDLE_DB + SCALE_DB * value;
        this.raw[row + i] = db;
        power += weights[i] * Math.exp(POWER * db);
      }
    }
    // Weights that are damaged make silence.
    const sounds = power > 0 && power < Infinity;
    const moved = sounds ? level - 10 * Math.log10(power / POINTS) : -Infinity;
    this.tune(frame, outputs, offset, moved);
    for (let q = 0; q < POINTS; q++) {
      const row = this.row(frame * POINTS + q);
      for (let i = row; i < row + sizes.values; i++) {
        const db = this.raw[i] + moved;
        this.raw[i] = db > FLOOR_DB ? db : SILENT_DB;
      }
    }
  }

  /** Tunings are means over frames, by the power of each partial. */
  tune(frame, outputs, offset, moved) {
    const { sizes, tunings, tuningSum, tuningWeight } = this;
    const row = this.row(frame * POINTS);
    const from = offset + sizes.outputs - sizes.ownTunings;
    for (let k = 0; k < sizes.ownTunings; k++) {
      const power = Math.exp(POWER * (this.raw[row + k] + moved));
      tuningSum[k] = this.kept * tuningSum[k] + power * SCALE_CENTS * outputs[from + k];
      tuningWeight[k] = this.kept * tuningWeight[k] + power;
      tunings[k] = tuningWeight[k] > 0 ? tuningSum[k] / tuningWeight[k] : 0;
    }
  }

  /**
   * Writes the amplitudes of a point. The levels of its partials are smoothed, for which three
   * points to each side are to be there, as far as they exist.
   *
   * @param {number} points of the note, from 0 on; may be Infinity
   */
  write(point, points, into, offset) {
    const { sizes, raw } = this;
    const own = this.row(point);
    const first = Math.max(0, point - REACH);
    const last = Math.min(points - 1, point + REACH);
    for (let i = 0; i < sizes.partials; i++) {
      const level = raw[own + i];
      let sum = 0;
      let of = 0;
      for (let at = first; at <= last; at++) {
        const other = raw[this.row(at) + i];
        const apart = (other - level) / NEAR_DB;
        const near = 1 + apart * apart;
        const weight = (REACH + 1 - Math.abs(at - point)) / (near * near);
        sum += weight * other;
        of += weight;
      }
      into[offset + i] = amplitude(sum / of);
    }
    for (let i = sizes.partials; i < sizes.values; i++) {
      into[offset + i] = amplitude(raw[own + i]);
    }
  }
}

const amplitude = (db) => (db > SILENT_DB ? Math.exp(0.5 * POWER * db) : 0);
