// The sound of the page: the audio context, its thread and the decoder's.

/** Milliseconds between two looks at the audio thread. */
const LOOK = 33;

/** How soon sound is wanted: the soonest first, a later one where the machine cannot keep up. */
const HINTS = [0, 'interactive', 'balanced'];

/** Milliseconds after which a key that was struck before there was sound is not played any more. */
const LATE = 3000;

/** Milliseconds that a key sounds which was struck and let go of before there was sound. */
const TAP = 150;

/** So many drop-outs in a second are not by chance. */
const DROPS = 4;

export class Engine {
  /**
   * @param {object} data spec, tensors, weights
   * @param {?{processor: string, worker: string}} sources of the two threads, where they are not
   *     files beside the page
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
    this.drops = [];
  }

  /** Begins at the first gesture; later ones wake what the system put to sleep. */
  start() {
    this.starting ??= this.open();
    if (this.context && this.context.state !== 'running') {
      this.context.resume().catch(() => {});
    }
    return this.starting;
  }

  async open() {
    const { spec } = this.data;
    if (!window.isSecureContext) {
      throw new Error(
        'This browser plays sound only on a page from 127.0.0.1, from a file, or by https.',
      );
    }
    if (navigator.audioSession) {
      navigator.audioSession.type = 'playback';
    }
    const context = new AudioContext({
      sampleRate: spec.sampleRateHz,
      latencyHint: HINTS[this.hint],
    });
    this.context = context;
    context.resume().catch(() => {});
    await this.addProcessor(context);
    const node = new AudioWorkletNode(context, 'synth', {
      numberOfInputs: 0,
      outputChannelCount: [2],
      processorOptions: { spec },
    });
    node.onprocessorerror = () => this.onProblem('The sound stopped; load the page again.');
    node.port.onmessage = ({ data }) => this.look(data);
    this.analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 });
    node.connect(this.analyser).connect(context.destination);
    const { port1, port2 } = new MessageChannel();
    node.port.postMessage({ type: 'decoder', port: port1 }, [port1]);
    this.worker = await this.openWorker(port2);
    this.node = node;
    this.setCorners(this.corners);
    this.setDot(this.dot.x, this.dot.y);
    this.set(this.settings);
    this.timer = setInterval(() => this.ask(), LOOK);
    return context;
  }

  /** Begins anew with more time ahead, if sound often drops out and nothing sounds just now. */
  watch(state, now) {
    const count = this.context.playbackStats?.underrunEvents ?? 0;
    this.drops = this.drops.filter((drop) => now - drop.time < 1000);
    this.drops.push({ time: now, count });
    this.strained ||= count - this.drops[0].count >= DROPS;
    const isQuiet = state.keys.length === 0 && this.pressed.size === 0 && !this.recording;
    if (this.strained && isQuiet && this.hint < HINTS.length - 1) {
      this.hint++;
      this.close();
      this.start().catch((failure) => this.onProblem(failure.message));
    }
  }

  close() {
    clearInterval(this.timer);
    this.worker.terminate();
    this.node.disconnect();
    this.context.close();
    Object.assign(this, { node: null, worker: null, analyser: null, starting: null });
    Object.assign(this, { strained: false, drops: [] });
  }

  async addProcessor(context) {
    if (!this.sources) {
      await context.audioWorklet.addModule('processor.js');
      return;
    }
    const text = this.sources.processor;
    try {
      // Chromium takes no other address in a page from a file.
      await context.audioWorklet.addModule('data:text/javascript,' + encodeURIComponent(text));
    } catch {
      const address = URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
      await context.audioWorklet.addModule(address);
      URL.revokeObjectURL(address);
    }
  }

  openWorker(port) {
    const worker = this.sources
      ? new Worker(URL.createObjectURL(new Blob([this.sources.worker])))
      : new Worker('worker.js', { type: 'module' });
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
    this.pressed.clear();
    this.send({ type: 'quiet', atOnce });
  }

  pedal(down) {
    this.send({ type: 'pedal', down });
  }

  bend(cents) {
    this.send({ type: 'bend', cents });
    this.tell({ type: 'bend', cents });
  }

  modulation(cents) {
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
