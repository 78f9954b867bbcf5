// The page's parts that need no page.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Corner, MixedNote, Sound, shares } from '../../main/web/audio/corner.js';
import { Envelope } from '../../main/web/audio/envelope.js';
import { RealFft } from '../../main/web/audio/fft.js';
import { Kernels, LANES, PANEL, STEP } from '../../main/web/audio/kernels.js';
import { Limiter } from '../../main/web/audio/limiter.js';
import { MidiInput } from '../../main/web/page/midi.js';
import { floatsBase64 } from '../../main/web/audio/tensors.js';
import { RANGES, link, linked, read, textOf, write } from '../../main/web/page/patch.js';
import { isSilent, wavFile } from '../../main/web/page/wav.js';

let seed = 1;

/** A number from 0 to 1, the same ones at each run (Park and Miller 1988). */
function uniform() {
  seed = (48271 * seed) % 2147483647;
  return seed / 2147483647;
}

const random = (count, scale = 1) =>
  Float32Array.from({ length: count }, () => scale * (uniform() - 0.5));

function near(wanted, got, tolerance) {
  assert.equal(got.length, wanted.length);
  wanted.forEach((value, i) =>
    assert.ok(Math.abs(value - got[i]) <= tolerance, `${i}: ${got[i]}, not ${value}`),
  );
}

test('products are those of plain loops, for any count of rows', () => {
  for (const count of [1, 3, 4, 5, 9]) {
    const rows = 3 * STEP;
    const columns = 2 * PANEL;
    const kernels = new Kernels(1 << 16);
    const x = kernels.floats(count * rows);
    const y = kernels.floats(count * columns);
    const w = kernels.floats(rows * columns);
    x.set(random(x.length));
    y.set(random(y.length));
    w.set(random(w.length));
    const wanted = y.map((value, at) => {
      let sum = value;
      const [i, j] = [Math.floor(at / columns), at % columns];
      for (let k = 0; k < rows; k++) {
        sum += x[i * rows + k] * w[(Math.floor(j / PANEL) * rows + k) * PANEL + (j % PANEL)];
      }
      return sum;
    });
    const xs = kernels.integers(count);
    const ys = kernels.integers(count);
    for (let i = 0; i < count; i++) {
      xs[i] = x.byteOffset + 4 * i * rows;
      ys[i] = y.byteOffset + 4 * i * columns;
    }
    kernels.products(xs.byteOffset, ys.byteOffset, count, w.byteOffset, rows, columns);
    near(wanted, y, 1e-6);
  }
});

test('partials are sines', () => {
  const kernels = new Kernels(1 << 16);
  const bank = kernels.floats(6 * 2 * LANES);
  const sums = kernels.floats(4 * 96);
  const set = (array, k, value) => (bank[array * 2 * LANES + k] = value);
  const phases = random(2 * LANES, 6);
  const steps = random(2 * LANES, 3);
  for (let k = 0; k < 2 * LANES; k++) {
    [
      Math.cos(phases[k]),
      Math.sin(phases[k]),
      Math.cos(steps[k]),
      Math.sin(steps[k]),
      0.1,
      0.001,
    ].forEach((value, array) => set(array, k, value));
  }
  kernels.partials(bank.byteOffset, 8 * LANES, 2 * LANES, sums.byteOffset, 96);
  for (let n = 0; n < 96; n++) {
    let wanted = 0;
    for (let k = 0; k < 2 * LANES; k++) {
      wanted += (0.1 + 0.001 * n) * Math.sin(phases[k] + n * steps[k]);
    }
    near([wanted], [sums[4 * n] + sums[4 * n + 1] + sums[4 * n + 2] + sums[4 * n + 3]], 1e-4);
  }
});

test('white noise has variance 1 and goes on where it was', () => {
  const kernels = new Kernels(1 << 20);
  const state = kernels.longs(1);
  const out = kernels.floats(40000);
  kernels.white(state.byteOffset, out.byteOffset, 40000);
  const variance = out.reduce((sum, x) => sum + x * x, 0) / out.length;
  assert.ok(Math.abs(variance - 1) < 0.03, String(variance));
  assert.ok(Math.abs(out.reduce((sum, x) => sum + x, 0) / out.length) < 0.03);
  state[0] = 0n;
  const parts = kernels.floats(40000);
  kernels.white(state.byteOffset, parts.byteOffset, 10000);
  kernels.white(state.byteOffset, parts.byteOffset + 40000, 30000);
  near(out, parts, 0);
});

