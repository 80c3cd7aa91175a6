// @ts-check
/** `npm run package`: this platform's VSIX, checked for the right native engine and for its size. */
import { readFileSync, renameSync, rmSync, statSync } from 'node:fs';
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
    /^extension\/dist\/example\.mjs$/,
    /^extension\/examples\/feed\/lis\.yaml$/,
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
  const part = `${vsixPath()}.${process.pid}.part`;
  try {
    await createVSIX({
      cwd: root,
      packagePath: part,
      target: vsixTarget(),
      allowMissingRepository: true,
      rewriteRelativeLinks: false,
    });
    check(readFileSync(part));
    renameSync(part, vsixPath());
  } finally {
    rmSync(part, { force: true });
  }
  return vsixPath();
}

/** @param {Buffer} archive */
function check(archive) {
  const names = zipEntries(archive).map(({ name }) => name);
  for (const pattern of required()) {
    if (!names.some((name) => pattern.test(name))) throw new Error(`the VSIX lacks a file like ${pattern}.`);
  }
  const bindings = new Set(names.flatMap((name) => /node-bindings-[^/]+/.exec(name) ?? []));
  if (bindings.size !== 1) throw new Error(`the VSIX holds several engines: ${[...bindings].join(', ')}.`);
  if (archive.length > maximumBytes) {
    throw new Error(`the VSIX is ${archive.length} bytes, above the limit of ${maximumBytes}.`);
  }
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
