// All voices, what bends them, and the output.

import { Kernels } from './kernels.js';
import { Limiter } from './limiter.js';
import { NoiseBank } from './noise.js';
import { PartialBank } from './partials.js';
import { Sizes } from './spec.js';
import { Voice } from './voice.js';

/** Notes at once. */
export const VOICES = 16;

/** Places for notes: those that are taken away still fade for 6 ms. */
export const PLACES = VOICES + 4;

const CEILING = 10 ** (-1 / 20);
/** Samples beyond are no sound. */
const MOST = 1e3;

const BEND_SECONDS = 0.005;

/** Seconds of sound that are kept for who records them. */
const TAPE_SECONDS = 8;

/** Settings that the page may change while notes sound. */
export const DEFAULTS = {
  attack: 0.002,
  decay: 0.3,
  sustain: 1,
  release: 0.25,
  tilt: 0,
  vibratoCents: 0,
  vibratoHz: 5.5,
  glide: 0,
  gainDb: 3,
};

export class Instrument {
  /** @param {object} spec of the model */
  constructor(spec) {
    const sizes = new Sizes(spec);
    this.sizes = sizes;
    const kernels = new Kernels(4 * (6 * (sizes.partials + 8) + 64 * sizes.pointSamples) + 65536);
    const partials = new PartialBank(kernels, sizes);
    const noise = new NoiseBank(kernels, sizes);
    this.voices = Array.from({ length: PLACES }, () => new Voice(sizes, partials, noise));
    this.limiter = new Limiter(sizes.sampleRateHz, CEILING);
    this.settings = { ...DEFAULTS };
    this.gain = 10 ** (DEFAULTS.gainDb / 20);
    this.serial = 0;
    this.pedal = false;
    this.wheel = 0;
    this.modulation = 0;
    this.bend = 0;
    this.vibrato = 0;
    this.lastMidi = null;
    this.peak = 0;
    this.square = 0;
    this.measured = 0;
    this.tape = new Float32Array(TAPE_SECONDS * sizes.sampleRateHz);
    this.taped = 0;
  }

  /** Changes some settings. */
  set(settings) {
    Object.assign(this.settings, settings);
    if ('tilt' in settings) {
      this.voices.forEach((voice) => this.tilt(voice));
    }
  }

  /** The filter of a voice: so many dB an octave around 1 kHz. */
  tilt(voice) {
    const { sizes, settings } = this;
    if (voice.midi === undefined) {
      return;
    }
    const gain = (hz) => 10 ** ((settings.tilt * Math.log2(Math.max(60, hz) / 1000)) / 20);
    for (let k = 0; k < sizes.partials; k++) {
      voice.gains[k] = gain((k + 1) * voice.partials.hz);
    }
    for (let b = 0; b < sizes.noiseBands; b++) {
      voice.gains[sizes.partials + b] = gain(sizes.bandHz[b]);
    }
  }

  /**
   * Begins a note.
   *
   * @param {string|number} key by which it is let go of
   * @param {number} midi pitch
   * @param {number} velocity from 0 to 1
   * @returns {{place: number, serial: number}} for the decoder
   */
  press(key, midi, velocity) {
    for (const voice of this.voices) {
      if (voice.isActive && voice.key === key) {
        voice.envelope.fade();
      }
    }
    this.makeRoom();
    const place = this.place();
    const serial = ++this.serial & 0xffffff;
    const glides = this.settings.glide > 0 && this.lastMidi !== null;
    const voice = this.voices[place];
    voice.begin(
      {
        key,
        midi,
        serial,
        gain: velocity * velocity,
        seed: serial,
        glide: glides ? 100 * (this.lastMidi - midi) : 0,
        isHeld: true,
        order: this.serial,
      },
      this.settings,
    );
    voice.bend = this.cents();
    this.tilt(voice);
    this.lastMidi = midi;
    return { place, serial };
  }

  /** Takes a voice away where all are in use. */
  makeRoom() {
    const used = this.voices.filter((voice) => voice.isActive && !voice.envelope.isFading);
    if (used.length < VOICES) {
      return;
    }
    const released = used.filter((voice) => !voice.isHeld);
    if (released.length > 0) {
      released.reduce((a, b) => (b.level < a.level ? b : a)).envelope.fade();
      return;
    }
    // The oldest, but not the lowest, which carries the harmony.
    const lowest = used.reduce((a, b) => (b.midi < a.midi ? b : a));
    const others = used.filter((voice) => voice !== lowest);
    others.reduce((a, b) => (b.order < a.order ? b : a)).envelope.fade();
  }

  place() {
    const free = this.voices.findIndex((voice) => !voice.isActive);
    if (free >= 0) {
      return free;
    }
    let oldest = 0;
    this.voices.forEach((voice, i) => {
      const fading = voice.envelope.isFading;
      if (fading && voice.order < (this.voices[oldest].order ?? Infinity)) {
        oldest = i;
      }
    });
    return oldest;
  }

  /** Lets go of a key; under the pedal the note goes on. */
  lift(key) {
    for (const voice of this.voices) {
      if (voice.isActive && voice.key === key && voice.isHeld) {
        voice.isHeld = false;
        if (!this.pedal) {
          voice.envelope.release();
        }
      }
    }
  }

  setPedal(down) {
    this.pedal = down;
    if (!down) {
      this.voices.forEach((voice) => !voice.isHeld && voice.envelope.release());
    }
  }

  /** Lets go of everything; at once, or as keys that are lifted. */
  quiet(atOnce) {
    this.pedal = false;
    for (const voice of this.voices) {
      voice.isHeld = false;
      if (atOnce) {
        voice.envelope.fade();
      } else {
        voice.envelope.release();
      }
    }
  }

  /** Takes a frame from the decoder. */
  put(data, offset) {
    const voice = this.voices[data[offset]];
    if (voice.serial === data[offset + 1]) {
      voice.put(data, offset);
    }
  }

  /** Cents by which all notes are bent now. */
  cents() {
    const depth = this.settings.vibratoCents + this.modulation;
    return this.bend + depth * Math.sin(2 * Math.PI * this.vibrato);
  }

  /** Writes the next samples; allocates nothing. */
  process(out) {
    const { sizes, settings, voices, limiter, tape } = this;
    const count = out.length;
    const rate = sizes.sampleRateHz;
    this.vibrato = (this.vibrato + (count * settings.vibratoHz) / rate) % 1;
    this.bend += (this.wheel - this.bend) * (1 - Math.exp(-count / (BEND_SECONDS * rate)));
    const bend = this.cents();
    const stretch = sizes.pointSamples / 4 / rate;
    const glideFall = settings.glide > 0 ? Math.exp((-3 * stretch) / settings.glide) : 0;
    out.fill(0);
    for (let i = 0; i < voices.length; i++) {
      if (voices[i].isActive || voices[i].level > 0) {
        voices[i].add(out, count, bend, glideFall);
      }
    }
    const target = 10 ** (settings.gainDb / 20);
    const slope = (target - this.gain) / count;
    for (let i = 0; i < count; i++) {
      const sample = out[i] * (this.gain + i * slope);
      // What is no number would stay in the limiter for good.
      out[i] = Math.abs(sample) < MOST ? sample : 0;
    }
    this.gain = target;
    limiter.process(out, count);
    for (let i = 0; i < count; i++) {
      const sample = out[i];
      this.peak = Math.max(this.peak, Math.abs(sample));
      this.square += sample * sample;
      tape[this.taped % tape.length] = sample;
      this.taped++;
    }
    this.measured += count;
  }
}
