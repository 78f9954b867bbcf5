// The piano on the screen, and the keys of a computer.

const NAMES = [
  'C',
  'C sharp',
  'D',
  'D sharp',
  'E',
  'F',
  'F sharp',
  'G',
  'G sharp',
  'A',
  'A sharp',
  'B',
];
const BLACK = new Set([1, 3, 6, 8, 10]);

/** Keys of a computer by where they lie, whatever letters are on them, from C on. */
const CODES = [
  'KeyA',
  'KeyW',
  'KeyS',
  'KeyE',
  'KeyD',
  'KeyF',
  'KeyT',
  'KeyG',
  'KeyY',
  'KeyH',
  'KeyU',
  'KeyJ',
  'KeyK',
  'KeyO',
  'KeyL',
  'KeyP',
  'Semicolon',
  'Quote',
];
const CAPS = [
  'A',
  'W',
  'S',
  'E',
  'D',
  'F',
  'T',
  'G',
  'Y',
  'H',
  'U',
  'J',
  'K',
  'O',
  'L',
  'P',
  ';',
  "'",
];

/** White keys are at least so wide. */
const WIDTH = 40;
const LOWEST = 12;
const HIGHEST = 120;

/** Velocities of the computer's keys. */
const VELOCITY = 0.8;

/** As it is spoken: C4, C sharp 4. */
export function noteName(midi) {
  const name = NAMES[midi % 12];
  return name + (name.length > 1 ? ' ' : '') + (Math.floor(midi / 12) - 1);
}

export class Keys {
  /**
   * @param {HTMLElement} element that the piano is drawn in
   * @param {{press: Function, lift: Function, quiet: Function}} player
   */
  constructor(element, player) {
    this.element = element;
    this.player = player;
    this.octave = 4;
    this.caps = CAPS;
    this.buttons = new Map();
    this.pointers = new Map();
    this.held = new Map();
    element.addEventListener('pointerdown', (event) => this.down(event));
    element.addEventListener('pointermove', (event) => this.slide(event));
    for (const type of ['pointerup', 'pointercancel', 'lostpointercapture']) {
      element.addEventListener(type, (event) => this.release(event.pointerId));
    }
    element.addEventListener('contextmenu', (event) => event.preventDefault());
    element.addEventListener('keydown', (event) => this.roam(event));
    element.addEventListener('keyup', (event) => this.unhold(event));
    window.addEventListener('keydown', (event) => this.type(event));
    window.addEventListener('keyup', (event) => this.untype(event));
    for (const type of ['blur', 'pagehide']) {
      window.addEventListener(type, () => this.letGo());
    }
    document.addEventListener('visibilitychange', () => document.hidden && this.letGo());
    new ResizeObserver(() => this.draw()).observe(element);
    navigator.keyboard?.getLayoutMap?.().then(
      (map) => {
        this.caps = CODES.map((code, i) => map.get(code)?.toUpperCase() ?? CAPS[i]);
        this.draw(true);
      },
      () => {},
    );
  }

  /** The key below the first letter. */
  get first() {
    return 12 * (this.octave + 1);
  }

  /** What sounds keeps its pitch until its own key is let go of; new notes have the new octave. */
  setOctave(octave) {
    this.octave = Math.max(0, Math.min(8, octave));
    this.draw(true);
    this.show(this.sounding());
  }

  /** As many octaves as there is room for. */
  draw(anew) {
    const width = this.element.clientWidth;
    const octaves = Math.max(1, Math.min(4, Math.floor(width / (7 * WIDTH))));
    // Where there is room, there is an octave below the letters, too.
    const lowest = Math.max(LOWEST, this.first - (octaves > 2 ? 12 : 0));
    const last = Math.min(HIGHEST, lowest + 12 * octaves);
    if (!anew && this.lowest === lowest && this.drawn === last) {
      return;
    }
    this.lowest = lowest;
    this.drawn = last;
    const focused = this.element.contains(document.activeElement);
    this.buttons.clear();
    const whites = [];
    for (let midi = lowest; midi <= last; midi++) {
      if (!BLACK.has(midi % 12)) {
        whites.push(midi);
      }
    }
    const share = 100 / whites.length;
    const keys = document.createDocumentFragment();
    let white = 0;
    for (let midi = lowest; midi <= last; midi++) {
      const black = BLACK.has(midi % 12);
      const key = document.createElement('button');
      key.type = 'button';
      key.className = black ? 'black' : 'white';
      key.dataset.midi = midi;
      key.tabIndex = midi === this.first ? 0 : -1;
      key.setAttribute('aria-label', noteName(midi));
      key.setAttribute('aria-pressed', 'false');
      key.style.width = (black ? 0.6 : 1) * share + '%';
      key.style.left = (black ? white - 0.3 : white) * share + '%';
      // By the style sheet, so that they are no part of the key's name.
      key.dataset.cap = this.caps[midi - this.first] ?? '';
      key.dataset.name = midi % 12 === 0 ? noteName(midi) : '';
      keys.append(key);
      this.buttons.set(midi, key);
      white += black ? 0 : 1;
    }
    this.element.replaceChildren(keys);
    if (focused) {
      this.buttons.get(this.first).focus();
    }
  }