test('a filter of one bin leaves one sine', () => {
  for (const size of [4, 8, 16, 64, 1024]) {
    const fft = new RealFft(new Kernels(1 << 16), size);
    const bin = size / 4;
    const wanted = Float32Array.from({ length: size }, (_, i) =>
      Math.cos((2 * Math.PI * bin * i) / size + 1),
    );
    const signal = wanted.map((x, i) => x + 1 + Math.cos(Math.PI * i));
    fft.filter(
      signal,
      Float32Array.from({ length: size / 2 + 1 }, (_, j) => (j === bin ? 1 : 0)),
    );
    near(wanted, signal, 1e-5);
    const same = random(size);
    const copy = same.slice();
    fft.filter(copy, new Float32Array(size / 2 + 1).fill(2));
    near(
      same.map((x) => 2 * x),
      copy,
      1e-5,
    );
  }
});

test('the limiter never lets a sample through that is too loud, and leaves soft sound alone', () => {
  const limiter = new Limiter(48000, 0.9);
  const soft = random(4800, 1);
  const late = soft.slice();
  limiter.process(late, late.length);
  near(soft.subarray(0, 4800 - limiter.length), late.subarray(limiter.length), 1e-6);
  for (let block = 0; block < 200; block++) {
    const loud = random(128, uniform() < 0.2 ? 40 : 1);
    limiter.process(loud, 128);
    loud.forEach((x) => assert.ok(Math.abs(x) <= 0.9 + 1e-6, String(x)));
  }
});

test('an envelope rises, falls to its sustain, and ends', () => {
  const envelope = new Envelope(0.002);
  envelope.begin({ attack: 0.01, decay: 0.1, sustain: 0.5, release: 0.1 });
  const levels = Array.from({ length: 200 }, () => envelope.next());
  assert.equal(Math.max(...levels), 1);
  assert.ok(Math.abs(levels[4] - 1) < 1e-9 && levels[0] < 0.3);
  assert.ok(Math.abs(levels[199] - 0.5) < 1e-3);
  envelope.release();
  for (let i = 0; i < 60; i++) {
    envelope.next();
  }
  assert.ok(envelope.isOff && envelope.level === 0);
  envelope.begin({ attack: 0.002, decay: 0.1, sustain: 1, release: 1 });
  envelope.next();
  envelope.fade();
  const fading = [envelope.next(), envelope.next(), envelope.next()];
  assert.ok(fading[0] < 1 && fading[1] < fading[0] && fading[2] === 0);
});

const sound = (frames, loop, value) => ({
  pitch: 60,
  frames,
  channels: 3,
  loop,
  values: Float32Array.from({ length: 3 * frames }, (_, i) => value(Math.floor(i / 3), i % 3)),
});

test('a held sound goes on without a jump, and dies away if it did', () => {
  const steady = new Sound(sound(40, [20, 35], (f, c) => (c === 2 ? Math.sin(f / 5) : 0.5)));
  const dying = new Sound(sound(40, [20, 35], (f, c) => (c === 0 ? 1 - 0.03 * f : 0)));
  for (let f = 1; f < 400; f++) {
    assert.ok(Math.abs(steady.at(f, 2) - steady.at(f - 1, 2)) < 0.35);
    assert.ok(dying.at(f, 0) < dying.at(f - 1, 0) + 1e-6);
  }
  assert.ok(Math.abs(steady.at(399, 0) - 0.5) < 1e-6);
  assert.ok(Math.abs(dying.at(80, 0) - (1 - 0.03 * 80)) < 0.05);
  assert.ok(dying.at(999, 0) > -2, 'it is not heard any more');
});

test('shares sum to 1, and a note keeps the past when the dot moves', () => {
  const total = shares(0.3, 0.8).reduce((a, b) => a + b, 0);
  assert.ok(Math.abs(total - 1) < 1e-12);
  const corner = (value) => new Corner({ name: 'x', sounds: [sound(9, [4, 8], () => value)] });
  const note = new MixedNote();
  note.begin(
    [corner(1), corner(2)].map((c) => c.nearest(60)),
    [1, 0],
  );
  note.mix(10, [0, 1]);
  assert.deepEqual([note.at(9, 2), note.at(10, 2)], [1, 2]);
  note.mix(10, [0.5, 0.5]);
  assert.deepEqual([note.at(9, 2), note.at(10, 2)], [1, 1.5]);
});

function player() {
  const told = [];
  const names = ['press', 'lift', 'pedal', 'bend', 'modulation', 'quiet'];
  return {
    told,
    ...Object.fromEntries(names.map((name) => [name, (...words) => told.push([name, ...words])])),
  };
}

