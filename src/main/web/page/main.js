// The page: puts its parts together.

import { Controls } from './controls.js';
import { Corners } from './corners.js';
import { Engine } from './engine.js';
import { Keys } from './keys.js';
import { MidiInput, listen } from './midi.js';
import { Pad } from './pad.js';
import { PadPicture } from './picture.js';
import { Scope } from './scope.js';
import { loadData } from './data.js';
import { link, linked, read, textOf, write } from './patch.js';
import { isSilent, save, wavFile } from './wav.js';

const byId = (id) => document.getElementById(id);

/** Levels of the meter in dB. */
const LEAST_DB = -60;

class Page {
  async open() {
    const data = await loadData();
    this.data = data;
    this.engine = new Engine(data, data.sources);
    this.pad = new Pad(byId('pad'), (x, y) => {
      this.engine.setDot(x, y);
      this.changed();
    });
    this.picture = new PadPicture(byId('pad').querySelector('canvas'));
    this.scope = new Scope(byId('scope'));
    this.keys = new Keys(byId('keys'), this.engine);
    this.keys.onOctave = (octave) => this.setOctave(octave);
    this.controls = new Controls(byId('controls'), (settings) => {
      this.engine.set(settings);
      this.changed();
    });
    this.corners = new Corners(data, {
      say: (sentence) => this.say(sentence),
      load: (file) => this.load(file),
      changed: (corners) => {
        this.engine.setCorners(corners);
        this.pad.setNames(corners.map((corner) => corner.name));
        this.changed();
      },
    });
    this.engine.onState = (state) => this.show(state);
    this.engine.onProblem = (sentence) => this.say(sentence);
    this.engine.set(this.controls.settings);
    this.tools();
    this.corners.show(data.corners);
    this.setOctave(4);
    await this.follow();
    window.addEventListener('hashchange', () => this.follow());
    for (const type of ['pointerdown', 'keydown', 'touchend']) {
      window.addEventListener(type, () => this.begin(), { capture: true });
    }
    requestAnimationFrame((now) => this.draw(now));
  }

  begin() {
    this.engine.start().catch((failure) => this.say(failure.message));
  }

  say(sentence) {
    const message = byId('message');
    message.textContent = sentence;
    message.hidden = !sentence;
    clearTimeout(this.silence);
    this.silence = setTimeout(() => (message.hidden = true), 12000);
  }

  setOctave(octave) {
    this.keys.setOctave(octave);
    byId('octave').textContent = 'C' + this.keys.octave;
    this.changed();
  }

  /** All that makes the sound. */
  get state() {
    return {
      x: this.pad.x,
      y: this.pad.y,
      octave: this.keys.octave,
      settings: this.controls.settings,
      corners: this.corners.chosen,
    };
  }

  take({ x, y, octave, settings, corners }) {
    if (corners) {
      this.corners.show(corners);
    }
    this.controls.show(settings);
    this.engine.set(this.controls.settings);
    this.setOctave(octave);
    this.pad.step(x, y);
  }

  /** Takes over the state of a link, if the address has one. */
  async follow() {
    if (location.hash !== this.written) {
      await this.restore(location.hash);
    }
  }

