// What the page is given: the model's decoder and sounds.

import { base64Bytes, base64Floats } from '../audio/tensors.js';

const unpacked = (corner) => ({
  ...corner,
  sounds: corner.sounds.map((sound) => ({ ...sound, values: base64Floats(sound.values) })),
});

/** Of the page itself where it is one file, else of the server. */
export async function loadData() {
  const embedded = document.getElementById('synth-data');
  let data;
  let bytes;
  let sources = globalThis.synthSources;
  if (embedded) {
    data = JSON.parse(embedded.textContent);
    bytes = base64Bytes(document.getElementById('synth-weights').textContent).buffer;
  } else {
    const text = (path) => answer(path).then((response) => response.text());
    let processor;
    let worker;
    [data, bytes, processor, worker] = await Promise.all([
      answer('instrument.json').then((response) => response.json()),
      answer('weights.bin').then((response) => response.arrayBuffer()),
      text('processor.js'),
      text('worker.js'),
    ]);
    sources = { processor, worker };
  }
  return {
    ...data,
    sources,
    weights: new Float32Array(bytes),
    corners: data.corners.map(unpacked),
  };
}

async function ask(path, options) {
  try {
    return await fetch(path, options);
  } catch {
    throw new Error('synth does not answer; is it still running?');
  }
}

async function answer(path) {
  const response = await ask(path);
  if (!response.ok) {
    throw new Error(await response.text());
  }
  return response;
}

/** A sound of the library, by name. */
export async function librarySound(data, name) {
  const found = data.library.find((corner) => corner.name === name);
  if (!found) {
    throw new Error(`There is no sound named ${name}.`);
  }
  if (found.sounds) {
    return unpacked(found);
  }
  const response = await answer('library/' + encodeURIComponent(name));
  return unpacked(await response.json());
}

/**
 * Has a sound file encoded by the server.
 *
 * @param {(words: string) => void} onProgress
 * @returns {Promise<object>} the corner, and what is to be said of it
 */
export async function encode(file, onProgress) {
  onProgress('sending');
  const response = await ask('encode?name=' + encodeURIComponent(file.name), {
    method: 'POST',
    headers: { 'Content-Type': 'application/octet-stream' },
    body: file,
  });
  const type = response.headers.get('Content-Type') ?? '';
  if (!type.startsWith('application/x-ndjson')) {
    throw new Error(await response.text());
  }
  let rest = '';
  let result = null;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { value, done } = await reader.read();
    const lines = (rest + (value ?? '')).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      const told = JSON.parse(line);
      if (told.error) {
        throw new Error(told.error);
      }
      if (told.state) {
        onProgress(told.state);
      }
      result = told.corner ? told : result;
    }
    if (done) {
      break;
    }
  }
  if (!result) {
    throw new Error('synth ended while it encoded ' + file.name + '.');
  }
  return { corner: { ...unpacked(result.corner), own: true }, remark: result.remark };
}
