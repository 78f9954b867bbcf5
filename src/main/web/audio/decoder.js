// The decoder's network, a residual stack over frames, for several notes at once.
//
// Each output frame depends on 16 frames before and behind it. What was computed of a frame in a
// layer is kept, so that going on by a frame costs one row of each layer. Where the embedding
// changes from a frame on (the dot of the pad moves), only what is from there on is forgotten: what
// was heard already stays as it was, and a frame costs about three times as much.

import { Kernels, PANEL, STEP } from './kernels.js';

const TAPS = 3;

/** Frames of each layer that are kept, more than an output depends on. */
const KEPT = 64;

const padded = (count, to) => to * Math.ceil(count / to);

/** A matrix as `products` reads it. */
class Weights {
  constructor(kernels, values, offset, rows, columns) {
    this.rows = padded(rows, STEP);
    this.columns = padded(columns, PANEL);
    this.packed = kernels.floats(this.rows * this.columns);
    for (let panel = 0; panel < this.columns / PANEL; panel++) {
      for (let row = 0; row < rows; row++) {
        for (let j = 0; j < PANEL && panel * PANEL + j < columns; j++) {
          this.packed[(panel * this.rows + row) * PANEL + j] =
            values[offset + row * columns + panel * PANEL + j];
        }
      }
    }
  }
}

/** One layer's rows of all notes. */
class Rows {
  constructor(kernels, notes, width) {
    this.width = width;
    this.values = kernels.floats(notes * KEPT * width);
    this.frames = new Int32Array(notes * KEPT).fill(-1);
  }

  index(note, frame) {
    return note * KEPT + (frame & (KEPT - 1));
  }

  has(note, frame) {
    return this.frames[this.index(note, frame)] === frame;
  }

  at(index) {
    return this.values.byteOffset + 4 * this.width * index;
  }

  forget(note, from) {
    for (let i = note * KEPT; i < (note + 1) * KEPT; i++) {
      if (this.frames[i] >= from) {
        this.frames[i] = -1;
      }
    }
  }
}

export class Decoder {
  /**
   * @param {Sizes} sizes
   * @param {Map<string, Float32Array>} tensors of the model file, by name
   * @param {number} notes at once
   * @param {{input: Function, condition: Function}} source writes what the network is given of a
   *     frame, (note, frame, into): its learned channels; features of its pitch and steps of its
   *     level
   */
  constructor(sizes, tensors, notes, source) {
    this.sizes = sizes;
    this.source = source;
    const { width, layers, learned, conditions, outputs } = sizes;
    this.width = padded(width, PANEL);
    this.mostRows = 1024;
    const inputs = padded(learned, STEP);
    const told = padded(conditions, STEP);
    const weights =
      TAPS * inputs * this.width + told * this.width + layers * (TAPS + 1) * this.width ** 2;
    const end = padded(outputs, PANEL);
    const floats =
      weights +
      this.width * end +
      notes * KEPT * (inputs + (2 * layers + 2) * this.width) +
      this.mostRows * (told + this.width) +
      (2 * this.mostRows + 64) +
      64 * end +
      64 * (5 * layers + 20);
    const kernels = new Kernels(4 * floats);
    this.kernels = kernels;
    const tensor = (part) => tensors.get('decoder/' + part);
    const taps = (part, rows) =>
      [0, 1, 2].map((tap) => new Weights(kernels, tensor(part), tap * rows * width, rows, width));
    this.start = taps('start/W', learned);
    this.condition = new Weights(kernels, tensor('condition/W'), 0, conditions, width);
    this.startBiases = tensor('start/biases');
    this.blocks = [];
    for (let i = 1; i <= layers; i++) {
      this.blocks.push({
        dilation: sizes.dilation(i - 1),
        dilated: taps(`dilated${i}/W`, width),
        dilatedBiases: tensor(`dilated${i}/biases`),
        residual: new Weights(kernels, tensor(`res${i}/W`), 0, width, width),
        residualBiases: tensor(`res${i}/biases`),
      });
    }
    this.end = new Weights(kernels, tensor('end/W'), 0, width, outputs);
    this.endBiases = tensor('end/biases');
    this.inputs = new Rows(kernels, notes, inputs);
    this.told = kernels.floats(this.mostRows * told);
    /** What each layer adds to, and the same without what is below 0. */
    this.sums = [];
    this.positive = [];
    for (let i = 0; i <= layers; i++) {
      this.sums.push(new Rows(kernels, notes, this.width));
      this.positive.push(new Rows(kernels, notes, this.width));
    }
    this.inner = kernels.floats(this.mostRows * this.width);
    this.zeros = kernels.floats(Math.max(this.width, inputs));
    this.xs = kernels.integers(this.mostRows);
    this.ys = kernels.integers(this.mostRows);
    this.outputs = kernels.floats(64 * end);
    this.frameCounts = new Float64Array(notes).fill(Infinity);
  }

  /** Begins a note of `frames` frames, which may be Infinity. */
  begin(note, frames) {
    this.frameCounts[note] = frames;
    this.forget(note, 0);
  }

  /** What is computed of the note from frame `from` on is to be computed again. */
  forget(note, from) {
    this.inputs.forget(note, from);
    this.sums.forEach((rows) => rows.forget(note, from));
  }

