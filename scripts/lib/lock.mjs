// @ts-check
/** A lock between processes. SQLite's lock on an empty database serves, since it ends with its process, however that ends. */
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';

const busy = 5; // SQLITE_BUSY

/** @param {DatabaseSync} database @returns {boolean} whether this process has the lock now. */
function tryLock(database) {
  try {
    database.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    if (/** @type {{errcode?: number}} */ (error).errcode !== busy) throw error;
    return false;
  }
}

/**
 * Does `work` while no other process does work under the same lock file, which stays behind, empty.
 * @template T @param {string} file @param {() => Promise<T>} work @returns {Promise<T>}
 */
export async function withLock(file, work) {
  const database = new DatabaseSync(file);
  try {
    for (let attempt = 0; !tryLock(database); attempt++) {
      if (attempt === 0) console.log(`Waiting for another process, which holds ${file} …`);
      await delay(300);
    }
    return await work();
  } finally {
    database.close();
  }
}
