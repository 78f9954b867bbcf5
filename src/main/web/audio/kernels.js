// The inner loops, in WebAssembly with vectors of four floats.
//
// products     rows of inputs times a matrix of weights, added to rows of outputs
// partials     sines of four at a time, each with a level that runs straight
// white        white noise, the same bits as synth's own
// butterflies  a stage of a Fourier transform

import { assemble } from './wat.js';

/** Columns of a matrix that lie side by side. */
export const PANEL = 8;

/** Inputs that are multiplied in one turn; matrices have a multiple of it, filled up with zeros. */
export const STEP = 4;

/** Partials that are computed in one turn. */
export const LANES = 8;

const range = (count) => [...Array(count).keys()];
const each = (count, text) => range(count).map(text).join('\n');

/** One turn of products: STEP inputs of `rows` rows with two vectors of columns. */
function turn(rows) {
  return each(
    STEP,
    (k) => `
      (local.set $l (v128.load offset=${32 * k} (local.get $p)))
      (local.set $r (v128.load offset=${32 * k + 16} (local.get $p)))
      ${each(
        rows,
        (i) => `
        (local.set $v (v128.load32_splat offset=${4 * k} (local.get $x${i})))
        (local.set $a${i}
          (f32x4.add (local.get $a${i}) (f32x4.mul (local.get $v) (local.get $l))))
        (local.set $b${i}
          (f32x4.add (local.get $b${i}) (f32x4.mul (local.get $v) (local.get $r))))`,
      )}`,
  );
}

/** All inputs of `rows` rows with one panel of weights. */
function tile(rows) {
  return `
    ${each(
      rows,
      (i) => `
      (local.set $x${i} (i32.load offset=${4 * i} (local.get $xi)))
      (local.set $y${i} (i32.add (i32.load offset=${4 * i} (local.get $yi)) (local.get $column)))
      (local.set $a${i} (v128.load (local.get $y${i})))
      (local.set $b${i} (v128.load offset=16 (local.get $y${i})))`,
    )}
    (local.set $p (local.get $w))
    (local.set $k (local.get $rows))
    (loop $inputs${rows}
      ${turn(rows)}
      (local.set $p (i32.add (local.get $p) (i32.const ${32 * STEP})))
      ${each(
        rows,
        (i) => `(local.set $x${i} (i32.add (local.get $x${i}) (i32.const ${4 * STEP})))`,
      )}
      (local.set $k (i32.sub (local.get $k) (i32.const ${STEP})))
      (br_if $inputs${rows} (i32.lt_s (i32.const 0) (local.get $k))))
    ${each(
      rows,
      (i) => `
      (v128.store (local.get $y${i}) (local.get $a${i}))
      (v128.store offset=16 (local.get $y${i}) (local.get $b${i}))`,
    )}
    (local.set $xi (i32.add (local.get $xi) (i32.const ${4 * rows})))
    (local.set $yi (i32.add (local.get $yi) (i32.const ${4 * rows})))
    (local.set $left (i32.sub (local.get $left) (i32.const ${rows})))`;
}

/** While at least `rows` rows are left. */
function tiles(rows) {
  return `
    (block $done${rows}
      (loop $rows${rows}
        (br_if $done${rows} (i32.lt_s (local.get $left) (i32.const ${rows})))
        ${tile(rows)}
        (br_if $rows${rows} (i32.const 1))))`;
}

// xs and ys are addresses of lists of the addresses of `count` rows each. A row of y has `columns`
// floats, a multiple of 8; the weights are [columns / 8, rows, 8], rows a multiple of 4.
const PRODUCTS = `
  (func (export "products")
    (param $xs i32) (param $ys i32) (param $count i32)
    (param $w i32) (param $rows i32) (param $columns i32)
    (local $xi i32) (local $yi i32) (local $left i32) (local $column i32) (local $p i32)
    (local $k i32) (local $l v128) (local $r v128) (local $v v128)
    ${each(4, (i) => `(local $x${i} i32) (local $y${i} i32)`)}
    ${each(4, (i) => `(local $a${i} v128) (local $b${i} v128)`)}
    (loop $panels
      (local.set $xi (local.get $xs))
      (local.set $yi (local.get $ys))
      (local.set $left (local.get $count))
      ${tiles(4)}
      ${tiles(1)}
      (local.set $w
        (i32.add (local.get $w) (i32.mul (local.get $rows) (i32.const ${4 * PANEL}))))
      (local.set $column (i32.add (local.get $column) (i32.const ${4 * PANEL})))
      (br_if $panels
        (i32.lt_s (local.get $column) (i32.mul (local.get $columns) (i32.const 4))))))`;

