/**
 * Columns of the log as preference data. They come with the rows, so nothing tells what they were made from: the leaked
 * total is the only arm, and its provenance is declared. They need no time: a ready-made split will do.
 */

import { Failure } from '../../common/failure.ts';
import { randomBits, shuffle } from '../../common/random.ts';
import type { Dataset, FeatureColumn } from '../../data/dataset.ts';
import type { SourceOf } from '../../specfile/sources/index.ts';
import { declaredArms, type SourceKindOf } from '../features/kind.ts';
import type { Pause, PhiColumn, SourceFeatures } from '../features/source.ts';

export type ColumnsSpec = SourceOf<'columns'>;

export interface ColumnsInput {
  /** `sourceColumns` holds the columns of the source by its name. */
  data: Dataset;
  /** The spec's base seed. The arm draws nothing; only replicates of the placebo have seeds. */
  seed: number;
}

/**
 * A row is touched where at least one of the columns has a value. The placebo permutes whole rows of values, so that the
 * columns stay true to each other, among the rows of a slice, or of a part (fit, validate, …) where there is no time.
 * @throws Failure `internal` when the engine did not load the columns
 */
export async function columnsSource(
  { data }: ColumnsInput,
  spec: ColumnsSpec,
  pause: Pause,
): Promise<SourceFeatures> {
  const columns = data.sourceColumns?.[spec.name];
  if (columns === undefined) {
    throw new Failure(
      'internal',
      'columns-not-loaded',
      `The columns of source ${spec.name} were not loaded.`,
    );
  }
  const touched = new Uint8Array(data.rows);
  for (const [done, column] of columns.entries()) {
    await pause(done / columns.length);
    markPresent(column, touched);
  }
  const strata = data.timeline?.slice ?? data.part;
  return {
    provenance: 'declared',
    arms: [{ arm: 'leaked-total', columns: [...columns] }],
    placebo: async (seed, breathe) => permuteColumns(columns, await permutation(strata, seed, breathe)),
    touched,
    warnings: [],
  };
}

export const columns: SourceKindOf<ColumnsSpec> = {
  build: columnsSource,
  atOnce: () => true,
  arms: () => declaredArms({}),
  features: (spec) => spec.columns.length,
  bytes: (spec, _, column) => spec.columns.length * column,
};

function markPresent(column: FeatureColumn, touched: Uint8Array): void {
  for (let row = 0; row < touched.length; row++) {
    const missing = column.type === 'numeric' ? Number.isNaN(column.values[row]) : column.codes[row] === 0;
    if (!missing) touched[row] = 1;
  }
}

/** Row `result[r]` lends its values to row r, both of one stratum. */
async function permutation(
  strata: Uint8Array | Uint16Array,
  seed: number,
  pause: Pause,
): Promise<Uint32Array> {
  const start = [0];
  for (const s of strata) {
    while (start.length < s + 2) start.push(0);
    start[s + 1]!++;
  }
  for (let s = 1; s < start.length; s++) start[s]! += start[s - 1]!;
  const free = [...start];
  const members = new Uint32Array(strata.length);
  for (let row = 0; row < strata.length; row++) members[free[strata[row]!]!++] = row;
  const lenders = members.slice();
  const bits = randomBits(seed);
  const from = new Uint32Array(strata.length);
  for (let s = 0; s + 1 < start.length; s++) {
    await pause(s / start.length);
    shuffle(lenders.subarray(start[s], start[s + 1]), bits);
  }
  for (let at = 0; at < members.length; at++) from[members[at]!] = lenders[at]!;
  return from;
}

function permuteColumns(columns: readonly FeatureColumn[], from: Uint32Array): PhiColumn[] {
  return columns.map((column): PhiColumn => {
    if (column.type === 'numeric')
      return { ...column, values: Float64Array.from(from, (r) => column.values[r]!) };
    return { ...column, codes: Uint32Array.from(from, (r) => column.codes[r]!) };
  });
}
