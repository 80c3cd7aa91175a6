/**
 * User folds of cross-fitting. A user's fold is a function of their identifier and the seed alone, so it does not depend
 * on who else is in the log: P without fold k is then the P of a log that never had fold k's users.
 */
import { createHash } from 'node:crypto';
import { sharedUint8 } from '../../data/shared.ts';

/**
 * @param userNames identifier text per user code.
 * @param folds K, 2..256.
 * @returns fold 0..K−1 per user code. Uniform to within 2⁻³².
 */
export function userFolds(userNames: readonly string[], folds: number, seed: number): Uint8Array {
  const result = new Uint8Array(userNames.length);
  for (let code = 0; code < result.length; code++) {
    const digest = createHash('sha256').update(`${seed}\0${userNames[code]}`).digest();
    result[code] = Math.floor((digest.readUInt32LE(0) / 2 ** 32) * folds);
  }
  return result;
}

/** Users hashed between two pauses: some 0.1 s. */
const FOLD_USERS = 65_536;

/** `userFolds` on shared memory, piece by piece, with a pause between two. */
export async function hashedFolds(
  names: readonly string[],
  { folds, seed }: { folds: number; seed: number },
  breathe: () => Promise<void>,
): Promise<Uint8Array> {
  const all = sharedUint8(names.length);
  for (let from = 0; from < names.length; from += FOLD_USERS) {
    await breathe();
    all.set(userFolds(names.slice(from, from + FOLD_USERS), folds, seed), from);
  }
  return all;
}
