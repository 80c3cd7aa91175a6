// @ts-check
/** Compiles the AssemblyScript kernels to WebAssembly, each only when its source, a shared include or the compiler changed. */
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { capture } from './command.mjs';
import { sha256, writeWhole } from './files.mjs';
import { manifest, root } from './project.mjs';

const sources = 'src/kernels/assembly'; // relative: the compiler resolves entries against its working directory
const target = join(root, 'dist', 'kernels');
const stampFile = join(root, 'dist', '.build', 'kernels.json');
const compiler = join(root, 'node_modules', 'assemblyscript', 'bin', 'asc.js');
const options = [
  ...['--optimizeLevel', '3', '--shrinkLevel', '0', '--converge', '--noAssert'],
  ...['--runtime', 'stub', '--importMemory', '--memoryBase', '1024', '--enable', 'simd'],
];

/** @returns {Record<string, string>} */
function readStamps() {
  return existsSync(stampFile) ? JSON.parse(readFileSync(stampFile, 'utf8')) : {};
}

/** Compiles one kernel in a process of its own, so that several use several cores.
 * @param {string} name */
async function compile(name) {
  const file = `${sources}/${name}.ts`;
  const part = join('dist', 'kernels', `${name}.${process.pid}.part`);
  const { code, text } = await capture(process.execPath, [compiler, file, '--outFile', part, ...options]);
  if (code !== 0) {
    rmSync(join(root, part), { force: true });
    throw new Error(`${file} does not compile:\n${text.trim()}`);
  }
  renameSync(join(root, part), join(target, `${name}.wasm`));
}

/**
 * @returns {Promise<string[]>} the names of the kernels that were compiled.
 * @throws {AggregateError} naming each kernel that does not compile; the others are built all the same.
 */
export async function buildKernels() {
  mkdirSync(target, { recursive: true });
  const files = readdirSync(join(root, sources), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .toSorted();
  // In a folder of its own: included by kernels, not one itself.
  const isShared = (/** @type {string} */ file) => dirname(file) !== '.';
  const shared = files.filter(isShared).map((file) => file + readFileSync(join(root, sources, file), 'utf8'));
  const names = files.filter((file) => !isShared(file)).map((file) => basename(file, '.ts'));
  const common = sha256(...shared, ...options, manifest.devDependencies['assemblyscript'] ?? '');
  const before = readStamps();
  const stamps = Object.fromEntries(
    names.map((name) => [name, sha256(common, readFileSync(join(root, sources, `${name}.ts`)))]),
  );
  const outdated = names.filter(
    (name) => before[name] !== stamps[name] || !existsSync(join(target, `${name}.wasm`)),
  );
  const results = await Promise.allSettled(outdated.map(compile));
  const failed = outdated.filter((_, index) => results[index]?.status === 'rejected');
  for (const name of failed) delete stamps[name];
  for (const file of readdirSync(target)) {
    const gone = file.endsWith('.wasm') && !names.includes(basename(file, '.wasm'));
    if (gone) rmSync(join(target, file));
  }
  writeWhole(stampFile, JSON.stringify(stamps, null, 2));
  const errors = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  if (errors.length > 0) throw new AggregateError(errors, 'kernels do not compile');
  return outdated;
}
