/**
 * Nested samples of the evaluation users, whole users each: who is in a sample is a function of the user's name and the seed, and so is in all
 * larger ones. The hash is none of those of folds, so that the folds of a sample are as even as those of all.
 */
import { createHash } from 'node:crypto';
import type { Dataset } from '../../data/dataset.ts';
import { effectiveUsers, SHARES, type Stage, userWeights } from '../../metrics/intervals/precision.ts';
import type { RowParts } from '../../ranker/ranker.ts';
import type { Spec } from '../../specfile/schema.ts';
import { shared } from '../base/sample.ts';
import { evaluated } from '../describe/evaluated.ts';

/** Begins what is hashed: no other hash of users begins so. */
const PURPOSE = 'evaluation users';
/** Users hashed between two pauses: some 0.1 s. */
const PIECE_USERS = 65_536;

export interface UserStages {
  /** With growing shares; the last one is of all evaluation users. */
  stages: readonly Stage[];
  /** How many evaluation users there are. */
  all: number;
  /** The evaluation rows of a stage, ascending, on shared memory. */
  rowsOf(stage: Stage): Uint32Array;
}

/** @throws Failure where the rows cannot be measured, Cancelled */
export async function userStages(
  data: Dataset,
  spec: Spec,
  parts: RowParts,
  breathe: () => Promise<void>,
): Promise<UserStages> {
  const { rows, measure } = evaluated(data, spec, parts);
  const names = new Array<string>(rows.users);
  const { user, userNames } = data;
  const { evaluate } = parts;
  for (let i = 0; i < evaluate.length; i++) names[rows.user[i]!] = userNames[user[evaluate[i]!]!]!;
  const places = await userPlaces(names, spec.seed, breathe);
  const weights = userWeights(rows, measure);
  const stages = SHARES.map((share) => {
    return { share, users: effectiveUsers(weights, (user) => places[user]! < share) };
  });
  return {
    stages,
    all: rows.users,
    rowsOf: ({ share }) => {
      if (share === 1) return parts.evaluate;
      return shared(parts.evaluate.filter((_, i) => places[rows.user[i]!]! < share));
    },
  };
}

/** Where each user stands between 0 and 1: a sample holds those below its share. */
export async function userPlaces(
  names: readonly string[],
  seed: number,
  breathe: () => Promise<void>,
): Promise<Float64Array> {
  const places = new Float64Array(names.length);
  for (const [user, name] of names.entries()) {
    if (user % PIECE_USERS === 0) await breathe();
    const digest = createHash('sha256').update(`${PURPOSE}\0${seed}\0${name}`).digest();
    places[user] = digest.readUInt32LE(0) / 2 ** 32;
  }
  return places;
}
