// The audio thread: plays the instrument. What the page and the decoder say arrives as messages;
// `process` neither allocates nor posts, so nothing but the arithmetic can hold it up.

import { frameFloats } from './audio/decoding.js';
import { Instrument, PLACES } from './audio/instrument.js';

class SynthProcessor extends AudioWorkletProcessor {
  constructor({ processorOptions }) {
    super();
    this.instrument = new Instrument(processorOptions.spec);
    this.floats = frameFloats(this.instrument.sizes);
    this.busyMillis = 0;
    this.quanta = 0;
    this.sent = 0;
    this.port.onmessage = ({ data }) => this.obey(data);
  }

  obey({ type, ...message }) {
    const { instrument } = this;
    if (type === 'decoder') {
      this.decoder = message.port;
      this.decoder.onmessage = ({ data }) => this.take(data);
    } else if (type === 'press') {
      const { place, serial } = instrument.press(message.key, message.midi, message.velocity);
      this.decoder.postMessage({ type: 'start', place, serial, midi: message.midi });
    } else if (type === 'lift') {
      instrument.lift(message.key);
    } else if (type === 'pedal') {
      instrument.setPedal(message.down);
    } else if (type === 'bend') {
      instrument.wheel = message.cents;
    } else if (type === 'modulation') {
      instrument.modulation = message.cents;
    } else if (type === 'quiet') {
      instrument.quiet(message.atOnce);
    } else if (type === 'set') {
      instrument.set(message.settings);
    } else if (type === 'look') {
      this.port.postMessage(this.state(message.tape));
    }
  }

  /** Takes frames from the decoder, and says what is heard. */
  take({ count, data }) {
    for (let i = 0; i < count; i++) {
      this.instrument.put(data, i * this.floats);
    }
    const heard = new Int32Array(2 * PLACES);
    this.instrument.voices.forEach((voice, i) => {
      heard[2 * i] = voice.isActive ? voice.serial : -1;
      heard[2 * i + 1] = Math.max(0, voice.point);
    });
    this.decoder.postMessage({ type: 'heard', heard, data }, data ? [data.buffer] : []);
  }

  /** What the page shows; with `tape` also the sound since the last time. */
  state(tape) {
    const { instrument } = this;
    const state = {
      peak: instrument.peak,
      rms: Math.sqrt(instrument.square / Math.max(1, instrument.measured)),
      gain: instrument.limiter.least,
      keys: instrument.voices.filter((v) => v.isActive && !v.envelope.isFading).map((v) => v.key),
      busy: this.busyMillis,
      quanta: this.quanta,
      frame: currentFrame,
    };
    Object.assign(instrument, { peak: 0, square: 0, measured: 0 });
    instrument.limiter.least = 1;
    if (tape) {
      const ring = instrument.tape;
      const from = Math.max(this.sent, instrument.taped - ring.length);
      state.tape = new Float32Array(instrument.taped - from);
      for (let i = 0; i < state.tape.length; i++) {
        state.tape[i] = ring[(from + i) % ring.length];
      }
    }
    this.sent = instrument.taped;
    return state;
  }

  process(inputs, outputs) {
    const before = Date.now();
    const channels = outputs[0];
    this.instrument.process(channels[0]);
    for (let i = 1; i < channels.length; i++) {
      channels[i].set(channels[0]);
    }
    // Milliseconds are coarse, but right in the mean.
    this.busyMillis += Date.now() - before;
    this.quanta++;
    return true;
  }
}

registerProcessor('synth', SynthProcessor);
