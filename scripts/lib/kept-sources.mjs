// @ts-check
/**
 * The sources that decide what the cache holds: logs, searches, scores, heads and, beside the code of the threads, features. What is kept was made by
 * them, so another version of any of them must not find it. They are found by their imports: a list by hand would forget the next one.
 */
import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { sha256 } from './files.mjs';
import { root } from './project.mjs';

/** The modules that put something into the cache. */
const KEEPERS = [
  'src/data/duckdb/engine.ts',
  'src/evaluation/base/cache/kept-features.ts',
  'src/evaluation/base/cache/kept-search.ts',
  'src/evaluation/base/train-blocks.ts',
  'src/evaluation/head/kept-heads.ts',
];

/** Imports and exports of files of the project but those of types, which change no result. */
const IMPORTS = /^(?:import|export)(?! type\b)[^;]*?'(\.[^']+)';|\bimport\('(\.[^']+)'/gm;

/** @param {string} path of the project @returns {string} */
const readSource = (path) => readFileSync(posix.join(root.replaceAll('\\', '/'), path), 'utf8');

/**
 * @param {(path: string) => string} [read] the text of a source
 * @returns {string[]} paths in the project with `/` on every system, sorted
 */
export function keptSources(read = readSource) {
  const found = new Set(KEEPERS);
  for (const path of found) {
    for (const [, imported, later] of read(path).matchAll(IMPORTS)) {
      found.add(posix.join(posix.dirname(path), /** @type {string} */ (imported ?? later)));
    }
  }
  return [...found].toSorted();
}

/** A hash of their names and contents. @param {(path: string) => string} [read] the text of a source */
export function keptSourcesHash(read = readSource) {
  return sha256(...keptSources(read).flatMap((path) => [path, read(path)]));
}
