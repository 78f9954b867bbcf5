// The sound of the page: the audio context, its thread and the decoder's.

/** Milliseconds between two looks at the audio thread. */
const LOOK = 33;

/** How soon sound is wanted, in seconds: the soonest first, a later one where the machine cannot keep up. */
const HINTS = [0.01, 0.03, 'playback'];

/** Milliseconds after which a key that was struck before there was sound is not played any more. */
const LATE = 3000;

/** Milliseconds that a key sounds which was struck and let go of before there was sound. */
const TAP = 150;

/** So many drop-outs in a second are not by chance. */
const DROPS = 4;

const scriptAddress = (text) =>
  URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));

export class Engine {
  /**
   * @param {object} data spec, tensors, weights
   * @param {{processor: string, worker: string}} sources of the two threads
   */
  constructor(data, sources) {
    this.data = data;
    this.sources = sources;
    this.hint = 0;
    this.corners = [];
    this.dot = { x: 0.5, y: 0.5 };
    this.settings = {};
    this.onState = () => {};
    this.onProblem = () => {};
    this.recording = null;
    this.pressed = new Map();
    this.node = null;
    this.starting = null;
    this.next = null;
    this.hands = { down: false, bendCents: 0, modulationCents: 0 };
    this.drops = [];
  }

  /** Begins at the first gesture; later ones wake what the system put to sleep. */
  start() {
    this.starting ??= this.open();
    for (const sound of [this, this.next]) {
      if (sound?.context && sound.context.state !== 'running') {
        sound.context.resume().catch(() => {});
      }
    }
    return this.starting;
  }

  async open() {
    if (!window.isSecureContext) {
      throw new Error(
        'This browser plays sound only on a page from 127.0.0.1, from a file, or by https.',
      );
    }
    if (navigator.audioSession) {
      navigator.audioSession.type = 'playback';
    }
    this.adopt(await this.build(this.hint));
    this.timer = setInterval(() => this.ask(), LOOK);
  }

