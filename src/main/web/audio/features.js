// What the decoder's network is told of a frame besides its learned channels.

import { PITCHES } from './spec.js';

const MOST_DB = 40;
const SCALE_DB = 20;
const AWAY = [-2, -1, 1, 2];

/** Writes the 37 features of a MIDI pitch, any real number. */
export function writePitch(midi, into) {
  for (let i = 0; i < PITCHES; i++) {
    const away = (midi - 12 - 3 * i) / 3;
    into[i] = Math.exp(-0.5 * away * away);
  }
}

/**
 * Writes by how much louder the frames around are.
 *
 * @param {(frame: number) => number} level in dB, of any frame of the note
 */
export function writeSteps(level, frame, into) {
  const own = level(frame);
  AWAY.forEach((away, i) => {
    const step = level(frame + away) - own;
    into[PITCHES + i] = Math.max(-MOST_DB, Math.min(MOST_DB, step)) / SCALE_DB;
  });
}

/** The level in dB that the first channel of an embedding stands for. */
export const levelDb = (value) => -40 + SCALE_DB * value;

/** The deviation of the pitch in cents that the second stands for. */
export const cents = (value) => 50 * value;

/**
 * The deviation of the pitch at point `q` of a frame, in cents.
 *
 * @param {(frame: number) => number} at the cents of any frame of the note
 */
export function pointCents(at, frame, q) {
  const x = frame + q / 4 - 0.5;
  const f = Math.floor(x);
  const t = x - f;
  const [a, b, c, d] = [at(f - 1), at(f), at(f + 1), at(f + 2)];
  const curve = c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a));
  return b + 0.5 * t * curve;
}
