// @ts-check
/** Files as build outputs: written whole, and left alone when nothing changed, so that readers never see half a file. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** @param {...(string | Uint8Array)} parts */
export function sha256(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex');
}

/**
 * Writes a file through a temporary name, unless it already has these contents.
 * @param {string} path @param {string | Uint8Array} contents @param {number} [mode]
 * @returns {boolean} whether the file changed.
 */
export function writeWhole(path, contents, mode = 0o644) {
  if (existsSync(path) && readFileSync(path).equals(Buffer.from(contents))) return false;
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.part`;
  writeFileSync(temporary, contents, { mode });
  renameSync(temporary, path);
  return true;
}
