// @ts-check
/** A lock between processes: a file created by one of them, and taken over when its owner is gone. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/** @param {string} file @returns {boolean} whether this process has the lock now. */
function tryLock(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    return false;
  }
}

/** @param {string} file @returns {number | null} the owner, or null when the file is gone or not written yet. */
function ownerOf(file) {
  try {
    return Number(readFileSync(file, 'utf8')) || null;
  } catch {
    return null;
  }
}

/**
 * Does `work` while no other process does work under the same lock file.
 * @template T @param {string} file @param {() => Promise<T>} work @returns {Promise<T>}
 */
export async function withLock(file, work) {
  let waiting = false;
  while (!tryLock(file)) {
    const owner = ownerOf(file);
    if (owner !== null && !isAlive(owner)) {
      rmSync(file, { force: true });
      continue;
    }
    if (!waiting) console.log(`Waiting for process ${owner ?? '?'}, which holds ${file} …`);
    waiting = true;
    await delay(500);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}
