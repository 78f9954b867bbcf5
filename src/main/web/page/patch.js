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

/** Four corners of many sounds are far smaller. */
const MOST_BYTES = 64 << 20;

function checked(condition, sentence) {
  if (!condition) {
    throw new Error(sentence);
  }
}

const isIn = (value, least, most) => typeof value === 'number' && value >= least && value <= most;

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value that is wrong, short enough to be said. */
function told(value) {
  const text = JSON.stringify(value) ?? 'missing';
  return text.length > 30 ? text.slice(0, 30) + '…' : text;
}

/** A number of a patch or a link, which says what it is to be if it is not that. */
function numberOf(value, name, least, most) {
  const wrong = `${name} is ${told(value)}; it goes from ${least} to ${most}.`;
  checked(isIn(value, least, most), wrong);
  return value;
}

/** Settings that are known and within their ranges. */
function settingsOf(given, what) {
  checked(isObject(given), `The ${what} has no settings.`);
  const settings = {};
  for (const [name, [least, most]] of Object.entries(RANGES)) {
    if (given[name] !== undefined) {
      settings[name] = numberOf(given[name], `The ${what}'s ${name}`, least, most);
    }
  }
  return settings;
}

/** What a patch and a link have in common; `what` is the word for it. */
function placeOf(state, what) {
  const octave = numberOf(state.octave, `The ${what}'s octave`, 0, 8);
  checked(Number.isInteger(octave), `The ${what}'s octave is ${octave}, no whole number.`);
  return {
    x: numberOf(state.x, `The position of the dot in the ${what}, x,`, 0, 1),
    y: numberOf(state.y, `The position of the dot in the ${what}, y,`, 0, 1),
    octave,
    settings: settingsOf(state.settings, what),
  };
}

/** A corner as a patch has it: values in base64. */
export function packed({ name, sounds }) {
  return {
    name,
    sounds: sounds.map((sound) => ({ ...sound, values: floatsBase64(sound.values) })),
  };
}

/** A sound of a corner that is called `name`; an error says what is wrong with it. */
function soundOf(sound, name, channels) {
  checked(isObject(sound), `${name} has a sound that is ${told(sound)}.`);
  const { pitch, frames, loop, values } = sound;
  checked(
    sound.channels === undefined || sound.channels === channels,
    `${name} was made for another model: it has ${told(sound.channels)} channels, not ${channels}.`,
  );
  checked(isIn(pitch, 0, 127), `${name} has a sound without a pitch.`);
  checked(Number.isInteger(frames) && isIn(frames, 1, MOST_FRAMES), `${name} has no frames.`);
  const isLoop = Array.isArray(loop) && loop.length === 2 && loop.every(Number.isInteger);
  checked(isLoop && 0 <= loop[0] && loop[0] <= loop[1] && loop[1] < frames, `${name} has no loop.`);
  let floats;
  try {
    floats = base64Floats(values);
  } catch {
    throw new Error(`${name} has values that are not numbers.`);
  }
  checked(
    floats.length === frames * channels,
    `${name} was made for another model: ${floats.length} numbers for ${frames} frames of ${channels}.`,
  );
  const isSound = floats.every((value) => Math.abs(value) < 1e4);
  checked(isSound, `${name} has numbers that no sound has.`);
  return { pitch, frames, channels, loop, values: floats };
}

/** Corner `i` that is packed so; an error says what is wrong with it. */
function unpacked(corner, i, channels) {
  checked(isObject(corner), `Corner ${i + 1} of the patch is missing.`);
  checked(typeof corner.name === 'string', `Corner ${i + 1} of the patch has no name.`);
  const name = shownName(corner.name, i);
  checked(Array.isArray(corner.sounds) && corner.sounds.length > 0, `${name} has no sounds.`);
  return { name, sounds: corner.sounds.slice(0, 32).map((each) => soundOf(each, name, channels)) };
}

/** Characters that are not seen and change what is: controls, and those that turn text around. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** A name of corner `i` that can be shown. */
function shownName(name, i) {
  const shown = [...name.replace(UNSEEN, '').trim()].slice(0, 100).join('');
  return shown || `Sound ${i + 1}`;
}

/** The text of a file that may be a patch. */
export async function textOf(file) {
  checked(file.size <= MOST_BYTES, 'This file is too large for a patch.');
  try {
    return await file.text();
  } catch {
    throw new Error('The file cannot be read; is it still there?');
  }
}

/** The text of a patch's file. */
export function write(state, model) {
  const { x, y, octave, settings, corners } = state;
  const patch = { form: FORM, version: VERSION, model, x, y, octave, settings };
  return JSON.stringify({ ...patch, corners: corners.map(packed) }, null, 1) + '\n';
}

/** What a text says as JSON. */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    const isCut = text.trimStart().startsWith('{') && text.includes(FORM);
    throw new Error(
      isCut
        ? 'This patch is damaged: its JSON is not whole.'
        : 'This file is not a patch: it is not JSON.',
    );
  }
}

/** The state in a patch's file; an error says what is wrong with it. */
export function read(text, model, channels) {
  const patch = parsed(text);
  const isOurs = isObject(patch) && patch.form === FORM;
  checked(isOurs, 'This file is not a patch: it is JSON of another program.');
  checked(
    patch.version === VERSION,
    `This patch is of version ${told(patch.version)}, this page reads ${VERSION}; take the synth that made it, or a newer one.`,
  );
  checked(patch.model === model, 'This patch was made with another model.');
  checked(Array.isArray(patch.corners), 'The patch has no corners.');
  const count = patch.corners.length;
  checked(count === 4, `The patch has ${count} corners; it takes four.`);
  return {
    ...placeOf(patch, 'patch'),
    corners: patch.corners.map((corner, i) => unpacked(corner, i, channels)),
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
  const names = state?.corners;
  const isWhole = Array.isArray(names) && names.length === 4;
  checked(isWhole && names.every((name) => typeof name === 'string'), 'This link is damaged.');
  return { ...placeOf(state, 'link'), names: names.map(shownName) };
}
