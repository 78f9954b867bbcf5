// The picture below the dot: a colour for each corner, mixed between them, and the way of the dot.

const COLOURS = [
  [240, 150, 90],
  [230, 95, 130],
  [70, 160, 170],
  [110, 110, 215],
];
const SIZE = 48;
const TRAIL_MILLIS = 2500;

export class PadPicture {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext('2d');
    this.still = window.matchMedia('(prefers-reduced-motion: reduce)');
    this.colours = new OffscreenCanvas(SIZE, SIZE);
    const context = this.colours.getContext('2d');
    const picture = context.createImageData(SIZE, SIZE);
    for (let j = 0; j < SIZE; j++) {
      for (let i = 0; i < SIZE; i++) {
        const x = i / (SIZE - 1);
        const y = j / (SIZE - 1);
        const shares = [(1 - x) * (1 - y), x * (1 - y), (1 - x) * y, x * y];
        for (let c = 0; c < 3; c++) {
          const mixed = COLOURS.reduce((sum, colour, k) => sum + shares[k] * colour[c] ** 2, 0);
          picture.data[4 * (j * SIZE + i) + c] = Math.sqrt(mixed);
        }
        picture.data[4 * (j * SIZE + i) + 3] = 255;
      }
    }
    context.putImageData(picture, 0, 0);
    this.drawn = -1;
  }

  redraw() {
    this.drawn = -1;
  }

  draw(trail, now) {
    const { canvas, context } = this;
    while (trail.length > 0 && now - trail[0].time > TRAIL_MILLIS) {
      trail.shift();
    }
    const scale = Math.min(2, window.devicePixelRatio || 1);
    const size = Math.round(canvas.clientWidth * scale);
    if (canvas.width === size && this.drawn === 0 && trail.length === 0) {
      return;
    }
    canvas.width = size;
    canvas.height = size;
    context.imageSmoothingEnabled = true;
    context.drawImage(this.colours, 0, 0, size, size);
    context.strokeStyle = 'rgb(255 255 255 / 25%)';
    context.lineWidth = scale;
    for (const share of [0.25, 0.5, 0.75]) {
      context.beginPath();
      context.moveTo(share * size, 0);
      context.lineTo(share * size, size);
      context.moveTo(0, share * size);
      context.lineTo(size, share * size);
      context.stroke();
    }
    this.drawn = trail.length;
    if (this.still.matches) {
      return;
    }
    // Round ends would lie twice where pieces meet, as beads.
    context.lineCap = 'butt';
    context.lineWidth = 4 * scale;
    for (let i = 1; i < trail.length; i++) {
      const age = (now - trail[i].time) / TRAIL_MILLIS;
      context.strokeStyle = `rgb(255 255 255 / ${Math.round(85 * (1 - age))}%)`;
      context.beginPath();
      context.moveTo(trail[i - 1].x * size, trail[i - 1].y * size);
      context.lineTo(trail[i].x * size, trail[i].y * size);
      context.stroke();
    }
  }
}
