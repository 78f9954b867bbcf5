// A small assembler of WebAssembly's text format: folded expressions of the instructions that
// kernels.js needs. So the kernels can be read here, and nothing has to be compiled beforehand.

const TYPES = { i32: 0x7f, i64: 0x7e, f32: 0x7d, v128: 0x7b };

/** Instructions without immediate operands. */
const PLAIN = {
  'i32.add': [0x6a],
  'i32.sub': [0x6b],
  'i32.mul': [0x6c],
  'i32.shl': [0x74],
  'i32.lt_s': [0x48],
  'i32.le_s': [0x4c],
  'i64.add': [0x7c],
  'i64.mul': [0x7e],
  'i64.xor': [0x85],
  'i64.shr_u': [0x88],
  'i32.wrap_i64': [0xa7],
  'f32.convert_i32_s': [0xb2],
  'f32.mul': [0x94],
  'f32x4.splat': [0xfd, 0x13],
  'f32x4.add': [0xfd, 0xe4, 0x01],
  'f32x4.sub': [0xfd, 0xe5, 0x01],
  'f32x4.mul': [0xfd, 0xe6, 0x01],
};

/** Loads and stores: the code, and the binary logarithm of the bytes that are aligned. */
const MEMORY = {
  'i32.load': [[0x28], 2],
  'i64.load': [[0x29], 3],
  'i64.store': [[0x37], 3],
  'f32.store': [[0x38], 2],
  'v128.load': [[0xfd, 0x00], 4],
  'v128.load32_splat': [[0xfd, 0x09], 2],
  'v128.store': [[0xfd, 0x0b], 4],
};

/** A list of tokens and lists, of text in parentheses. */
function parse(text) {
  const tokens = text.replace(/;;.*/g, '').match(/[()]|"[^"]*"|[^\s()"]+/g);
  let at = 0;
  const list = () => {
    const items = [];
    while (at < tokens.length && tokens[at] !== ')') {
      const token = tokens[at++];
      items.push(token === '(' ? list() : token);
    }
    at++;
    return items;
  };
  return list();
}

function unsigned(value) {
  const bytes = [];
  do {
    const more = value > 0x7f;
    bytes.push((value & 0x7f) | (more ? 0x80 : 0));
    value >>>= 7;
  } while (value > 0);
  return bytes;
}

function signed(text, bits) {
  let value = BigInt.asIntN(bits, BigInt(text));
  const bytes = [];
  for (;;) {
    const low = Number(value & 0x7fn);
    value >>= 7n;
    if ((value === 0n && !(low & 0x40)) || (value === -1n && low & 0x40)) {
      return [...bytes, low];
    }
    bytes.push(low | 0x80);
  }
}

function floatBytes(text) {
  return [...new Uint8Array(new Float32Array([Number(text)]).buffer)];
}

function name(text) {
  const bytes = [...text.replaceAll('"', '')].map((c) => c.charCodeAt(0));
  return [...unsigned(bytes.length), ...bytes];
}

function vector(items) {
  return [...unsigned(items.length), ...items.flat()];
}

function section(id, content) {
  return [id, ...unsigned(content.length), ...content];
}

/** The instructions of one function. */
class Body {
  constructor(locals) {
    this.locals = locals;
    this.labels = [];
    this.bytes = [];
  }

  emit(...bytes) {
    this.bytes.push(...bytes);
  }

  all(expressions) {
    expressions.forEach((expression) => this.expression(expression));
  }

  local(symbol) {
    const index = this.locals.indexOf(symbol);
    if (index < 0) {
      throw new Error('no local ' + symbol);
    }
    return unsigned(index);
  }

  depth(label) {
    const at = this.labels.lastIndexOf(label);
    if (at < 0) {
      throw new Error('no label ' + label);
    }
    return unsigned(this.labels.length - 1 - at);
  }

  expression([op, ...operands]) {
    if (op === 'block' || op === 'loop') {
      this.labels.push(operands[0]);
      this.emit(op === 'block' ? 0x02 : 0x03, 0x40);
      this.all(operands.slice(1));
      this.emit(0x0b);
      this.labels.pop();
    } else if (op === 'br_if') {
      this.all(operands.slice(1));
      this.emit(0x0d, ...this.depth(operands[0]));
    } else if (op === 'local.get') {
      this.emit(0x20, ...this.local(operands[0]));
    } else if (op === 'local.set') {
      this.all(operands.slice(1));
      this.emit(0x21, ...this.local(operands[0]));
    } else if (op === 'i32.const') {
      this.emit(0x41, ...signed(operands[0], 32));
    } else if (op === 'i64.const') {
      this.emit(0x42, ...signed(operands[0], 64));
    } else if (op === 'f32.const') {
      this.emit(0x43, ...floatBytes(operands[0]));
    } else if (MEMORY[op]) {
      const moved = typeof operands[0] === 'string' && operands[0].startsWith('offset=');
      this.all(moved ? operands.slice(1) : operands);
      const [code, align] = MEMORY[op];
      this.emit(...code, align, ...unsigned(moved ? Number(operands[0].slice(7)) : 0));
    } else if (PLAIN[op]) {
      this.all(operands);
      this.emit(...PLAIN[op]);
    } else {
      throw new Error('no instruction ' + op);
    }
  }
}

function assembleFunction(parts) {
  const parameters = [];
  const locals = [];
  const symbols = [];
  let exported = null;
  const rest = [];
  for (const part of parts) {
    if (part[0] === 'export') {
      exported = part[1];
    } else if (part[0] === 'param' || part[0] === 'local') {
      symbols.push(part[1]);
      (part[0] === 'param' ? parameters : locals).push(TYPES[part[2]]);
    } else {
      rest.push(part);
    }
  }
  const body = new Body(symbols);
  body.all(rest);
  const code = [...vector(locals.map((type) => [1, type])), ...body.bytes, 0x0b];
  return { exported, type: [0x60, ...vector(parameters), 0], code };
}

/**
 * The binary module of functions without results, `(func (export "name") (param $x i32) ...)`, which
 * import a memory as "env" "memory".
 *
 * @param {string} text of all functions
 * @returns {Uint8Array}
 */
export function assemble(text) {
  const functions = parse(text).map(([, ...parts]) => assembleFunction(parts));
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, vector(functions.map((f) => f.type))),
    ...section(2, vector([[...name('env'), ...name('memory'), 0x02, 0x00, 1]])),
    ...section(3, vector(functions.map((f, i) => unsigned(i)))),
    ...section(7, vector(functions.map((f, i) => [...name(f.exported), 0x00, ...unsigned(i)]))),
    ...section(10, vector(functions.map((f) => [...unsigned(f.code.length), ...f.code]))),
  ]);
}
