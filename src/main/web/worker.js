// The decoder's thread: keeps the audio thread supplied.

import { Corner } from './audio/corner.js';
import { Decoding, frameFloats } from './audio/decoding.js';
import { PLACES } from './audio/instrument.js';
import { tensorMap } from './audio/tensors.js';

/** Milliseconds from one look at what is to be decoded to the next. */
const TICK = 6;

let decoding = null;
let audio = null;
let timer = null;

/** Buffers that come back from the audio thread are used again. */
const spare = [];

function place(frames) {
  const floats = Math.max(1, frames) * frameFloats(decoding.sizes);
  const at = spare.findIndex((buffer) => buffer.length >= floats);
  return at >= 0 ? spare.splice(at, 1)[0] : new Float32Array(Math.max(floats, 8 * floats));
}

function tick() {
  const active = decoding.notes.some((note) => note.active);
  if (!active) {
    clearInterval(timer);
    timer = null;
    return;
  }
  let data = null;
  const count = decoding.work(performance.now(), (frames) => (data = place(frames)));
  audio.postMessage({ count, data }, data ? [data.buffer] : []);
}

function wake() {
  timer ??= setInterval(tick, TICK);
  tick();
}

function listen({ data: { type, place: index, serial, midi, heard, data } }) {
  if (type === 'start') {
    decoding.start(index, serial, midi);
    wake();
    return;
  }
  if (data && spare.length < 8) {
    spare.push(data);
  }
  const now = performance.now();
  for (let i = 0; i < PLACES; i++) {
    if (heard[2 * i] !== decoding.notes[i].serial) {
      decoding.stop(i);
    } else {
      decoding.hear(i, heard[2 * i], heard[2 * i + 1], now);
    }
  }
}

onmessage = ({ data: { type, ...message } }) => {
  if (type === 'begin') {
    decoding = new Decoding(message.spec, tensorMap(message.tensors, message.weights), PLACES);
    audio = message.port;
    audio.onmessage = listen;
    postMessage('ready');
  } else if (type === 'corners') {
    decoding.setCorners(message.corners.map((corner) => new Corner(corner)));
  } else if (type === 'dot') {
    decoding.setDot(message.x, message.y);
  } else if (type === 'bend') {
    decoding.setBend(message.cents);
  }
};
