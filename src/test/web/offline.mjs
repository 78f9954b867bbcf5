// Whole notes by the page's own arithmetic, without a page.

import { Controls } from '../../main/web/audio/controls.js';
import { Decoder } from '../../main/web/audio/decoder.js';
import {
  cents,
  levelDb,
  pointCents,
  writePitch,
  writeSteps,
} from '../../main/web/audio/features.js';
import { Kernels } from '../../main/web/audio/kernels.js';
import { Noise, NoiseBank } from '../../main/web/audio/noise.js';
import { PartialBank, Partials, STRETCHES } from '../../main/web/audio/partials.js';
import { MEASURED, POINTS } from '../../main/web/audio/spec.js';

/** Plays points, [points, values + 1] with cents behind the values of each. */
export function playPoints(sizes, points, count, tunings, midi, seed) {
  const kernels = new Kernels(4 << 20);
  const partials = new Partials(new PartialBank(kernels, sizes), sizes);
  const noise = new Noise(new NoiseBank(kernels, sizes));
  const hop = sizes.pointSamples;
  const sound = new Float32Array(count * hop);
  const hopNoise = new Float32Array(hop);
  const stretch = new Float32Array(hop / STRETCHES);
  const row = (point) => Math.min(point, count - 1) * sizes.pointValues;
  const at = (point) => points[row(point) + sizes.values];
  partials.begin(midi);
  partials.tune(Float32Array.from(tunings), 0);
  noise.begin(seed);
  noise.next(points, row(0) + sizes.partials, null);
  for (let p = 0; p < count; p++) {
    noise.next(points, row(p + 1) + sizes.partials, hopNoise);
    for (let q = 0; q < STRETCHES; q++) {
      const share = q / STRETCHES;
      const run = at(p + 1) - at(p);
      const before = at(p) + share * run;
      const after = at(p) + (share + 1 / STRETCHES) * run;
      const middle = (before + after) / 2;
      partials.stretch(points, row(p), points, row(p + 1), share, before, middle, after, stretch);
      const from = p * hop + q * stretch.length;
      for (let n = 0; n < stretch.length; n++) {
        sound[from + n] = stretch[n] + hopNoise[q * stretch.length + n];
      }
    }
  }
  const fade = Math.round(0.001 * sizes.sampleRateHz);
  for (let n = 0; n < fade; n++) {
    sound[n] *= 0.5 - 0.5 * Math.cos((Math.PI * n) / fade);
  }
  return sound;
}

/** Plays an embedding, [frames, channels], at a steady pitch. */
export function playEmbedding(sizes, tensors, embedding, midi, seed) {
  const channels = sizes.latentChannels;
  const frames = embedding.length / channels;
  const last = frames - 1;
  const value = (frame, channel) =>
    embedding[Math.max(0, Math.min(last, frame)) * channels + channel];
  const level = (frame) => levelDb(value(frame, 0));
  const decoder = new Decoder(sizes, tensors, 1, {
    input(note, frame, into) {
      for (let i = 0; i < into.length; i++) {
        into[i] = value(frame, MEASURED + i);
      }
    },
    condition(note, frame, into) {
      writePitch(midi, into);
      writeSteps(level, frame, into);
    },
  });
  const controls = new Controls(sizes);
  controls.begin(midi, false);
  decoder.begin(0, frames);
  const count = frames * POINTS;
  const points = new Float32Array(count * sizes.pointValues);
  const write = (frame) => {
    for (let q = 0; q < POINTS; q++) {
      const point = frame * POINTS + q;
      const at = point * sizes.pointValues;
      controls.write(point, count, points, at);
      points[at + sizes.values] = pointCents((f) => cents(value(f, 1)), frame, q);
    }
  };
  for (let frame = 0; frame < frames; frame++) {
    decoder.compute([[0, frame]], (i, outputs, offset) =>
      controls.take(frame, outputs, offset, level(frame), midi),
    );
    if (frame > 0) {
      write(frame - 1);
    }
  }
  write(last);
  return playPoints(sizes, points, count, controls.tunings, midi, seed);
}
