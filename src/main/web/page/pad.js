// The pad: a dot between four sounds, moved by pointer or keys.

const STEP = 0.02;
const LEAP = 0.1;
const RESTING = 300;

/** Moves by keys: how x and y change. */
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const limited = (value) => Math.max(0, Math.min(1, value));

export class Pad {
  /**
   * @param {HTMLElement} element the pad, with two ranges, a dot and a canvas inside
   * @param {(x: number, y: number) => void} onMove
   */
  constructor(element, onMove) {
    this.element = element;
    this.onMove = onMove;
    this.dot = element.querySelector('.dot');
    [this.rangeX, this.rangeY] = element.querySelectorAll('input');
    this.canvas = element.querySelector('canvas');
    this.names = ['', '', '', ''];
    this.trail = [];
    this.x = 0.5;
    this.y = 0.5;
    this.pointer = null;
    element.addEventListener('pointerdown', (event) => this.down(event));
    element.addEventListener('pointermove', (event) => this.drag(event));
    for (const type of ['pointerup', 'pointercancel', 'lostpointercapture']) {
      element.addEventListener(type, (event) => this.up(event));
    }
    for (const range of [this.rangeX, this.rangeY]) {
      range.addEventListener('input', () =>
        this.step(this.rangeX.value / 100, this.rangeY.value / 100),
      );
      range.addEventListener('keydown', (event) => this.key(event));
    }
  }

  down(event) {
    if (this.pointer !== null || event.button !== 0) {
      return;
    }
    this.pointer = event.pointerId;
    this.element.setPointerCapture(event.pointerId);
    this.rangeX.focus({ preventScroll: true });
    event.preventDefault();
    this.at(event);
  }

  drag(event) {
    if (event.pointerId === this.pointer) {
      (event.getCoalescedEvents?.() ?? []).forEach((each) => this.leave(each));
      this.at(event);
    }
  }

  up(event) {
    if (event.pointerId === this.pointer) {
      this.pointer = null;
    }
  }

  place(event) {
    const box = this.element.getBoundingClientRect();
    return [
      limited((event.clientX - box.left) / box.width),
      limited((event.clientY - box.top) / box.height),
    ];
  }

  at(event) {
    this.move(...this.place(event));
  }

  leave(event) {
    const [x, y] = this.place(event);
    this.trail.push({ x, y, time: performance.now() });
  }

  key(event) {
    const move = MOVES[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (move) {
      const by = event.shiftKey ? LEAP : STEP;
      this.step(this.x + by * move[0], this.y + by * move[1]);
    } else if (event.key === 'Home' || event.key === 'End') {
      const to = event.key === 'Home' ? 0 : 1;
      this.step(
        event.target === this.rangeX ? to : this.x,
        event.target === this.rangeY ? to : this.y,
      );
    } else if (event.key >= '0' && event.key <= '4') {
      const corner = Number(event.key) - 1;
      this.step(...(corner < 0 ? [0.5, 0.5] : [corner & 1, corner >> 1]));
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** Moves the dot, as a pointer does: a screen reader is told when it comes to rest. */
  move(x, y) {
    this.show(limited(x), limited(y));
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.tell(), RESTING);
    this.onMove(this.x, this.y);
  }

  /** Moves the dot by a key: a screen reader says the new value at once. */
  step(x, y) {
    clearTimeout(this.rest);
    this.show(limited(x), limited(y));
    this.tell();
    this.onMove(this.x, this.y);
  }

  /** Shows the dot at a place. */
  show(x, y) {
    this.x = x;
    this.y = y;
    this.trail.push({ x, y, time: performance.now() });
    this.dot.style.left = 100 * x + '%';
    this.dot.style.top = 100 * y + '%';
    this.rangeX.value = Math.round(100 * x);
    this.rangeY.value = Math.round(100 * y);
  }

  /** The mixture in words. */
  words() {
    const { x, y, names } = this;
    const shares = [(1 - x) * (1 - y), x * (1 - y), (1 - x) * y, x * y];
    const parts = names
      .map((name, i) => [Math.round(100 * shares[i]), name])
      .filter(([share]) => share > 0)
      .sort(([a], [b]) => b - a);
    return parts.map(([share, name]) => `${share} % ${name}`).join(', ');
  }

  /** Tells a screen reader, when the dot is at rest. */
  tell() {
    const words = this.words();
    this.rangeX.setAttribute('aria-valuetext', words);
    this.rangeY.setAttribute('aria-valuetext', words);
  }

  setNames(names) {
    this.names = names;
    this.tell();
  }
}
