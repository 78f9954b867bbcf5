// What two programs that are not synth's say about the content credentials of files: c2pa-rs, the
// C2PA project's own library, and c2pa-ts. Prints a line of JSON a file. Used by
// scripts/check-credentials.sh, which fetches both.
//
//   node check_credentials.mjs FOLDER_WITH_NODE_MODULES FILE...
import { existsSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

const [folder, ...files] = process.argv.slice(2);
const wasm = join(folder, 'node_modules/@contentauth/c2pa-wasm/pkg/');
const rs = await import(pathToFileURL(join(wasm, 'c2pa.js')).href);
rs.initSync({ module: readFileSync(join(wasm, 'c2pa_bg.wasm')) });
const ts = join(folder, 'node_modules/@trustnxt/c2pa-ts/dist/');
const { SuperBox } = await import(pathToFileURL(join(ts, 'jumbf/index.js')).href);
const { ManifestStore } = await import(pathToFileURL(join(ts, 'manifest/index.js')).href);

/** A RIFF file as c2pa-ts wants an asset. */
class Riff {
  mimeType = 'audio/wav';

  constructor(data) {
    this.data = data;
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    for (let at = 12; at + 8 <= data.length; ) {
      const bytes = view.getUint32(at + 4, true);
      if (String.fromCharCode(...data.subarray(at, at + 4)) === 'C2PA') {
        this.start = at;
        this.jumbf = data.subarray(at + 8, at + 8 + bytes);
      }
      at += 8 + bytes + (bytes % 2);
    }
  }

  getDataLength() {
    return this.data.length;
  }

  async getDataRange(start = 0, length = this.data.length - start) {
    return this.data.subarray(start, start + length);
  }

  getManifestJUMBF() {
    return this.jumbf;
  }

  getHashExclusionRange() {
    return { start: this.start, length: 8 + this.jumbf.length };
  }

  dumpInfo() {
    return 'RIFF';
  }
}

/** A file whose credentials are in one beside it, of which its hash leaves nothing out. */
class Beside extends Riff {
  mimeType = 'application/octet-stream';

  constructor(data, jumbf) {
    super(new Uint8Array(0));
    this.data = data;
    this.jumbf = jumbf;
  }

  getHashExclusionRange() {
    return undefined;
  }
}

for (const file of files) {
  const data = new Uint8Array(readFileSync(file));
  const store = existsSync(`${file}.c2pa`) ? new Uint8Array(readFileSync(`${file}.c2pa`)) : null;
  const told = { file };
  try {
    // Of a sidecar c2pa-rs as WebAssembly reads the credentials alone, not whether the file fits.
    const reader = await (store
      ? rs.WasmReader.fromBytes('application/c2pa', store)
      : rs.WasmReader.fromBytes('audio/wav', data));
    const report = JSON.parse(reader.json());
    const active = report.manifests[report.active_manifest];
    told.rs = {
      state: report.validation_state,
      failures: (report.validation_results?.activeManifest?.failure ?? []).map((f) => f.code),
      ingredients: (active.ingredients ?? []).map((i) => i.title),
      manifests: Object.keys(report.manifests).length,
      source: active.assertions
        .filter((a) => a.label.startsWith('c2pa.actions'))
        .flatMap((a) => a.data.actions.map((b) => b.digitalSourceType)),
    };
  } catch (e) {
    told.rs = { state: 'Error', failures: [String(e?.message ?? e)] };
  }
  try {
    const asset = store ? new Beside(data, store) : new Riff(data);
    const result = await ManifestStore.read(SuperBox.fromBuffer(asset.jumbf)).validate(asset);
    told.ts = {
      valid: result.isValid,
      failures: result.statusEntries.filter((s) => !s.success).map((s) => s.code),
    };
  } catch (e) {
    told.ts = { valid: false, failures: [String(e?.message ?? e)] };
  }
  console.log(JSON.stringify(told));
}
