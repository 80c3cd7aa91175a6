/**
 * The score that the feed's own ranker logged when it served a row: a factorisation machine of user, item, category, hour, position,
 * region and age, which goes on learning every night. It scores each day by what it learned on the days before; on the first day it
 * has learned nothing.
 */
import { DAY_MS, START_MS } from '../lib/calendar.ts';
import { chance, createModel, learn, logit } from '../lib/factorisation.ts';
import { seeded } from '../lib/random.ts';
import type { Feed, Impressions } from './impressions.ts';
import { PAGE } from './policy.ts';
import { CATEGORIES, REGIONS, type World } from './world.ts';

/** Training rows a night, as a multiple of the rows so far. */
const PASSES = 2;
/** Clicks that the ranker expects before it has seen any. */
const EXPECTED = 0.15;
const OLDEST = 100;

/** @returns the probability of a click per row: a function of the feed and its seed alone */
export function productionScores({ world, impressions, seed }: Feed): Float64Array {
  const random = seeded(seed ^ 0x9c7a11);
  const { ids, fields, count } = encode(world, impressions);
  const model = createModel(count, EXPECTED, random);
  const dayOf = (row: number): number => Math.floor((impressions.time[row]! - START_MS) / DAY_MS);
  const scores = new Float64Array(impressions.rows);
  for (let from = 0, to = 0; from < impressions.rows; from = to) {
    for (let k = 0; k < PASSES * from; k++) {
      const row = random.below(from);
      learn(model, ids.subarray(row * fields, (row + 1) * fields), impressions.click[row]!);
    }
    while (to < impressions.rows && dayOf(to) === dayOf(from)) to++;
    for (let row = from; row < to; row++)
      scores[row] = chance(logit(model, ids.subarray(row * fields, (row + 1) * fields)));
  }
  return scores;
}

/** One id per field and row; those of a field begin where the last field's end. */
function encode(
  { users, items }: World,
  { rows, user, item, hour, position }: Impressions,
): { ids: Uint32Array; fields: number; count: number } {
  const columns: { size: number; at: (row: number) => number }[] = [
    { size: users.count, at: (row) => user[row]! },
    { size: items.count, at: (row) => item[row]! },
    { size: CATEGORIES.length, at: (row) => items.category[item[row]!]! },
    { size: 24, at: (row) => hour[row]! },
    { size: PAGE, at: (row) => position[row]! - 1 },
    { size: REGIONS.length, at: (row) => users.region[user[row]!]! },
    { size: OLDEST / 10, at: (row) => Math.floor(users.age[user[row]!]! / 10) },
  ];
  const fields = columns.length;
  const ids = new Uint32Array(rows * fields);
  let count = 0;
  for (const [field, { size, at }] of columns.entries()) {
    for (let row = 0; row < rows; row++) ids[row * fields + field] = count + at(row);
    count += size;
  }
  return { ids, fields, count };
}
