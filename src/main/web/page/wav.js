// Sound files.

/**
 * A WAV file of 16 bits, mono, with dither.
 *
 * @param {Float32Array} sound from -1 to 1
 * @returns {Blob}
 */
export function wavFile(sound, rateHz) {
  const view = new DataView(new ArrayBuffer(44 + 2 * sound.length));
  const text = (at, letters) =>
    [...letters].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
  text(0, 'RIFF');
  view.setUint32(4, 36 + 2 * sound.length, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rateHz, true);
  view.setUint32(28, 2 * rateHz, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, 'data');
  view.setUint32(40, 2 * sound.length, true);
  for (let i = 0; i < sound.length; i++) {
    // Two random numbers: the noise does not depend on the sound.
    const dithered = Math.round(32767 * sound[i] + Math.random() - Math.random());
    view.setInt16(44 + 2 * i, Math.max(-32768, Math.min(32767, dithered)), true);
  }
  return new Blob([view], { type: 'audio/wav' });
}

/** Gives a file to the person. */
export function save(blob, name) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
