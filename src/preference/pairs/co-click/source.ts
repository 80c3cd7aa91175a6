/** Co-click as a source: its arms, its placebo, and which rows it touches. */
import type { CoClickSpec } from '../../../specfile/schema.ts';
import type { PairKindOf } from '../../features/kind.ts';
import type { PhiColumn, SourceBuilder } from '../../features/source.ts';
import { builtPairs } from '../pair-kind.ts';
import { coClickFeatures, FEATURES, placeboFeatures } from './features.ts';
import { freshFeatures } from './fresh.ts';
import { CoClickWalk } from './walk.ts';

/** Shares of the work: honest, leaked and total share their windows; fresh takes about as long. */
const SHARED_PART = 0.5;

const build: SourceBuilder<CoClickSpec> = async (input, spec, pause) => {
  const { honest, leaked, total } = await coClickFeatures(input, spec, (share) => pause(share * SHARED_PART));
  // Without folds there is no P for each moment: the diagnostic has no arm fresh.
  const fresh = input.leaveUserOut
    ? undefined
    : await freshFeatures(input, spec, (share) => pause(SHARED_PART + share * (1 - SHARED_PART)));
  const columns = (values: Float32Array): PhiColumn[] => featureColumns(values, FEATURES, spec.use);
  return {
    provenance: 'built',
    arms: [
      { arm: 'honest', columns: columns(honest) },
      ...(fresh === undefined ? [] : [{ arm: 'fresh' as const, columns: columns(fresh) }]),
      { arm: 'leaked', columns: columns(leaked) },
      { arm: 'leaked-total', columns: columns(total) },
    ],
    placebo: async (seed, rest) => columns(await placeboFeatures(input, spec, seed, rest)),
    touched: touchedRows(leaked),
    warnings: [],
  };
};

export const coClick: PairKindOf<CoClickSpec> = {
  ...builtPairs,
  build,
  arms: () => ['honest', 'fresh', 'leaked', 'leaked-total'],
  walk: (input, spec) => new CoClickWalk(input, spec),
};

/** Splits interleaved features into columns, those in `use` only. */
export function featureColumns(
  values: Float32Array,
  names: readonly string[],
  use: readonly string[],
): PhiColumn[] {
  const rows = values.length / names.length;
  return names.flatMap((name, k) => {
    if (!use.includes(name)) return [];
    const column = new Float32Array(rows);
    for (let row = 0, at = k; row < rows; row++, at += names.length) column[row] = values[at]!;
    return [{ name, type: 'numeric' as const, values: column }];
  });
}

/** 1 for each row whose count of neighbours is above 0. */
export function touchedRows(values: Float32Array): Uint8Array {
  const width = FEATURES.length;
  const count = FEATURES.indexOf('count');
  const touched = new Uint8Array(values.length / width);
  for (let row = 0; row < touched.length; row++) touched[row] = Number(values[row * width + count]! > 0);
  return touched;
}