test('MIDI messages are understood, and rubbish is dropped', () => {
  const heard = player();
  const input = new MidiInput(heard);
  const take = (...bytes) => input.take('p', Uint8Array.from(bytes));
  take(0x90, 60, 127);
  take(0x90, 60, 0);
  take(0x91, 61, 64);
  take(0x81, 61, 64);
  take(0xe0, 0, 96);
  take(0xb0, 101, 0);
  take(0xb0, 100, 0);
  take(0xb0, 6, 12);
  take(0xb0, 64, 127);
  take(0xb0, 1, 127);
  take(0xb0, 123, 0);
  const before = heard.told.length;
  [
    [],
    [0x40],
    [0x90],
    [0x90, 200, 1],
    [0x90, 60],
    [0xf8],
    [0xf0, 1, 2],
    [0x90, 60, 1, 2],
    [0xff],
  ].forEach((bytes) => take(...bytes));
  assert.equal(heard.told.length, before);
  assert.deepEqual(heard.told, [
    ['press', 'midi p/0/60', 60, 1],
    ['lift', 'midi p/0/60'],
    ['press', 'midi p/1/61', 61, 64 / 127],
    ['lift', 'midi p/1/61'],
    ['bend', 100],
    ['bend', 600],
    ['pedal', true],
    ['modulation', 50],
    ['quiet', false],
  ]);
});

test('a port that is gone lets go of its keys', () => {
  const heard = player();
  const input = new MidiInput(heard);
  input.take('p', Uint8Array.from([0x90, 60, 100]));
  input.take('q', Uint8Array.from([0x90, 62, 100]));
  input.lose('p');
  assert.deepEqual(
    heard.told.filter(([name]) => name === 'lift'),
    [['lift', 'midi p/0/60']],
  );
});

const settings = Object.fromEntries(Object.entries(RANGES).map(([name, [least]]) => [name, least]));
const corners = ['a', 'b', 'c', 'd'].map((name) => ({
  name,
  sounds: [sound(5, [1, 4], (f, c) => f + c)],
}));
const state = { x: 0.25, y: 0.5, octave: 3, settings, corners };

test('a patch comes back, and what is wrong with one is said', () => {
  const text = write(state, 'model');
  assert.deepEqual(read(text, 'model', 3), state);
  const said = (of, words) => {
    try {
      read(of, 'model', 3);
    } catch (failure) {
      assert.equal(failure.message, words);
      assert.equal(failure.constructor, Error, 'a sentence, not a fault of the page');
      return;
    }
    assert.fail('it is taken: ' + words);
  };
  const wrong = (change, words) => {
    const patch = JSON.parse(text);
    change(patch);
    said(JSON.stringify(patch), words);
  };
  for (const none of ['', 'none', '{', '\0\x01RIFF', '{"a": 1']) {
    said(none, 'This file is not a patch: it is not JSON.');
  }
  said(text.slice(0, 500), 'This patch is damaged: its JSON is not whole.');
  said(text.slice(0, -3), 'This patch is damaged: its JSON is not whole.');
  for (const other of ['null', '7', '[]', '[1]', '"synth patch"', '{}', '{"form": "other"}']) {
    said(other, 'This file is not a patch: it is JSON of another program.');
  }
  const version = (told) =>
    `This patch is of version ${told}, this page reads 1; take the synth that made it, or a newer one.`;
  wrong((patch) => (patch.version = 2), version('2'));
  wrong((patch) => delete patch.version, version('missing'));
  wrong((patch) => (patch.model = 'other'), 'This patch was made with another model.');
  wrong(
    (patch) => (patch.x = 'left'),
    'The position of the dot in the patch, x, is "left"; it goes from 0 to 1.',
  );
  wrong(
    (patch) => (patch.y = -0.1),
    'The position of the dot in the patch, y, is -0.1; it goes from 0 to 1.',
  );
  wrong((patch) => (patch.octave = 9), "The patch's octave is 9; it goes from 0 to 8.");
  wrong((patch) => delete patch.octave, "The patch's octave is missing; it goes from 0 to 8.");
  wrong((patch) => (patch.octave = 2.5), "The patch's octave is 2.5, no whole number.");
  for (const none of [null, [], 'x', 5]) {
    wrong((patch) => (patch.settings = none), 'The patch has no settings.');
  }
  for (const [name, [least, most]] of Object.entries(RANGES)) {
    for (const value of [most + 1, least - 1, null, 'x'.repeat(99), {}]) {
      const shown = JSON.stringify(value).slice(0, 30);
      const told = JSON.stringify(value).length > 30 ? shown + '…' : shown;
      wrong(
        (patch) => (patch.settings[name] = value),
        `The patch's ${name} is ${told}; it goes from ${least} to ${most}.`,
      );
    }
  }
  wrong((patch) => patch.corners.pop(), 'The patch has 3 corners; it takes four.');
  wrong((patch) => patch.corners.push(1), 'The patch has 5 corners; it takes four.');
  wrong((patch) => (patch.corners = { length: 4 }), 'The patch has no corners.');
  for (const none of [null, 'x', 7, []]) {
    wrong((patch) => (patch.corners[2] = none), 'Corner 3 of the patch is missing.');
  }
  wrong((patch) => delete patch.corners[2].name, 'Corner 3 of the patch has no name.');
  wrong((patch) => (patch.corners[1].sounds = []), 'b has no sounds.');
  wrong((patch) => (patch.corners[1].sounds = [null]), 'b has a sound that is null.');
  const sound = (change, words) => wrong((patch) => change(patch.corners[1].sounds[0]), words);
  for (const [name, shown] of [
    ['', 'Sound 3'],
    [' \n\u202e\u2066 ', 'Sound 3'],
    ['ab\u0000\u001b[31m\u202etxt', 'ab[31mtxt'],
    ['Ελλάς 🎻', 'Ελλάς 🎻'],
  ]) {
    const patch = JSON.parse(text);
    patch.corners[2].name = name;
    assert.equal(read(JSON.stringify(patch), 'model', 3).corners[2].name, shown);
  }
  for (const channels of [4, -1, 'x', null]) {
    sound(
      (it) => (it.channels = channels),
      `b was made for another model: it has ${JSON.stringify(channels)} channels, not 3.`,
    );
  }
  sound((it) => (it.pitch = 200), 'b has a sound without a pitch.');
  sound((it) => (it.frames = 0), 'b has no frames.');
  sound(
    (it) => (it.frames = 6),
    'b was made for another model: 15 numbers for 6 frames of 3.',
  );
  sound((it) => (it.loop = [3, 5]), 'b has no loop.');
  sound((it) => (it.loop = 'x'), 'b has no loop.');
  sound((it) => (it.values = '!'), 'b has values that are not numbers.');
  sound((it) => (it.values = 'AAAA/w=='), 'b was made for another model: 1 numbers for 5 frames of 3.');
  for (const value of [NaN, Infinity, 1e9]) {
    const values = floatsBase64(new Float32Array(15).fill(value, 7, 8));
    sound((it) => (it.values = values), 'b has numbers that no sound has.');
  }
});