  /** An audio context with its thread and the decoder's; nothing of it is heard yet. */
  async build(hint) {
    const { spec } = this.data;
    const context = new AudioContext({
      sampleRate: spec.sampleRateHz,
      latencyHint: HINTS[hint],
    });
    try {
      this.context ??= context;
      context.resume().catch(() => {});
      await this.addProcessor(context);
      const node = new AudioWorkletNode(context, 'synth', {
        numberOfInputs: 0,
        outputChannelCount: [2],
        processorOptions: { spec },
      });
      node.onprocessorerror = () => this.onProblem('The sound stopped; load the page again.');
      node.port.onmessage = ({ data }) => this.look(data);
      const analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 });
      node.connect(analyser).connect(context.destination);
      const { port1, port2 } = new MessageChannel();
      node.port.postMessage({ type: 'decoder', port: port1 }, [port1]);
      const worker = await this.openWorker(port2);
      return { context, node, analyser, worker };
    } catch (failure) {
      context.close();
      if (this.context === context) {
        Object.assign(this, { context: null, starting: null });
      }
      throw failure;
    }
  }

  /** From now on plays by what was built. */
  adopt(sound) {
    Object.assign(this, sound, { next: null, isBuilding: false, isStrained: false, drops: [] });
    this.setCorners(this.corners);
    this.setDot(this.dot.x, this.dot.y);
    this.set(this.settings);
    const { down, bendCents, modulationCents } = this.hands;
    this.pedal(down);
    this.bend(bendCents);
    this.modulation(modulationCents);
  }

  /**
   * Has sound that often drops out begin anew with more time ahead: it is built beside the sound
   * that there is, which plays until the other one runs and nothing sounds just now.
   */
  watch(state, now) {
    const count = this.context.playbackStats?.underrunEvents ?? 0;
    this.drops = this.drops.filter((drop) => now - drop.time < 1000);
    this.drops.push({ time: now, count });
    this.isStrained ||= count - this.drops[0].count >= DROPS;
    const isQuiet = state.keys.length === 0 && this.pressed.size === 0 && !this.recording;
    if (this.next && isQuiet && this.next.context.state === 'running') {
      const { context, node, worker } = this;
      this.hint++;
      this.adopt(this.next);
      node.port.onmessage = null;
      node.disconnect();
      worker.terminate();
      context.close();
    } else if (this.isStrained && isQuiet && !this.isBuilding && this.hint < HINTS.length - 1) {
      this.isBuilding = true;
      this.build(this.hint + 1).then(
        (sound) => (this.next = sound),
        () => {}, // then it goes on as it is, and does not try again
      );
    }
  }

  /** By text that the page has: another context needs it again, when the server may be gone. */
  async addProcessor(context) {
    const text = this.sources.processor;
    if (location.protocol === 'file:') {
      try {
        // Chromium takes no other address in a page from a file.
        await context.audioWorklet.addModule('data:text/javascript,' + encodeURIComponent(text));
        return;
      } catch {
        // Others take what follows.
      }
    }
    const address = scriptAddress(text);
    try {
      await context.audioWorklet.addModule(address);
    } finally {
      URL.revokeObjectURL(address);
    }
  }

  openWorker(port) {
    const worker = new Worker(scriptAddress(this.sources.worker));
    const { spec, tensors, weights } = this.data;
    worker.postMessage({ type: 'begin', spec, tensors, weights, port }, [port]);
    return new Promise((resolve, reject) => {
      worker.onmessage = () => resolve(worker);
      worker.onerror = (event) => {
        this.onProblem('The decoder stopped: ' + event.message);
        reject(new Error(event.message));
      };
    });
  }

  send(message) {
    this.node?.port.postMessage(message);
  }

  tell(message) {
    this.worker?.postMessage(message);
  }

  /**
   * Begins a note.
   *
   * @param {string} key by which it is let go of
   * @param {number} velocity from 0 to 1
   */
  async press(key, midi, velocity) {
    this.pressed.set(key, midi);
    const time = performance.now();
    if (!this.node || this.context.state !== 'running') {
      try {
        await this.start();
      } catch {
        return; // the page has told why
      }
      if (performance.now() - time > LATE) {
        return;
      }
    }
    this.send({ type: 'press', key, midi, velocity });
    if (!this.pressed.has(key)) {
      // The first key of all may be up again before the sound is there.
      setTimeout(() => this.send({ type: 'lift', key }), TAP);
    }
  }

  lift(key) {
    this.pressed.delete(key);
    this.send({ type: 'lift', key });
  }

  quiet(atOnce) {
    this.hands.down = false;
    this.pressed.clear();
    this.send({ type: 'quiet', atOnce });
  }

  pedal(down) {
    this.hands.down = down;
    this.send({ type: 'pedal', down });
  }

  bend(cents) {
    this.hands.bendCents = cents;
    this.send({ type: 'bend', cents });
    this.tell({ type: 'bend', cents });
  }

  modulation(cents) {
    this.hands.modulationCents = cents;
    this.send({ type: 'modulation', cents });
  }

  set(settings) {
    Object.assign(this.settings, settings);
    this.send({ type: 'set', settings });
  }

  setCorners(corners) {
    this.corners = corners;
    this.tell({ type: 'corners', corners });
  }

  setDot(x, y) {
    this.dot = { x, y };
    this.tell({ type: 'dot', x, y });
  }

  ask() {
    this.send({ type: 'look', tape: this.recording !== null });
  }

  look(state) {
    if (state.tape && this.recording) {
      this.recordedFrom ??= state.frame - state.tape.length;
      this.recording.push(state.tape);
    }
    this.state = state;
    this.onState(state);
    if (this.node) {
      this.watch(state, performance.now());
    }
  }

  async record() {
    await this.start();
    this.recordedFrom = null;
    this.recording = [];
  }

  /** Ends the recording; its sound. */
  async stopRecording() {
    await new Promise((resolve) => {
      const before = this.onState;
      this.onState = (state) => {
        before(state);
        this.onState = before;
        resolve();
      };
      this.ask();
    });
    const parts = this.recording;
    this.recording = null;
    const sound = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      sound.set(part, at);
      at += part.length;
    }
    return sound;
  }

  /** Milliseconds from a key to the loudspeaker, as far as the browser knows. */
  latencyMillis() {
    if (!this.context) {
      return null;
    }
    const { baseLatency = 0, outputLatency = 0 } = this.context;
    return 1000 * (baseLatency + outputLatency);
  }
}