const STATE = ['c', 's', 'dc', 'ds', 'g', 'dg'];

// `bank` has six arrays of `stride` bytes, one after the other: cosine and sine of each partial's
// phase, of its step from sample to sample, its level and the step of that. `count` is a multiple
// of 8, but not 0. What four lanes make is added to `sums`, [samples, 4].
const PARTIALS = `
  (func (export "partials")
    (param $bank i32) (param $stride i32) (param $count i32) (param $sums i32) (param $samples i32)
    (local $to i32) (local $n i32) (local $p i32) (local $t v128)
    ${each(2, (i) => STATE.map((name) => `(local $${name}${i} v128)`).join(' '))}
    (loop $groups
      (local.set $p (local.get $bank))
      ${STATE.map(
        (name) => `
        ${each(2, (i) => `(local.set $${name}${i} (v128.load offset=${16 * i} (local.get $p)))`)}
        (local.set $p (i32.add (local.get $p) (local.get $stride)))`,
      ).join('\n')}
      (local.set $to (local.get $sums))
      (local.set $n (local.get $samples))
      (loop $samples
        (v128.store (local.get $to)
          (f32x4.add (v128.load (local.get $to))
            (f32x4.add
              (f32x4.mul (local.get $s0) (local.get $g0))
              (f32x4.mul (local.get $s1) (local.get $g1)))))
        ${each(
          2,
          (i) => `
          (local.set $g${i} (f32x4.add (local.get $g${i}) (local.get $dg${i})))
          (local.set $t
            (f32x4.sub
              (f32x4.mul (local.get $c${i}) (local.get $dc${i}))
              (f32x4.mul (local.get $s${i}) (local.get $ds${i}))))
          (local.set $s${i}
            (f32x4.add
              (f32x4.mul (local.get $c${i}) (local.get $ds${i}))
              (f32x4.mul (local.get $s${i}) (local.get $dc${i}))))
          (local.set $c${i} (local.get $t))`,
        )}
        (local.set $to (i32.add (local.get $to) (i32.const 16)))
        (local.set $n (i32.sub (local.get $n) (i32.const 1)))
        (br_if $samples (i32.lt_s (i32.const 0) (local.get $n))))
      (local.set $bank (i32.add (local.get $bank) (i32.const 32)))
      (local.set $count (i32.sub (local.get $count) (i32.const ${LANES})))
      (br_if $groups (i32.lt_s (i32.const 0) (local.get $count)))))`;

/** SplitMix64 (Steele, Lea and Flood 2014). */
export const GAMMA = 0x9e3779b97f4a7c15n;

const mixing = (shift, factor) => `
  (local.set $z
    (i64.mul
      (i64.xor (local.get $z) (i64.shr_u (local.get $z) (i64.const ${shift})))
      (i64.const ${factor})))`;

// The state of the noise is at `state` and goes on; `out` receives `count` floats of variance 1.
const WHITE = `
  (func (export "white") (param $state i32) (param $out i32) (param $count i32)
    (local $n i64) (local $z i64)
    (local.set $n (i64.load (local.get $state)))
    (loop $samples
      (local.set $z (local.get $n))
      (local.set $n (i64.add (local.get $n) (i64.const ${GAMMA})))
      ${mixing(30, 0xbf58476d1ce4e5b9n)}
      ${mixing(27, 0x94d049bb133111ebn)}
      (local.set $z (i64.xor (local.get $z) (i64.shr_u (local.get $z) (i64.const 31))))
      (f32.store (local.get $out)
        (f32.mul (f32.const ${Math.sqrt(3) / 2 ** 24})
          (f32.convert_i32_s
            (i32.add (i32.const ${1 - 2 ** 24})
              (i32.mul (i32.const 2)
                (i32.wrap_i64 (i64.shr_u (local.get $z) (i64.const 40))))))))
      (local.set $out (i32.add (local.get $out) (i32.const 4)))
      (local.set $count (i32.sub (local.get $count) (i32.const 1)))
      (br_if $samples (i32.lt_s (i32.const 0) (local.get $count))))
    (i64.store (local.get $state) (local.get $n)))`;

