// The choice of the four sounds.

import { encode, librarySound } from './data.js';

const OWN = 'Your own sound…';

/** Larger files are not sent; the server takes no more either. */
const MOST_BYTES = 64 << 20;

export class Corners {
  /**
   * @param {object} data of the page
   * @param {{say: Function, changed: Function}} page
   */
  constructor(data, page) {
    this.data = data;
    this.page = page;
    this.chosen = [];
    this.selects = [...document.querySelectorAll('select[data-corner]')];
    this.selects.forEach((select, i) => {
      select.addEventListener('change', () => this.choose(i, select.value));
    });
    this.file = document.getElementById('sound');
    this.file.addEventListener('change', () => {
      const [file] = this.file.files;
      this.file.value = '';
      if (file) {
        this.take(this.asked, file);
      }
    });
    const pad = document.getElementById('pad');
    pad.addEventListener('dragover', (event) => {
      event.preventDefault();
      pad.classList.add('dropping');
    });
    pad.addEventListener('dragleave', () => pad.classList.remove('dropping'));
    pad.addEventListener('drop', (event) => this.drop(event, pad));
    // A file that misses the pad must not replace the page.
    for (const type of ['dragover', 'drop']) {
      window.addEventListener(type, (event) => event.preventDefault());
    }
  }

  /** Takes over four sounds. */
  show(corners) {
    this.chosen = [...corners];
    this.selects.forEach((select, i) => this.fill(select, this.chosen[i]));
    this.page.changed(this.chosen);
  }

  fill(select, corner) {
    const names = this.data.library.map((each) => each.name);
    if (!names.includes(corner.name)) {
      names.push(corner.name);
    }
    const options = names.map((name) => new Option(name, name, false, name === corner.name));
    options.push(new Option(OWN, OWN));
    select.replaceChildren(...options);
  }

  put(i, corner) {
    this.chosen[i] = corner;
    this.show(this.chosen);
  }

  async choose(i, name) {
    this.fill(this.selects[i], this.chosen[i]);
    if (name === OWN) {
      this.asked = i;
      if (this.data.canEncode) {
        this.file.click();
      } else {
        this.page.say('Your own sounds need synth itself: synth play takes them.');
      }
      return;
    }
    const known = this.chosen.find((corner) => corner.name === name);
    await this.busy(i, name, async () => {
      this.put(i, known ?? (await librarySound(this.data, name)));
    });
  }

  /** Four sounds by name; those that are not known stay as they are. */
  async named(names) {
    const corners = [];
    for (const [i, name] of names.entries()) {
      const known = this.data.library.some((corner) => corner.name === name);
      const chosen = this.chosen.find((corner) => corner.name === name);
      corners.push(chosen ?? (known ? await librarySound(this.data, name) : this.chosen[i]));
    }
    const missing = names.filter((name, i) => corners[i].name !== name);
    if (missing.length > 0) {
      this.page.say(`The link names sounds that are not here: ${missing.join(', ')}.`);
    }
    return corners;
  }

  drop(event, pad) {
    event.preventDefault();
    pad.classList.remove('dropping');
    const [file] = event.dataTransfer.files;
    if (!file) {
      return;
    }
    const box = pad.getBoundingClientRect();
    const right = event.clientX > box.left + box.width / 2 ? 1 : 0;
    const below = event.clientY > box.top + box.height / 2 ? 2 : 0;
    this.take(right + below, file);
  }

  /** Has a file encoded and puts it on a corner. */
  async take(i, file) {
    if (!this.data.canEncode) {
      this.page.say('Your own sounds need synth itself: synth play takes them.');
      return;
    }
    if (file.size > MOST_BYTES) {
      this.page.say(`${file.name} is larger than 64 MiB; cut a note out of it.`);
      return;
    }
    await this.busy(i, file.name, async (progress) => {
      const { corner, remark } = await encode(file, progress);
      this.put(i, corner);
      this.page.say(remark ?? `${corner.name} is on the pad.`);
    });
  }

  async busy(i, name, work) {
    const select = this.selects[i];
    const progress = (words) => {
      select.options[select.selectedIndex].textContent = `${name}: ${words}`;
    };
    select.setAttribute('aria-busy', 'true');
    select.disabled = true;
    progress('loading');
    try {
      await work(progress);
    } catch (failure) {
      this.page.say(failure.message);
      this.fill(select, this.chosen[i]);
    } finally {
      select.removeAttribute('aria-busy');
      select.disabled = false;
    }
  }
}
