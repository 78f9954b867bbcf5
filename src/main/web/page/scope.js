// The live picture of what sounds: time to the right, pitch up, brightness the level and colour how
// the phase turns, as in a rainbowgram.

const LOWEST_HZ = 50;
const HIGHEST_HZ = 16000;
const RANGE_DB = 64;

/** The level that is brightest is so far below full scale. */
const LOUD_DB = 26;
const COLUMN_MILLIS = 20;

export class Scope {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext('2d', { alpha: false });
    this.last = 0;
    this.before = null;
  }

  /** Draws a column, if it is time. */
  draw(analyser, now) {
    if (now - this.last < COLUMN_MILLIS) {
      return;
    }
    this.last = now;
    const { canvas, context } = this;
    const { width, height } = this.fit();
    const bins = analyser.frequencyBinCount;
    if (!this.levels || this.levels.length !== bins) {
      this.levels = new Float32Array(bins);
    }
    analyser.getFloatFrequencyData(this.levels);
    const step = 2;
    context.drawImage(canvas, -step, 0);
    context.fillStyle = this.background;
    context.fillRect(width - step, 0, step, height);
    const binHz = analyser.context.sampleRate / analyser.fftSize;
    const octaves = Math.log2(HIGHEST_HZ / LOWEST_HZ);
    for (let y = 0; y < height; y += 1) {
      const from = LOWEST_HZ * 2 ** (octaves * (1 - (y + 1) / height));
      const to = LOWEST_HZ * 2 ** (octaves * (1 - y / height));
      let top = -Infinity;
      const first = Math.max(1, Math.round(from / binHz));
      const last = Math.max(first, Math.round(to / binHz));
      let best = first;
      for (let bin = first; bin <= last; bin++) {
        if (this.levels[bin] > top) {
          top = this.levels[bin];
          best = bin;
        }
      }
      const share = Math.max(0, Math.min(1, 1 + (top + LOUD_DB) / RANGE_DB));
      if (share > 0) {
        const light = Math.round(25 + 50 * share);
        const solid = Math.min(1, 1.3 * share);
        context.fillStyle = `hsl(${this.hue(best, binHz)} 85% ${light}% / ${solid})`;
        context.fillRect(width - step, y, step, 1);
      }
    }
  }

  /** A colour for each semitone of the octave, from where between two bins the peak lies. */
  hue(bin, binHz) {
    const { levels } = this;
    const [a, b, c] = [levels[bin - 1], levels[bin], levels[bin + 1] ?? -200];
    const curve = a - 2 * b + c;
    const off = curve < 0 ? Math.max(-0.5, Math.min(0.5, (0.5 * (a - c)) / curve)) : 0;
    const octave = Math.log2(((bin + off) * binHz) / 440);
    return Math.round(360 * (octave - Math.floor(octave)));
  }

  fit() {
    const { canvas } = this;
    const scale = Math.min(2, window.devicePixelRatio || 1);
    const width = Math.round(canvas.clientWidth * scale);
    const height = Math.round(canvas.clientHeight * scale);
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
      this.background = getComputedStyle(canvas).getPropertyValue('--scope');
      this.context.fillStyle = this.background;
      this.context.fillRect(0, 0, width, height);
    }
    return canvas;
  }
}