test('a file that cannot be read is said, and a huge one is not read', async () => {
  assert.equal(await textOf(new Blob(['{}'])), '{}');
  const gone = { size: 1, text: () => Promise.reject(new DOMException('gone', 'NotFoundError')) };
  await assert.rejects(textOf(gone), { message: 'The file cannot be read; is it still there?' });
  const huge = { size: 1e9, text: () => assert.fail('it is read') };
  await assert.rejects(textOf(huge), { message: 'This file is too large for a patch.' });
});

test('a recording in which nothing sounds is known', () => {
  assert.ok(isSilent(new Float32Array(0)) && isSilent(new Float32Array(9).fill(1e-6)));
  assert.ok(!isSilent(Float32Array.of(0, 0, -1e-4)));
});

test('a link comes back, and is short', async () => {
  const hash = await link(state);
  assert.ok(hash.length < 400, hash);
  const { names, ...rest } = await linked(hash);
  assert.deepEqual(names, ['a', 'b', 'c', 'd']);
  assert.deepEqual(rest, { x: 0.25, y: 0.5, octave: 3, settings });
  assert.equal(await linked('#other'), null);
  await assert.rejects(linked('#v2.x'), /another version/);
  await assert.rejects(linked('#v1.AAAA'), /damaged/);
  for (const [other, words] of [
    ['null', /^This link is damaged\.$/],
    ['[]', /^This link is damaged\.$/],
    ['{"corners":[1,2,3,4]}', /^This link is damaged\.$/],
    ['{"corners":["a","b","c","d"],"octave":4,"x":3,"y":0}', /^The position of the dot in the link, x, is 3;/],
  ]) {
    const stream = new Blob([other]).stream().pipeThrough(new CompressionStream('deflate-raw'));
    const bytes = Buffer.from(await new Response(stream).arrayBuffer());
    await assert.rejects(linked('#v1.' + bytes.toString('base64url')), { message: words });
  }
});

test('a WAV file has its header and all samples', async () => {
  const view = new DataView(await wavFile(Float32Array.of(0, 1, -1, 0.5), 48000).arrayBuffer());
  assert.equal(view.byteLength, 52);
  assert.equal(view.getUint32(4, true), 44);
  assert.equal(view.getUint32(24, true), 48000);
  assert.equal(view.getUint32(40, true), 8);
  [0, 32767, -32767, 16384].forEach((wanted, i) =>
    assert.ok(Math.abs(view.getInt16(44 + 2 * i, true) - wanted) <= 2),
  );
  const named = await wavFile(new Float32Array(1), 48000, { ICMT: 'odd' }).arrayBuffer();
  const text = new TextDecoder('latin1').decode(named);
  assert.ok(text.includes('LIST\x10\0\0\0INFOICMT\x04\0\0\0odd\0data\x02'), text);
});