// A stage of a transform of `half` complex numbers, parts at `re` and `im`: each is combined with
// the one `apart` behind it, a multiple of 4, by the turns whose cosines and sines are at `c`, `s`.
const BUTTERFLIES = `
  (func (export "butterflies")
    (param $re i32) (param $im i32) (param $half i32) (param $apart i32) (param $c i32)
    (param $s i32)
    (local $bytes i32) (local $n i32) (local $ct i32) (local $st i32)
    (local $p v128) (local $q v128) (local $x v128) (local $y v128)
    (local.set $bytes (i32.mul (local.get $apart) (i32.const 4)))
    (loop $groups
      (local.set $n (local.get $apart))
      (local.set $ct (local.get $c))
      (local.set $st (local.get $s))
      (loop $turns
        (local.set $p (v128.load (i32.add (local.get $re) (local.get $bytes))))
        (local.set $q (v128.load (i32.add (local.get $im) (local.get $bytes))))
        (local.set $x
          (f32x4.sub
            (f32x4.mul (local.get $p) (v128.load (local.get $ct)))
            (f32x4.mul (local.get $q) (v128.load (local.get $st)))))
        (local.set $y
          (f32x4.add
            (f32x4.mul (local.get $p) (v128.load (local.get $st)))
            (f32x4.mul (local.get $q) (v128.load (local.get $ct)))))
        (local.set $p (v128.load (local.get $re)))
        (local.set $q (v128.load (local.get $im)))
        (v128.store (i32.add (local.get $re) (local.get $bytes))
          (f32x4.sub (local.get $p) (local.get $x)))
        (v128.store (i32.add (local.get $im) (local.get $bytes))
          (f32x4.sub (local.get $q) (local.get $y)))
        (v128.store (local.get $re) (f32x4.add (local.get $p) (local.get $x)))
        (v128.store (local.get $im) (f32x4.add (local.get $q) (local.get $y)))
        (local.set $re (i32.add (local.get $re) (i32.const 16)))
        (local.set $im (i32.add (local.get $im) (i32.const 16)))
        (local.set $ct (i32.add (local.get $ct) (i32.const 16)))
        (local.set $st (i32.add (local.get $st) (i32.const 16)))
        (local.set $n (i32.sub (local.get $n) (i32.const 4)))
        (br_if $turns (i32.lt_s (i32.const 0) (local.get $n))))
      (local.set $re (i32.add (local.get $re) (local.get $bytes)))
      (local.set $im (i32.add (local.get $im) (local.get $bytes)))
      (local.set $half
        (i32.sub (local.get $half) (i32.mul (local.get $apart) (i32.const 2))))
      (br_if $groups (i32.lt_s (i32.const 0) (local.get $half)))))`;

const PAGE_BYTES = 65536;

/** Memory of a fixed size, and the kernels that work on it. */
export class Kernels {
  /** @param {number} bytes that {@link floats} and the like will take in all */
  constructor(bytes) {
    this.memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE_BYTES) + 1 });
    const module = new WebAssembly.Module(assemble(PRODUCTS + PARTIALS + WHITE + BUTTERFLIES));
    const { exports } = new WebAssembly.Instance(module, { env: { memory: this.memory } });
    this.products = exports.products;
    this.partials = exports.partials;
    this.white = exports.white;
    this.butterflies = exports.butterflies;
    this.taken = 16;
  }

  take(Type, count) {
    const at = this.taken;
    this.taken = at + 16 * Math.ceil((count * Type.BYTES_PER_ELEMENT) / 16);
    return new Type(this.memory.buffer, at, count);
  }

  /** New floats, all 0; `byteOffset` is their address. */
  floats(count) {
    return this.take(Float32Array, count);
  }

  integers(count) {
    return this.take(Int32Array, count);
  }

  longs(count) {
    return this.take(BigUint64Array, count);
  }
}
