// Compares sounds of the page's arithmetic with synth's own. The folder has case.json, a list of
// cases, and their numbers in files of little-endian floats; the differences are printed in dB.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Sizes } from '../../main/web/audio/spec.js';
import { tensorMap } from '../../main/web/audio/tensors.js';
import { playEmbedding, playPoints } from './offline.mjs';

const [folder] = process.argv.slice(2);

function floats(name) {
  const bytes = readFileSync(join(folder, name));
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

const power = (sound) => sound.reduce((sum, x) => sum + x * x, 0);

const { spec, tensors, cases } = JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8'));
const sizes = new Sizes(spec);
const weights = tensors && tensorMap(tensors, floats('weights'));
const results = cases.map(({ name, midi, seed }) => {
  const wanted = floats(name + '.sound');
  const sound = weights
    ? playEmbedding(sizes, weights, floats(name + '.embedding'), midi, seed)
    : playPoints(
        sizes,
        floats(name + '.points'),
        wanted.length / sizes.pointSamples,
        floats(name + '.tunings'),
        midi,
        seed,
      );
  if (sound.length !== wanted.length) {
    throw new Error(`${name}: ${sound.length} samples, ${wanted.length} wanted`);
  }
  const difference = sound.map((x, i) => x - wanted[i]);
  const db = 10 * Math.log10(power(difference) / power(wanted));
  return { name, db, rms: Math.sqrt(power(wanted) / wanted.length) };
});
console.log(JSON.stringify(results));
