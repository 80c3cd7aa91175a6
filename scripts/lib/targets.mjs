// @ts-check
/** The eight platforms that a VSIX is made for, and what tells one from another for npm, for DuckDB and for the loader. */

import { join } from 'node:path';
import { manifest, root } from './project.mjs';

/**
 * @typedef {'x64' | 'arm64'} Cpu
 * @typedef {{format: 'elf' | 'mach-o' | 'pe', cpu: Cpu | 'universal', libc?: 'glibc' | 'musl'}} Binary What a native file runs on.
 * @typedef {object} Target
 * @property {string} name The marketplace's name.
 * @property {'linux' | 'darwin' | 'win32'} os As Node and npm call it.
 * @property {Cpu} cpu
 * @property {'glibc' | 'musl'} [libc] Linux alone.
 * @property {string} binding The package with DuckDB's native files.
 * @property {string} library The engine's file in it, beside duckdb.node.
 * @property {Binary['format']} format What its native files are.
 */

const formats = /** @type {const} */ ({ linux: 'elf', darwin: 'mach-o', win32: 'pe' });
const libraries = { linux: 'libduckdb.so', darwin: 'libduckdb.dylib', win32: 'duckdb.dll' };

/** @param {Target['os']} os @param {Cpu} cpu @param {Target['libc']} [libc] @returns {Target} */
function target(os, cpu, libc) {
  const musl = libc === 'musl';
  return {
    name: `${musl ? 'alpine' : os}-${cpu}`,
    os,
    cpu,
    ...(libc && { libc }),
    binding: `@duckdb/node-bindings-${os}-${cpu}${musl ? '-musl' : ''}`,
    library: libraries[os],
    format: formats[os],
  };
}

/** @type {readonly Target[]} */
export const targets = [
  target('linux', 'x64', 'glibc'),
  target('linux', 'arm64', 'glibc'),
  target('linux', 'x64', 'musl'),
  target('linux', 'arm64', 'musl'),
  target('darwin', 'x64'),
  target('darwin', 'arm64'),
  target('win32', 'x64'),
  target('win32', 'arm64'),
];

/** @param {string} name @returns {Target} @throws {Error} naming the targets there are. */
export function targetOf(name) {
  const found = targets.find((candidate) => candidate.name === name);
  if (found === undefined)
    throw new Error(
      `there is no target "${name}"; there are ${targets.map((known) => known.name).join(', ')}.`,
    );
  return found;
}

/** The marketplace's name of this platform. */
function ownName() {
  const linux = process.platform === 'linux';
  const report = /** @type {{header: {glibcVersionRuntime?: string}}} */ (process.report.getReport());
  const musl = linux && report.header.glibcVersionRuntime === undefined;
  return `${musl ? 'alpine' : process.platform}-${process.arch}`;
}

/** This machine's target. @throws {Error} on a machine that DuckDB has no binding for. */
export function ownTarget() {
  return targetOf(ownName());
}

/** Where a target's VSIX goes. @param {Target} target */
export function vsixPath({ name } = ownTarget()) {
  return join(root, 'dist', `${manifest.name}-${name}-${manifest.version}.vsix`);
}
