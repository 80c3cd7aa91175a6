// @ts-check
/** What a finished VSIX must hold, read from the archive itself: all that the editor needs, one engine, the right one. */
import { binaryOf } from './binaries.mjs';
import { filesOf, shippedEntries } from './bundles.mjs';
import { filesOfWords } from './translations.mjs';
import { zipContents, zipEntries } from './zip.mjs';

/** @typedef {import('./targets.mjs').Target} Target */

/** Above this a first installation takes too long on a slow line; the database engine is nearly all of it. */
const maximumBytes = 30e6;

/** What the editor needs at run time, as patterns over the archive's names. @param {Target} target */
function required({ binding, library }) {
  /** @param {string} path */
  const exactly = (path) => new RegExp(`^extension/${path.replaceAll('.', '\\.')}$`);
  return [
    ...shippedEntries.flatMap(({ out }) => filesOf(out)).map((file) => exactly(`dist/${file}`)),
    /^extension\/dist\/kernels\/.+\.wasm$/,
    exactly('media/lis.schema.json'),
    ...filesOfWords().map(exactly),
    exactly('ThirdPartyNotices.txt'),
    /^extension\/LICENSE(\.txt)?$/i,
    /^extension\/readme\.md$/i,
    /^extension\/changelog\.md$/i,
    exactly('node_modules/@duckdb/node-api/lib/index.js'),
    exactly('node_modules/@duckdb/node-bindings/duckdb.js'),
    exactly(`node_modules/${binding}/LICENSE`),
    exactly(`node_modules/${binding}/duckdb.node`),
    exactly(`node_modules/${binding}/${library}`),
  ];
}

/** What must stay at home. */
const forbidden = /\.(ts|map|vsix|part)$|^extension\/(src|test|scripts|docs)\//;

/** @param {Buffer} archive @param {Target} target @throws {Error} with the first thing that is wrong. */
export function checkVsix(archive, target) {
  const entries = zipEntries(archive);
  const names = entries.map(({ name }) => name);
  const missing = required(target).find((pattern) => !names.some((name) => pattern.test(name)));
  if (missing) throw new Error(`the VSIX lacks a file like ${missing.source}.`);
  const unwanted = names.find((name) => forbidden.test(name));
  if (unwanted) throw new Error(`the VSIX holds ${unwanted}, which is not to ship.`);
  const bindings = new Set(names.flatMap((name) => /@duckdb\/node-bindings-[^/]+/.exec(name) ?? []));
  if (bindings.size !== 1) throw new Error(`the VSIX holds several engines: ${[...bindings].join(', ')}.`);
  for (const entry of entries.filter(({ name }) => isNative(name))) {
    checkBinary(entry.name, zipContents(archive, entry), target);
  }
  if (archive.length > maximumBytes)
    throw new Error(`the VSIX is ${archive.length} bytes, above the limit of ${maximumBytes}.`);
}

/** @param {string} name */
function isNative(name) {
  return /\.(node|so|dylib|dll)$/.test(name);
}

/** @param {string} name @param {Buffer} file @param {Target} target */
function checkBinary(name, file, { name: targetName, format, cpu, libc }) {
  let found;
  try {
    found = binaryOf(file);
  } catch (error) {
    throw new Error(`${name}: ${/** @type {Error} */ (error).message}`);
  }
  const words = [found.format, found.cpu, found.libc].filter(Boolean).join(' ');
  if (found.format !== format || found.cpu !== cpu || found.libc !== libc)
    throw new Error(`${name} is for ${words}, which is not ${targetName}.`);
}

/** One line of a table: the target, what its engine is made for, size, files. @param {Buffer} archive @param {Target} target */
export function describeVsix(archive, { name, format, cpu, libc, library }) {
  const entries = zipEntries(archive);
  const engine = entries.find((entry) => entry.name.endsWith(`/${library}`))?.bytes ?? 0;
  const megabytes = (/** @type {number} */ bytes) => `${(bytes / 1e6).toFixed(1)} MB`.padStart(8);
  const made = [format, cpu, libc].filter(Boolean).join(' ');
  return `${name.padEnd(12)}  ${made.padEnd(16)} ${megabytes(archive.length)}, engine ${megabytes(engine)}  ${entries.length} files`;
}
