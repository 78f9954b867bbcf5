// The sounds at the corners of the pad, and notes of their mixtures.

import { levelDb } from './features.js';

/** A sound that lasts for as long as it is held. */
export class Sound {
  /**
   * @param {object} data
   * @param {number} data.pitch MIDI, that it was encoded at
   * @param {number} data.frames
   * @param {number} data.channels
   * @param {ArrayLike<number>} data.values [frames, channels]
   * @param {number[]} data.loop the first and the last of the frames that are gone over
   */
  constructor({ pitch, frames, channels, values, loop }) {
    this.pitch = pitch;
    this.frames = frames;
    this.channels = channels;
    this.values = values;
    [this.first, this.last] = loop;
    const drift = this.value(this.last, 0) - this.value(this.first, 0);
    const early = levelDb(this.value(Math.floor(frames / 4), 0));
    const late = levelDb(this.value(Math.floor((2 * frames) / 3), 0));
    /** Of a sound that dies away: by how much the level falls from frame to frame. */
    this.fall =
      late < early - DYING_DB ? Math.min(0, drift / Math.max(1, this.last - this.first)) : 0;
    /** How far it is out of tune: its vibrato and its glides are played, but not that. */
    this.off = this.intonation();
  }

  /** The mean of the second channel, of which loud frames count more. */
  intonation() {
    let sum = 0;
    let of = 0;
    for (let frame = 0; frame < this.frames; frame++) {
      const power = 10 ** (levelDb(this.value(frame, 0)) / 10);
      sum += power * this.value(frame, 1);
      of += power;
    }
    return of > 0 ? sum / of : 0;
  }

  value(frame, channel) {
    return this.values[frame * this.channels + channel];
  }

  /**
   * A channel of any frame of the held note, in tune: its own to the end of its loop; then the loop
   * backwards and forwards, without its drift, but for the level of a sound that dies away, which
   * goes on falling.
   */
  at(frame, channel) {
    const value = this.held(frame, channel);
    return channel === 1 ? value - this.off : value;
  }

  held(frame, channel) {
    if (frame <= this.last) {
      return this.value(Math.max(0, frame), channel);
    }
    const width = this.last - this.first;
    const beyond = frame - this.last;
    const end = this.value(this.last, channel);
    let value = end;
    if (width > 0) {
      const turn = beyond % (2 * width);
      const back = turn <= width ? turn : 2 * width - turn;
      const drift = end - this.value(this.first, channel);
      value = this.value(this.last - back, channel) + (back / width) * drift;
    }
    return channel === 0 && this.fall < 0
      ? Math.max(Math.min(LEAST, end), value + beyond * this.fall)
      : value;
  }
}

/** Sounds whose level falls by more from their first quarter to two thirds of them die away. */
const DYING_DB = 6;

/** The level that they fall to, where they are not heard: -75 dB as a channel has it. */
const LEAST = (-75 + 40) / 20;

/** An instrument: sounds at several pitches, of which the nearest is taken. */
export class Corner {
  /** @param {{name: string, sounds: object[]}} data */
  constructor({ name, sounds }) {
    this.name = name;
    this.sounds = sounds.map((sound) => new Sound(sound));
  }

  nearest(midi) {
    return this.sounds.reduce((a, b) =>
      Math.abs(b.pitch - midi) < Math.abs(a.pitch - midi) ? b : a,
    );
  }
}

/** The shares of the four corners (top left, top right, bottom left, bottom right) at a place. */
export function shares(x, y) {
  return [(1 - x) * (1 - y), x * (1 - y), (1 - x) * y, x * y];
}

/** A note of a mixture of sounds, whose shares may change while it sounds. */
export class MixedNote {
  constructor() {
    this.sounds = [];
    this.history = [];
  }

  /** Begins with sounds and their shares. */
  begin(sounds, weights) {
    this.sounds = sounds;
    this.history = [{ from: 0, weights: [...weights] }];
  }

  /** Has other shares from a frame on. */
  mix(from, weights) {
    while (this.history.length > 1 && this.history[this.history.length - 1].from >= from) {
      this.history.pop();
    }
    this.history.push({ from, weights: [...weights] });
    // Nobody asks for frames long ago.
    while (this.history.length > 2 && this.history[1].from < from - FORGOTTEN) {
      this.history.shift();
    }
  }

  at(frame, channel) {
    let last = this.history.length - 1;
    while (last > 0 && this.history[last].from > frame) {
      last--;
    }
    const { weights } = this.history[last];
    let sum = 0;
    for (let i = 0; i < this.sounds.length; i++) {
      if (weights[i] !== 0) {
        sum += weights[i] * this.sounds[i].at(frame, channel);
      }
    }
    return sum;
  }
}

const FORGOTTEN = 64;
