// Attack, decay, sustain, release. Levels are taken at the ends of stretches of 2 ms; between, they
// run straight.

const SILENT = 1e-3;
const DECAYED = 1e-3;

/** Stretches in which a voice that is taken away fades, along a cosine. */
const FADE_STRETCHES = 3;

const ATTACK = 0;
const DECAY = 1;
const RELEASE = 2;
const FADE = 3;
const OFF = 4;

/** A share of a second's fall by 60 dB. */
const fall = (seconds, sixty) => 10 ** ((-3 * seconds) / Math.max(0.005, sixty));

export class Envelope {
  /** @param {number} seconds from one level to the next */
  constructor(seconds) {
    this.seconds = seconds;
    this.stage = OFF;
    this.level = 0;
  }

  /** @param {object} shape attack, decay and release in seconds, sustain from 0 to 1 */
  begin(shape) {
    this.stage = ATTACK;
    this.level = 0;
    this.shape = shape;
  }

  release() {
    if (this.stage < RELEASE) {
      this.stage = RELEASE;
    }
  }

  /** Ends within 6 ms. */
  fade() {
    if (this.stage < FADE) {
      this.stage = FADE;
      this.fadeFrom = this.level;
      this.faded = 0;
    }
  }

  get isHeld() {
    return this.stage < RELEASE;
  }

  get isFading() {
    return this.stage === FADE;
  }

  get isOff() {
    return this.stage === OFF;
  }

  /** The level a stretch later. */
  next() {
    const { shape, seconds } = this;
    if (this.stage === ATTACK) {
      this.level += seconds / Math.max(seconds, shape.attack);
      if (this.level >= 1) {
        this.level = 1;
        this.stage = DECAY;
      }
    } else if (this.stage === DECAY) {
      const left = (this.level - shape.sustain) * fall(seconds, shape.decay);
      this.level = shape.sustain + (Math.abs(left) < DECAYED ? 0 : left);
    } else if (this.stage === RELEASE) {
      this.level *= fall(seconds, shape.release);
      if (this.level < SILENT) {
        this.level = 0;
        this.stage = OFF;
      }
    } else if (this.stage === FADE) {
      this.faded++;
      this.level = this.fadeFrom * (0.5 + 0.5 * Math.cos((Math.PI * this.faded) / FADE_STRETCHES));
      if (this.faded === FADE_STRETCHES) {
        this.level = 0;
        this.stage = OFF;
      }
    } else {
      this.level = 0;
    }
    return this.level;
  }
}
