// @ts-check
/** `npm run package`: this platform's VSIX, checked for the right native engine and for its size. */
import { readFileSync, statSync } from 'node:fs';
import { relative } from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { build } from './build.mjs';
import { isMain, root, vsixPath, vsixTarget } from './lib/project.mjs';
import { zipEntries } from './lib/zip.mjs';

/** Above this a first installation takes too long on a slow line; the database engine is nearly all of it. */
const maximumBytes = 30e6;

/** What the editor needs at run time, as patterns over the archive's names. */
function required() {
  const binding = vsixTarget().startsWith('alpine-')
    ? `linux-${process.arch}-musl`
    : `${process.platform}-${process.arch}`;
  return [
    /^extension\/dist\/extension\.cjs$/,
    /^extension\/dist\/server\.mjs$/,
    /^extension\/dist\/task\.mjs$/,
    /^extension\/dist\/kernels\/.+\.wasm$/,
    /^extension\/media\/lis\.schema\.json$/,
    /^extension\/node_modules\/@duckdb\/node-api\/lib\/index\.js$/,
    new RegExp(`^extension/node_modules/@duckdb/node-bindings-${binding}/duckdb\\.node$`),
  ];
}

/**
 * Packs the built extension. The caller builds first.
 * @returns {Promise<string>} the VSIX's path.
 * @throws {Error} when something needed is missing, another platform's binding is inside, or it is too large.
 */
export async function packVsix() {
  const path = vsixPath();
  await createVSIX({
    cwd: root,
    packagePath: path,
    target: vsixTarget(),
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  const entries = zipEntries(readFileSync(path));
  const names = entries.map(({ name }) => name);
  for (const pattern of required()) {
    if (!names.some((name) => pattern.test(name))) throw new Error(`${path} lacks a file like ${pattern}.`);
  }
  const bindings = new Set(names.flatMap((name) => /node-bindings-[^/]+/.exec(name) ?? []));
  if (bindings.size !== 1)
    throw new Error(`${path} holds several platforms' engines: ${[...bindings].join(', ')}.`);
  const { size } = statSync(path);
  if (size > maximumBytes) throw new Error(`${path} is ${size} bytes, above the limit of ${maximumBytes}.`);
  return path;
}

/** @param {string} path */
function list(path) {
  for (const { name, bytes } of zipEntries(readFileSync(path)))
    console.log(`${String(bytes).padStart(10)}  ${name}`);
  console.log(`${relative(root, path)}: ${(statSync(path).size / 1e6).toFixed(1)} MB`);
}

if (isMain(import.meta.filename)) {
  await build();
  list(await packVsix());
}
