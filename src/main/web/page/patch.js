// A patch: everything that makes the instrument sound as it does. It is saved as a JSON file with
// its sounds; a link has all but sounds of one's own.

import { base64Bytes, base64Floats, floatsBase64 } from '../audio/tensors.js';

const FORM = 'synth patch';
const VERSION = 1;
const LINK = '#v1.';

/** Ranges of what can be set; what lies outside of them is refused. */
export const RANGES = {
  attack: [0.002, 4],
  decay: [0.02, 8],
  sustain: [0, 1],
  release: [0.02, 8],
  tilt: [-12, 6],
  vibratoCents: [0, 100],
  vibratoHz: [0.5, 12],
  glide: [0, 2],
  gainDb: [-40, 12],
};

const MOST_FRAMES = 20000;

function checked(condition, sentence) {
  if (!condition) {
    throw new Error(sentence);
  }
}

const isIn = (value, least, most) => typeof value === 'number' && value >= least && value <= most;

/** Settings of a patch that are known and within their ranges. */
function settingsOf(given) {
  checked(given && typeof given === 'object', 'The patch has no settings.');
  const settings = {};
  for (const [name, [least, most]] of Object.entries(RANGES)) {
    if (given[name] !== undefined) {
      checked(
        isIn(given[name], least, most),
        `The patch's ${name} is not from ${least} to ${most}.`,
      );
      settings[name] = given[name];
    }
  }
  return settings;
}

function placeOf(patch) {
  checked(isIn(patch.x, 0, 1) && isIn(patch.y, 0, 1), 'The position of the dot in the patch is not within the pad.');
  checked(Number.isInteger(patch.octave) && isIn(patch.octave, 0, 8), 'The patch has no octave.');
  return { x: patch.x, y: patch.y, octave: patch.octave, settings: settingsOf(patch.settings) };
}

/** A corner as a patch has it: values in base64. */
export function packed({ name, sounds }) {
  return {
    name,
    sounds: sounds.map((sound) => ({ ...sound, values: floatsBase64(sound.values) })),
  };
}

/** The corner that is packed so; an error says what is wrong with it. */
export function unpacked(corner, channels) {
  checked(corner && typeof corner.name === 'string', 'A corner of the patch has no name.');
  const name = corner.name.slice(0, 100);
  checked(Array.isArray(corner.sounds) && corner.sounds.length > 0, `${name} has no sounds.`);
  const sounds = corner.sounds.slice(0, 32).map(({ pitch, frames, loop, values }) => {
    checked(isIn(pitch, 0, 127), `${name} has a sound without a pitch.`);
    checked(Number.isInteger(frames) && isIn(frames, 1, MOST_FRAMES), `${name} has no frames.`);
    const isLoop =
      Array.isArray(loop) && loop.length === 2 && loop.every((frame) => Number.isInteger(frame));
    checked(
      isLoop && 0 <= loop[0] && loop[0] <= loop[1] && loop[1] < frames,
      `${name} has no loop.`,
    );
    let floats;
    try {
      floats = base64Floats(values);
    } catch {
      throw new Error(`${name} has values that are not numbers.`);
    }
    const fits = floats.length === frames * channels && floats.every((v) => Math.abs(v) < 1e4);
    checked(fits, `${name} was made for another model.`);
    return { pitch, frames, channels, loop, values: floats };
  });
  return { name, sounds };
}

/** The text of a patch's file. */
export function write(state, model) {
  const { x, y, octave, settings, corners } = state;
  const patch = { form: FORM, version: VERSION, model, x, y, octave, settings };
  return JSON.stringify({ ...patch, corners: corners.map(packed) }, null, 1) + '\n';
}

/** The state in a patch's file. */
export function read(text, model, channels) {
  let patch;
  try {
    patch = JSON.parse(text);
  } catch {
    throw new Error('This file is not a patch.');
  }
  checked(patch?.form === FORM, 'This file is not a patch.');
  checked(
    patch.version === VERSION,
    `This patch is of version ${patch.version}; load a newer page.`,
  );
  checked(patch.model === model, 'This patch was made with another model.');
  checked(
    Array.isArray(patch.corners) && patch.corners.length === 4,
    'The patch has no four corners.',
  );
  return {
    ...placeOf(patch),
    corners: patch.corners.map((corner) => unpacked(corner, channels)),
  };
}

async function through(bytes, stream) {
  const blob = new Blob([bytes]).stream().pipeThrough(stream);
  return new Uint8Array(await new Response(blob).arrayBuffer());
}

/** What stands behind the address of the page; corners by name. */
export async function link({ x, y, octave, settings, corners }) {
  const short = (value) => Number(value.toPrecision(4));
  const rounded = Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name, short(value)]),
  );
  const state = {
    x: short(x),
    y: short(y),
    octave,
    settings: rounded,
    corners: corners.map((corner) => corner.name),
  };
  const bytes = new TextEncoder().encode(JSON.stringify(state));
  const deflated = await through(bytes, new CompressionStream('deflate-raw'));
  const text = btoa(String.fromCharCode(...deflated));
  return LINK + text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** The state in what stands behind an address; null where there is none. */
export async function linked(hash) {
  if (!hash.startsWith('#v')) {
    return null;
  }
  checked(hash.startsWith(LINK), 'This link is of another version; load a newer page.');
  let state;
  try {
    const text = hash.slice(LINK.length).replaceAll('-', '+').replaceAll('_', '/');
    const bytes = await through(base64Bytes(text), new DecompressionStream('deflate-raw'));
    state = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new Error('This link is damaged.');
  }
  const names = state.corners;
  checked(Array.isArray(names) && names.length === 4, 'This link is damaged.');
  return { ...placeOf(state), names: names.map(String) };
}