  /**
   * The outputs of frames.
   *
   * @param {number[][]} wanted pairs of note and frame, at most 64
   * @param {(index, values: Float32Array, offset) => void} receive is given each one's outputs
   */
  compute(wanted, receive) {
    const { layers } = this.sizes;
    const toDo = [];
    let needed = wanted;
    for (let layer = layers; layer >= 0; layer--) {
      toDo[layer] = this.missing(this.sums[layer], needed);
      if (layer > 0) {
        needed = this.around(toDo[layer], this.blocks[layer - 1].dilation);
      }
    }
    this.listen(this.missing(this.inputs, this.around(toDo[0], 1)));
    this.inParts(toDo[0], (rows) => this.begun(rows));
    for (let layer = 1; layer <= layers; layer++) {
      this.inParts(toDo[layer], (rows) => this.block(layer, rows));
    }
    this.finish(wanted, receive);
  }

  inParts(rows, work) {
    for (let from = 0; from < rows.length; from += this.mostRows) {
      work(rows.slice(from, from + this.mostRows));
    }
  }

  /** Those of `wanted` that `rows` has not; they are taken to be there from now on. */
  missing(rows, wanted) {
    const missing = [];
    for (const [note, frame] of wanted) {
      if (!rows.has(note, frame)) {
        rows.frames[rows.index(note, frame)] = frame;
        missing.push([note, frame]);
      }
    }
    return missing;
  }

  around(rows, away) {
    const all = [];
    for (const [note, frame] of rows) {
      for (let at = frame - away; at <= frame + away; at += away) {
        if (this.exists(note, at)) {
          all.push([note, at]);
        }
      }
    }
    return all;
  }

  exists(note, frame) {
    return frame >= 0 && frame < this.frameCounts[note];
  }

  listen(rows) {
    const { inputs, sizes } = this;
    for (const [note, frame] of rows) {
      const at = inputs.index(note, frame) * inputs.width;
      this.source.input(note, frame, inputs.values.subarray(at, at + sizes.learned));
    }
  }

  /** Adds the products of rows of `from`, `away` frames from those of `rows`. */
  add(weights, from, rows, away) {
    for (let i = 0; i < rows.length; i++) {
      const [note, frame] = rows[i];
      this.xs[i] = this.exists(note, frame + away)
        ? from.at(from.index(note, frame + away))
        : this.zeros.byteOffset;
    }
    this.multiply(weights, rows.length);
  }

  multiply(weights, count) {
    const { xs, ys, kernels } = this;
    kernels.products(
      xs.byteOffset,
      ys.byteOffset,
      count,
      weights.packed.byteOffset,
      weights.rows,
      weights.columns,
    );
  }

  begun(rows) {
    const sums = this.sums[0];
    const width = this.condition.rows;
    for (let i = 0; i < rows.length; i++) {
      const [note, frame] = rows[i];
      const index = sums.index(note, frame);
      sums.values.set(this.startBiases, index * sums.width);
      this.ys[i] = sums.at(index);
    }
    this.start.forEach((weights, tap) => this.add(weights, this.inputs, rows, tap - 1));
    for (let i = 0; i < rows.length; i++) {
      const [note, frame] = rows[i];
      const told = this.told.subarray(i * width, i * width + this.sizes.conditions);
      this.source.condition(note, frame, told);
      this.xs[i] = this.told.byteOffset + 4 * i * width;
    }
    this.multiply(this.condition, rows.length);
    this.rectify(0, rows);
  }

  block(layer, rows) {
    const block = this.blocks[layer - 1];
    const { inner, width } = this;
    const before = this.sums[layer - 1];
    const sums = this.sums[layer];
    for (let i = 0; i < rows.length; i++) {
      inner.set(block.dilatedBiases, i * width);
      this.ys[i] = inner.byteOffset + 4 * i * width;
    }
    block.dilated.forEach((weights, tap) =>
      this.add(weights, this.positive[layer - 1], rows, (tap - 1) * block.dilation),
    );
    for (let j = 0; j < rows.length * width; j++) {
      inner[j] = Math.max(0, inner[j]);
    }
    for (let i = 0; i < rows.length; i++) {
      const [note, frame] = rows[i];
      const index = sums.index(note, frame);
      for (let j = 0; j < block.residualBiases.length; j++) {
        sums.values[index * width + j] = before.values[index * width + j] + block.residualBiases[j];
      }
      this.xs[i] = inner.byteOffset + 4 * i * width;
      this.ys[i] = sums.at(index);
    }
    this.multiply(block.residual, rows.length);
    this.rectify(layer, rows);
  }

  rectify(layer, rows) {
    const { values, width } = this.sums[layer];
    const positive = this.positive[layer].values;
    for (const [note, frame] of rows) {
      const at = this.sums[layer].index(note, frame) * width;
      for (let j = at; j < at + width; j++) {
        positive[j] = Math.max(0, values[j]);
      }
    }
  }

  finish(wanted, receive) {
    const last = this.positive[this.sizes.layers];
    const stride = this.end.columns;
    wanted.forEach(([note, frame], i) => {
      this.outputs.set(this.endBiases, i * stride);
      this.xs[i] = last.at(last.index(note, frame));
      this.ys[i] = this.outputs.byteOffset + 4 * i * stride;
    });
    this.multiply(this.end, wanted.length);
    wanted.forEach((_, i) => receive(i, this.outputs, i * stride));
  }
}
