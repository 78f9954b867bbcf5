// The choice of the four sounds.

import { encode, librarySound } from './data.js';

const OWN = 'Your own sound…';

const CORNERS = 4;

const isPatch = (file) => file.name.toLowerCase().endsWith('.json');

/** Larger files are not sent; the server takes no more either. */
const MOST_BYTES = 64 << 20;

export class Corners {
  /**
   * @param {object} data of the page
   * @param {{say: Function, changed: Function, load: Function}} page
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
      const files = [...this.file.files];
      this.file.value = '';
      this.take(this.asked, files);
    });
    const pad = document.getElementById('pad');
    pad.addEventListener('dragover', (event) => {
      event.preventDefault();
      pad.classList.add('dropping');
    });
    pad.addEventListener('dragleave', () => pad.classList.remove('dropping'));
    pad.addEventListener('drop', (event) => this.drop(event, pad));
    // A file that misses the pad must not replace the page.
    window.addEventListener('dragover', (event) => event.preventDefault());
    window.addEventListener('drop', (event) => this.dropBeside(event));
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
    if (this.data.canEncode) {
      options.push(new Option(OWN, OWN));
    }
    select.title = corner.name;
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
      this.file.click();
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
    event.stopPropagation();
    pad.classList.remove('dropping');
    const box = pad.getBoundingClientRect();
    const right = event.clientX > box.left + box.width / 2 ? 1 : 0;
    const below = event.clientY > box.top + box.height / 2 ? 2 : 0;
    this.give(event.dataTransfer, right + below);
  }

  /** A patch may be dropped anywhere; a sound needs a corner. */
  dropBeside(event) {
    event.preventDefault();
    this.give(event.dataTransfer, null);
  }

  /** Takes what was dropped on a corner; null: beside the pad. */
  give(dropped, corner) {
    const files = [...dropped.files];
    const isFolder = [...(dropped.items ?? [])].some(
      (item) => item.webkitGetAsEntry?.()?.isDirectory,
    );
    if (isFolder) {
      this.page.say('A folder cannot be dropped here; synth play FOLDER takes one with notes.');
    } else if (files.length === 0) {
      this.page.say('Only files can be dropped here: sounds on the pad, or a patch.');
    } else if (files.length === 1 && isPatch(files[0])) {
      this.page.load(files[0]);
    } else if (corner === null) {
      this.page.say('Drop a sound on the pad, near the corner that it is to take.');
    } else {
      this.take(corner, files);
    }
  }

  /** Has files encoded one after the other, and puts them on a corner and those behind it. */
  async take(corner, files) {
    if (!this.data.canEncode) {
      this.page.say('Your own sounds need synth itself: synth play takes them.');
      return;
    }
    this.page.say('');
    const told = [];
    if (files.length > CORNERS) {
      told.push(`A pad has four corners: of ${files.length} files the first four are taken.`);
    }
    for (const [i, file] of files.slice(0, CORNERS).entries()) {
      const said = await this.encoded((corner + i) % CORNERS, file);
      told.push(said);
      this.page.say(told.join(' '));
    }
  }

  /** Has a file encoded and puts it on a corner; what is to be said of it. */
  async encoded(i, file) {
    if (file.size > MOST_BYTES) {
      return `${file.name} is larger than 64 MiB; cut a note out of it.`;
    }
    let said;
    await this.busy(i, file.name, async (progress) => {
      try {
        const { corner, remark } = await encode(file, progress);
        this.put(i, corner);
        said = remark ?? `${corner.name} is on the pad.`;
      } catch (failure) {
        this.fill(this.selects[i], this.chosen[i]);
        said = failure.message;
      }
    });
    return said;
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
