// The sliders.

import { DEFAULTS } from '../audio/instrument.js';
import { RANGES } from './patch.js';

const seconds = (value) => (value < 1 ? `${Math.round(1000 * value)} ms` : `${value.toFixed(1)} s`);

/** In order: the setting, its name, its scale (logarithmic or not) and how it is told. */
const SLIDERS = [
  ['attack', 'Attack', true, seconds],
  ['decay', 'Decay', true, seconds],
  ['sustain', 'Sustain', false, (value) => `${Math.round(100 * value)} %`],
  ['release', 'Release', true, seconds],
  ['tilt', 'Tilt', false, (value) => `${value.toFixed(1)} dB/oct`],
  ['vibratoCents', 'Vibrato', false, (value) => `${Math.round(value)} cents`],
  ['vibratoHz', 'Vibrato rate', true, (value) => `${value.toFixed(1)} Hz`],
  ['glide', 'Glide', false, (value) => (value < 0.005 ? 'off' : seconds(value))],
  ['gainDb', 'Volume', false, (value) => `${value.toFixed(0)} dB`],
];

const STEPS = 1000;

export class Controls {
  /**
   * @param {HTMLElement} element
   * @param {(settings: object) => void} onChange is given what has changed
   */
  constructor(element, onChange) {
    this.settings = { ...DEFAULTS };
    this.sliders = SLIDERS.map(([name, words, logarithmic, told]) => {
      const label = document.createElement('label');
      const input = document.createElement('input');
      const output = document.createElement('output');
      const title = 'A double click sets it back';
      Object.assign(input, { type: 'range', min: 0, max: STEPS, title });
      // The first control in a label is the one it names.
      label.append(words, input, output);
      element.append(label);
      const [least, most] = RANGES[name];
      const slider = { name, input, output, told, least, most, logarithmic };
      input.addEventListener('input', () => {
        this.settings[name] = this.value(slider);
        this.tell(slider);
        onChange({ [name]: this.settings[name] });
      });
      input.addEventListener('dblclick', () => {
        this.show({ ...this.settings, [name]: DEFAULTS[name] });
        onChange({ [name]: DEFAULTS[name] });
      });
      return slider;
    });
    this.show(this.settings);
  }

  value({ input, least, most, logarithmic }) {
    const share = input.value / STEPS;
    return logarithmic ? least * (most / least) ** share : least + share * (most - least);
  }

  tell({ name, input, output, told }) {
    output.textContent = told(this.settings[name]);
    input.setAttribute('aria-valuetext', output.textContent);
  }

  /** Shows settings; those that are not given are as at the beginning. */
  show(settings) {
    this.settings = { ...DEFAULTS, ...settings };
    for (const slider of this.sliders) {
      const { name, input, least, most, logarithmic } = slider;
      const value = this.settings[name];
      const share = logarithmic
        ? Math.log(value / least) / Math.log(most / least)
        : (value - least) / (most - least);
      input.value = Math.round(STEPS * share);
      this.tell(slider);
    }
  }
}
