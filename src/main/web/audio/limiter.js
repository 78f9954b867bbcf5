// A limiter that sees 1.5 ms ahead, so that nothing is clipped and nothing clicks.

const AHEAD_SECONDS = 0.0015;
const RELEASE_SECONDS = 0.08;

export class Limiter {
  /**
   * @param {number} rateHz
   * @param {number} ceiling that no sample exceeds
   */
  constructor(rateHz, ceiling) {
    this.length = Math.round(AHEAD_SECONDS * rateHz);
    this.ceiling = ceiling;
    this.opening = 1 - Math.exp(-1 / (RELEASE_SECONDS * rateHz));
    this.delay = new Float32Array(this.length);
    /** Gains of the last samples, and their sum: a mean over what lies ahead. */
    this.gains = new Float32Array(this.length).fill(1);
    this.sum = this.length;
    /** Wanted gains that may be the least of those ahead, and when each was. */
    this.wanted = new Float64Array(this.length + 1);
    this.times = new Float64Array(this.length + 1);
    this.head = 0;
    this.count = 0;
    this.gain = 1;
    this.time = 0;
    this.least = 1;
  }

  /** The least of the gains wanted by the last `length` samples, this one's among them. */
  lowest(wanted) {
    const { length, times } = this;
    const size = length + 1;
    while (this.count > 0 && this.wanted[(this.head + this.count - 1) % size] >= wanted) {
      this.count--;
    }
    const at = (this.head + this.count) % size;
    this.wanted[at] = wanted;
    times[at] = this.time;
    this.count++;
    if (times[this.head] <= this.time - length) {
      this.head = (this.head + 1) % size;
      this.count--;
    }
    return this.wanted[this.head];
  }

  /** Limits `count` samples in place; they come out {@link length} samples later. */
  process(samples, count) {
    const { delay, gains, length, ceiling } = this;
    for (let i = 0; i < count; i++) {
      const loud = Math.abs(samples[i]);
      const lowest = this.lowest(loud > ceiling ? ceiling / loud : 1);
      this.gain = Math.min(lowest, this.gain + this.opening * (1 - this.gain));
      const at = this.time % length;
      this.sum += this.gain - gains[at];
      gains[at] = this.gain;
      const mean = Math.min(1, this.sum / length);
      this.least = Math.min(this.least, mean);
      const late = delay[at];
      delay[at] = samples[i];
      samples[i] = Math.max(-ceiling, Math.min(ceiling, late * mean));
      this.time++;
    }
  }
}
