// Arrays of numbers as the page receives them.

/**
 * Tensors by name.
 *
 * @param {{name: string, length: number}[]} tensors in the order of the weights
 * @param {Float32Array} weights of all
 */
export function tensorMap(tensors, weights) {
  const map = new Map();
  let at = 0;
  for (const { name, length } of tensors) {
    map.set(name, weights.subarray(at, at + length));
    at += length;
  }
  return map;
}

/** Bytes of text in base64. */
export function base64Bytes(text) {
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = letters.charCodeAt(i);
  }
  return bytes;
}

/** Floats in little-endian base64, as sounds have their values. */
export function base64Floats(text) {
  return new Float32Array(base64Bytes(text).buffer);
}

/** The same the other way. */
export function floatsBase64(floats) {
  const bytes = new Uint8Array(floats.buffer, floats.byteOffset, floats.byteLength);
  let text = '';
  for (let i = 0; i < bytes.length; i += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  }
  return btoa(text);
}
