/** The log that features are timed on. */
import { PART } from '../../src/data/dataset.ts';
import type { TimedDataset } from '../support/dataset.ts';
import { random } from '../support/random.ts';

export const ROWS = 1_000_000;
export const USERS = 3_000;
export const ITEMS = 50_000;
export const SLICES = 10;
const POSITIVE = 0.35;

/** Uniform users, items by a long-tailed popularity that drifts, so that P is broad as in a content feed. */
export function featureLog(): TimedDataset {
  const next = random(1);
  const user = new Uint32Array(ROWS);
  const item = new Uint32Array(ROWS);
  const label = new Uint8Array(ROWS);
  const slice = new Uint16Array(ROWS);
  const time = new Float64Array(ROWS);
  for (let row = 0; row < ROWS; row++) {
    user[row] = Math.floor(next() * USERS);
    item[row] = (Math.floor(next() ** 3 * ITEMS) + Math.floor((row / ROWS) * 5000)) % ITEMS;
    label[row] = next() < POSITIVE ? 1 : 0;
    slice[row] = Math.floor((row * SLICES) / ROWS);
    time[row] = row * 1e6;
  }
  const names = (count: number) => Array.from({ length: count }, (_, code) => String(code));
  return {
    rows: ROWS,
    user,
    users: USERS,
    item,
    items: ITEMS,
    userNames: names(USERS),
    itemNames: names(ITEMS),
    label,
    part: new Uint8Array(ROWS).fill(PART.fit),
    timeline: {
      time,
      unit: 'unix seconds',
      slice,
      slices: SLICES,
      sliceStarts: Float64Array.from({ length: SLICES }, (_, s) => (s * ROWS * 1e6) / SLICES),
      cut: ROWS * 0.8e6,
      evaluateFrom: ROWS * 0.8e6,
      evaluateTo: (ROWS - 1) * 1e6,
    },
    features: [],
    inputs: [],
    warnings: [],
  };
}
