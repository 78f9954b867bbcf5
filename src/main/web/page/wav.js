// Sound files.

/** Bytes of text, of even length with at least one zero at their end. */
function zeroEnded(text) {
  const bytes = new TextEncoder().encode(text);
  const padded = new Uint8Array(2 * Math.floor(bytes.length / 2) + 2);
  padded.set(bytes);
  return padded;
}

/** A chunk of RIFF. */
function chunk(name, ...parts) {
  const bytes = parts.reduce((sum, part) => sum + part.byteLength, 0);
  const head = new DataView(new ArrayBuffer(8));
  [...name].forEach((letter, i) => head.setUint8(i, letter.charCodeAt(0)));
  head.setUint32(4, bytes, true);
  const all = new Uint8Array(8 + bytes);
  let at = 0;
  for (const part of [head, ...parts]) {
    all.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), at);
    at += part.byteLength;
  }
  return all;
}

const letters = (text) => new TextEncoder().encode(text);

/**
 * A WAV file of 16 bits, mono, with dither.
 *
 * @param {Float32Array} sound from -1 to 1
 * @param {object} fields of INFO: texts by their names of four letters
 * @returns {Blob}
 */
export function wavFile(sound, rateHz, fields = {}) {
  const form = new DataView(new ArrayBuffer(16));
  form.setUint16(0, 1, true);
  form.setUint16(2, 1, true);
  form.setUint32(4, rateHz, true);
  form.setUint32(8, 2 * rateHz, true);
  form.setUint16(12, 2, true);
  form.setUint16(14, 16, true);
  const samples = new DataView(new ArrayBuffer(2 * sound.length));
  for (let i = 0; i < sound.length; i++) {
    // Two random numbers: the noise does not depend on the sound.
    const dithered = Math.round(32767 * sound[i] + Math.random() - Math.random());
    samples.setInt16(2 * i, Math.max(-32768, Math.min(32767, dithered)), true);
  }
  const info = Object.entries(fields).map(([name, text]) => chunk(name, zeroEnded(text)));
  const list = info.length > 0 ? [chunk('LIST', letters('INFO'), ...info)] : [];
  const parts = [letters('WAVE'), chunk('fmt ', form), ...list, chunk('data', samples)];
  return new Blob([chunk('RIFF', ...parts)], { type: 'audio/wav' });
}

/** Whether nothing of a sound is heard: it is below half a step of 16 bits. */
export function isSilent(sound) {
  return sound.every((sample) => Math.abs(sample) < 0.5 / 32767);
}

/** Gives a file to the person. */
export function save(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
