/** Random logs for property tests, and the preference features of a test log in one call. */

import * as fc from 'fast-check';
import { idKeys } from '../../src/common/hash.ts';
import { historyEnds } from '../../src/preference/features/history.ts';
import { positives } from '../../src/preference/features/positives.ts';
import type { SourceInput } from '../../src/preference/features/source.ts';
import {
  coClickFeatures,
  FEATURES,
  type PreferenceFeatures,
} from '../../src/preference/pairs/co-click/features.ts';
import type { CoClickSpec } from '../../src/specfile/schema.ts';
import type { TestRow, TimedDataset } from './dataset.ts';

/** A co-click source with the schema's defaults, except what the test says. */
export function coClick(options: Partial<CoClickSpec> = {}): CoClickSpec {
  return {
    name: 'co-click',
    kind: 'co-click',
    build: 'co-click',
    window: 10,
    history: 50,
    weight: 'cosine',
    shrinkage: 10,
    use: [...FEATURES],
    ...options,
  };
}

/** All feature sets of a log, whose users lie in the given folds (by user code). */
export function fastFeatures(
  data: TimedDataset,
  spec: CoClickSpec,
  userFold: Uint8Array,
  folds: number,
): Promise<PreferenceFeatures> {
  return coClickFeatures(sourceInput(data, userFold, folds), spec, async () => {});
}

/** What sources share, of a log whose users lie in the given folds. */
export function sourceInput(data: TimedDataset, userFold: Uint8Array, folds: number): SourceInput {
  const { timeline } = data;
  const p = positives(data, timeline);
  return {
    data,
    timeline,
    positives: p,
    historyEnds: historyEnds(data, timeline, p),
    userFold,
    folds,
    idKeys: idKeys(data),
    seed: 1,
  };
}

/** The four features of one row. */
export function rowFeatures(features: Float32Array, row: number): number[] {
  return [...features.subarray(row * FEATURES.length, (row + 1) * FEATURES.length)];
}

export interface LogShape {
  users: number;
  items: number;
  /** Distinct times: fewer than rows, so that many tie. */
  times: number;
  rows: number;
}

/** Logs with repeated clicks and ties. About two rows in three are positive, so that pairs are many. */
export function arbitraryLog(shape: LogShape): fc.Arbitrary<TestRow[]> {
  return arbitraryRows(rowsOf(shape), shape);
}

/** The same, where half of the logs have labels that take time: some until between two rows, some longer than the log. */
export function arbitraryLateLog(shape: LogShape): fc.Arbitrary<TestRow[]> {
  const delay = fc.constantFrom(0, 0, 0.5, 1, shape.times / 3, shape.times);
  return fc.oneof(arbitraryLog(shape), arbitraryRows({ ...rowsOf(shape), delay }, shape));
}

const rowsOf = ({ users, items, times }: LogShape) => ({
  user: fc.nat(users - 1),
  item: fc.nat(items - 1),
  time: fc.nat(times - 1),
  label: fc.constantFrom(0, 1, 1),
});

function arbitraryRows<Row>(
  row: { [Key in keyof Row]: fc.Arbitrary<Row[Key]> },
  { rows }: LogShape,
): fc.Arbitrary<Row[]> {
  return fc.array(fc.record(row), { minLength: 1, maxLength: rows, size: 'max' }) as fc.Arbitrary<Row[]>;
}

/** Every weighting, with and without decay, all windows and history lengths that a small log can tell apart. */
export const arbitrarySpec: fc.Arbitrary<CoClickSpec> = fc
  .record({
    window: fc.constantFrom<(number | 'all')[]>(1, 2, 3, 10, 'all'),
    history: fc.constantFrom(1, 2, 3, 50),
    weight: fc.constantFrom<CoClickSpec['weight'][]>('raw', 'cosine', 'jaccard', 'lift'),
    shrinkage: fc.constantFrom(0, 0.5, 10),
    halfLife: fc.constantFrom(undefined, 0.2, 0.7, 1, 3),
  })
  .map(({ halfLife, ...options }) => coClick(halfLife === undefined ? options : { ...options, halfLife }));

/** A fold for each of `users` user codes. */
export function arbitraryFolds(users: number, folds: number): fc.Arbitrary<Uint8Array> {
  return fc
    .array(fc.nat(folds - 1), { minLength: users, maxLength: users })
    .map((list) => Uint8Array.from(list));
}