  /** Takes over the state of a link that is pasted: its server may have ended, the state is in it. */
  async paste(clipboard) {
    const [hash] = clipboard?.getData('text').match(/#v\d+\.[\w-]+/) ?? [];
    if (hash) {
      await this.restore(hash);
    }
  }

  async restore(hash) {
    try {
      const state = await linked(hash);
      if (state) {
        const known = await this.corners.named(state.names);
        this.take({ ...state, corners: known });
      }
    } catch (failure) {
      this.say(failure.message);
    }
  }

  changed() {
    this.picture?.redraw();
  }

  tools() {
    byId('record').addEventListener('click', () => this.record());
    byId('save').addEventListener('click', () => {
      const text = write(this.state, this.data.model);
      save(new Blob([text], { type: 'application/json' }), 'synth-patch.json');
    });
    byId('load').addEventListener('click', () => byId('patch').click());
    byId('patch').addEventListener('change', async ({ target }) => {
      const [file] = target.files;
      target.value = '';
      if (file) {
        await this.load(file);
      }
    });
    byId('link').addEventListener('click', () => this.share());
    window.addEventListener('paste', ({ clipboardData }) => this.paste(clipboardData));
    byId('close').addEventListener('click', () => this.say(''));
    byId('dropping').hidden = !this.data.canEncode;
    byId('midi').addEventListener('click', () => this.listen());
    byId('lower').addEventListener('click', () => this.setOctave(this.keys.octave - 1));
    byId('higher').addEventListener('click', () => this.setOctave(this.keys.octave + 1));
    byId('pedal').addEventListener('click', ({ target }) => {
      const down = target.getAttribute('aria-pressed') !== 'true';
      target.setAttribute('aria-pressed', String(down));
      this.engine.pedal(down);
    });
  }

  async load(file) {
    try {
      const text = await textOf(file);
      this.take(read(text, this.data.model, this.data.spec.latentChannels));
      this.say(`${file.name} is loaded.`);
    } catch (failure) {
      this.say(`${file.name}: ${failure.message}`);
    }
  }

  async share() {
    this.written = await link(this.state);
    history.replaceState(null, '', this.written);
    const own = this.corners.chosen.some((corner) => corner.own);
    const without = own ? ' Your own sounds are not in it; Save keeps them.' : '';
    const live = this.data.canEncode ? ' while this synth runs; later, paste it on its page.' : '.';
    try {
      await navigator.clipboard.writeText(location.href);
      this.say('The address is copied. It restores this state' + live + without);
    } catch {
      this.say('Copy the address of this page. It restores this state' + live + without);
    }
  }

  async listen() {
    try {
      this.midi ??= new MidiInput(this.engine);
      await this.engine.start();
      await listen(this.midi, (names) => {
        byId('midi').setAttribute('aria-pressed', String(names.length > 0));
        this.say(names.length > 0 ? 'MIDI: ' + names.join(', ') : 'No MIDI keyboard is connected.');
      });
    } catch (failure) {
      this.say(failure.message);
    }
  }

  /** Begins a recording, or ends it; a second click waits for neither. */
  async record() {
    if (this.isSwitching) {
      return;
    }
    this.isSwitching = true;
    try {
      if (this.engine.recording) {
        this.keep(await this.engine.stopRecording());
      } else {
        await this.engine.record();
      }
    } catch (failure) {
      this.say(failure.message);
    }
    const isOn = this.engine.recording !== null;
    const button = byId('record');
    button.setAttribute('aria-pressed', String(isOn));
    button.textContent = isOn ? 'Stop' : 'Record';
    this.isSwitching = false;
  }

  /** Gives a recording to the person. */
  keep(sound) {
    if (isSilent(sound)) {
      this.say('Nothing sounded, so there is no recording. Play while Stop is shown.');
      return;
    }
    const fields = { ...this.data.fields, ICRD: new Date().toISOString().slice(0, 10) };
    save(wavFile(sound, this.data.spec.sampleRateHz, fields), 'synth.wav');
  }

  show(state) {
    const db = Math.max(LEAST_DB, 20 * Math.log10(state.peak + 1e-9));
    const level = byId('level');
    level.firstElementChild.style.width = 100 * (1 - db / LEAST_DB) + '%';
    level.classList.toggle('limited', state.gain < 0.99);
    level.setAttribute('aria-valuenow', String(Math.round(db)));
    level.setAttribute('aria-valuetext', db > LEAST_DB ? `${Math.round(db)} dB` : 'silent');
    if (state.peak > 0) {
      byId('legend').hidden = true;
    }
    this.keysShown(state.keys);
    const latency = Math.round(this.engine.latencyMillis());
    const slow = latency > 100 ? ' (Bluetooth adds to it)' : '';
    const drops = this.engine.context.playbackStats?.underrunEvents ?? 0;
    byId('status').textContent =
      `Latency ${latency} ms${slow} · ${state.keys.length} of 16 voices` +
      (drops > 0 ? ` · ${drops} ${drops === 1 ? 'drop-out' : 'drop-outs'}` : '');
  }

  keysShown(keys) {
    const sounding = this.keys.sounding();
    for (const key of keys) {
      if (key.startsWith('midi ')) {
        sounding.add(Number(key.split('/').pop()));
      }
    }
    this.keys.show(sounding);
  }

  draw(now) {
    if (this.engine.analyser && this.engine.context.state === 'running') {
      this.scope.draw(this.engine.analyser, now);
    } else {
      this.scope.fit();
    }
    this.picture.draw(this.pad.trail, now);
    requestAnimationFrame((next) => this.draw(next));
  }
}

const page = new Page();
window.synth = page;
page.open().then(
  () => (document.documentElement.dataset.ready = 'true'),
  (failure) => page.say(failure.message),
);
