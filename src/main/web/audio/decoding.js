// The decoder at play: keeps each sounding note a little ahead of what is heard, and follows the
// dot of the pad.

import { Controls } from './controls.js';
import { Decoder } from './decoder.js';
import { MixedNote, shares } from './corner.js';
import { cents, levelDb, pointCents, writePitch, writeSteps } from './features.js';
import { MEASURED, POINTS, Sizes } from './spec.js';

/** Frames that are decoded beyond the one that is heard. */
const LEAD = 2;

/** Frames in one go, all notes together. */
const MOST = 64;

/** Milliseconds between two times that a note follows the dot, for each note that sounds. */
const FOLLOWING = 6;
const FOLLOWING_LEAST = 20;

const LOWEST = 12;
const HIGHEST = 120;

/** What goes before the values of a frame: note, serial number, first point. */
export const HEADER = 3;

/** Floats of a frame: header, tunings, the values of its points. */
export function frameFloats(sizes) {
  return HEADER + sizes.ownTunings + POINTS * sizes.pointValues;
}

const clamped = (midi) => Math.max(LOWEST, Math.min(HIGHEST, midi));

/** One note. */
class Note {
  constructor(sizes) {
    this.mixed = new MixedNote();
    this.controls = new Controls(sizes);
    this.active = false;
  }
}

export class Decoding {
  /**
   * @param {object} spec of the model
   * @param {Map<string, Float32Array>} tensors by name
   * @param {number} count of notes at once
   */
  constructor(spec, tensors, count) {
    this.sizes = new Sizes(spec);
    this.notes = Array.from({ length: count }, () => new Note(this.sizes));
    this.decoder = new Decoder(this.sizes, tensors, count, this);
    this.corners = [];
    this.weights = shares(0.5, 0.5);
    this.bend = 0;
  }

  /** @param {Corner[]} corners four; notes that sound change to them */
  setCorners(corners) {
    this.corners = corners;
    for (const note of this.notes) {
      if (note.active) {
        note.mixed.sounds = corners.map((corner) => corner.nearest(note.midi));
        note.moved = true;
      }
    }
  }

  /** Moves the dot: 0, 0 is the first corner, 1, 1 the last. */
  setDot(x, y) {
    this.weights = shares(x, y);
    this.notes.forEach((note) => (note.moved = true));
  }

  /** The pitch wheel, in cents: what is decoded from now on is bent. */
  setBend(bend) {
    this.bend = bend;
  }

  /** Begins a note at a MIDI pitch. */
  start(index, serial, midi) {
    const note = this.notes[index];
    const pitch = clamped(midi);
    const sounds = this.corners.map((corner) => corner.nearest(pitch));
    note.mixed.begin(sounds, this.weights);
    note.controls.begin(pitch);
    Object.assign(note, { serial, midi: pitch, active: true, moved: false, followed: 0 });
    Object.assign(note, { decoded: 0, heard: 0, heardAt: null });
    this.decoder.begin(index, Infinity);
  }

  stop(index) {
    this.notes[index].active = false;
  }

  /** Is told at a time, in milliseconds, which point of a note is heard. */
  hear(index, serial, point, now) {
    const note = this.notes[index];
    if (note.active && note.serial === serial) {
      note.heard = point;
      note.heardAt = now;
    }
  }

  /** Of the decoder: the learned channels of a frame. */
  input(index, frame, into) {
    const { mixed } = this.notes[index];
    for (let i = 0; i < into.length; i++) {
      into[i] = mixed.at(frame, MEASURED + i);
    }
  }

  /** Of the decoder: the features of its pitch, and how its level differs from those around. */
  condition(index, frame, into) {
    const { mixed, midi } = this.notes[index];
    writePitch(clamped(midi + this.bend / 100), into);
    writeSteps((at) => levelDb(mixed.at(at, 0)), frame, into);
  }

  /**
   * Decodes what is to be heard next.
   *
   * @param {number} now milliseconds
   * @param {(count: number) => Float32Array} place for so many frames
   * @returns {number} how many there are in it
   */
  work(now, place) {
    const wanted = [];
    const sounding = this.notes.filter((note) => note.active).length;
    const patience = Math.max(FOLLOWING_LEAST, FOLLOWING * sounding);
    this.notes.forEach((note, index) => {
      if (!note.active) {
        return;
      }
      const passed = note.heardAt === null ? 0 : (now - note.heardAt) / 8;
      const playing = Math.floor((note.heard + passed) / POINTS);
      if (note.moved && now - note.followed >= patience) {
        this.follow(note, index, playing + 1, now);
      }
      // A note begins with what is enough to be heard.
      const to = note.decoded === 0 ? 1 : playing + LEAD;
      while (note.decoded <= to && wanted.length < MOST) {
        wanted.push([index, note.decoded++]);
      }
    });
    const frames = wanted.filter(([, frame]) => frame > 0);
    if (wanted.length === 0) {
      return 0;
    }
    const into = place(frames.length);
    let written = 0;
    this.decoder.compute(wanted, (i, outputs, offset) => {
      const [index, frame] = wanted[i];
      const note = this.notes[index];
      const level = levelDb(note.mixed.at(frame, 0));
      const midi = clamped(note.midi + this.bend / 100);
      note.controls.take(frame, outputs, offset, level, midi);
      if (frame > 0) {
        this.write(note, index, frame - 1, into, written++ * frameFloats(this.sizes));
      }
    });
    return written;
  }

  /** Lets a note go on as the dot has it now. */
  follow(note, index, from, now) {
    note.moved = false;
    note.followed = now;
    note.mixed.mix(from, this.weights);
    if (note.decoded > from) {
      this.decoder.forget(index, from);
      note.decoded = Math.max(1, from);
    } else {
      // Frames ahead are in the network's layers already.
      this.decoder.forget(index, note.decoded);
    }
  }

  write(note, index, frame, into, offset) {
    const { sizes } = this;
    into[offset] = index;
    into[offset + 1] = note.serial;
    into[offset + 2] = frame * POINTS;
    into.set(note.controls.tunings, offset + HEADER);
    let at = offset + HEADER + sizes.ownTunings;
    for (let q = 0; q < POINTS; q++) {
      note.controls.write(frame * POINTS + q, Infinity, into, at);
      into[at + sizes.values] = pointCents((f) => cents(note.mixed.at(f, 1)), frame, q);
      at += sizes.pointValues;
    }
  }
}