  /** Shows which keys sound. */
  show(pressed) {
    for (const [midi, button] of this.buttons) {
      const on = pressed.has(midi);
      if (on !== (button.getAttribute('aria-pressed') === 'true')) {
        button.setAttribute('aria-pressed', String(on));
      }
    }
  }

  sounding() {
    return new Set([...this.held.values(), ...[...this.pointers.values()].map((p) => p.midi)]);
  }

  press(id, midi, velocity) {
    if (midi < LOWEST || midi > HIGHEST) {
      return;
    }
    this.held.set(id, midi);
    this.player.press(id, midi, velocity);
    this.show(this.sounding());
  }

  lift(id) {
    if (this.held.delete(id)) {
      this.player.lift(id);
      this.show(this.sounding());
    }
  }

  /** Lets go of all keys: nobody will tell when they come up. */
  letGo() {
    this.pointers.clear();
    [...this.held.keys()].forEach((id) => this.lift(id));
  }

  /** The key below a pointer, and how hard it is struck: softer near its upper end. */
  under(event) {
    const hit = document.elementFromPoint(event.clientX, event.clientY)?.closest('button');
    if (!hit || !this.element.contains(hit)) {
      return null;
    }
    const box = hit.getBoundingClientRect();
    const depth = Math.max(0, Math.min(1, (event.clientY - box.top) / box.height));
    const midi = Number(hit.dataset.midi);
    // Its place on the screen stays when the octave changes below a finger.
    return { midi, place: midi - this.lowest, velocity: 0.45 + 0.5 * depth };
  }

  down(event) {
    const key = this.under(event);
    if (!key || event.button !== 0) {
      return;
    }
    event.preventDefault();
    this.element.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, key);
    this.press('pointer' + event.pointerId, key.midi, key.velocity);
  }

  slide(event) {
    const before = this.pointers.get(event.pointerId);
    const key = before && this.under(event);
    if (key && key.place !== before.place) {
      this.pointers.set(event.pointerId, key);
      this.lift('pointer' + event.pointerId);
      this.press('pointer' + event.pointerId, key.midi, before.velocity);
    }
  }

  release(pointer) {
    this.pointers.delete(pointer);
    this.lift('pointer' + pointer);
  }

  /** Keys for the focused key of the piano: arrows go on, Enter and space play. */
  roam(event) {
    const midi = Number(event.target.dataset?.midi);
    const to = {
      ArrowRight: midi + 1,
      ArrowLeft: midi - 1,
      Home: this.lowest,
      End: this.drawn,
    }[event.key];
    if (to !== undefined && this.buttons.has(to)) {
      this.buttons.get(midi).tabIndex = -1;
      this.buttons.get(to).tabIndex = 0;
      this.buttons.get(to).focus();
      event.preventDefault();
    } else if ((event.key === 'Enter' || event.key === ' ') && !event.repeat) {
      this.press('focus', midi, VELOCITY);
      event.preventDefault();
    }
  }

  unhold(event) {
    if (event.key === 'Enter' || event.key === ' ') {
      this.lift('focus');
    }
  }

  /** Keys play wherever no text is typed; choices and sliders keep their arrows. */
  isForMusic(event) {
    const { target } = event;
    const isTyped =
      target instanceof HTMLTextAreaElement ||
      (target instanceof HTMLInputElement && target.type !== 'range') ||
      target.isContentEditable;
    return !event.ctrlKey && !event.metaKey && !event.altKey && !isTyped;
  }

  type(event) {
    if (!this.isForMusic(event)) {
      return;
    }
    const isLetter = event.key.length === 1 && event.key !== ' ';
    if (isLetter && event.target instanceof HTMLSelectElement) {
      event.preventDefault(); // else it would choose the sound that begins so
    }
    const step = CODES.indexOf(event.code);
    if (step >= 0) {
      event.preventDefault();
      if (!event.repeat) {
        this.press(event.code, this.first + step, VELOCITY);
      }
    } else if (!event.repeat && (event.code === 'KeyZ' || event.code === 'KeyX')) {
      this.onOctave(this.octave + (event.code === 'KeyX' ? 1 : -1));
    }
  }

  untype(event) {
    this.lift(event.code);
    // macOS tells of no letter that comes up while its command key is down.
    if (event.key === 'Meta') {
      this.letGo();
    }
  }

  onOctave(octave) {
    this.setOctave(octave);
  }
}
