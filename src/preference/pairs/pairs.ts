/**
 * Pairs from a file. A file proves nothing about where it came from, so everything it gives is "declared": with a time
 * column there is an honest arm, with a user column P can leave the row's fold out, without either there is the total only.
 */
import { Failure } from '../../common/failure.ts';
import type { PairTable } from '../../data/dataset.ts';
import type { SourceOf } from '../../specfile/sources/index.ts';
import { declaredArms, type PairKindOf } from '../features/kind.ts';
import { PlaceboPermuter } from '../features/placebo.ts';
import type { SourceArmKind, SourceBuilder, SourceFeatures, SourceInput } from '../features/source.ts';
import {
  largestBatch,
  PAIR_FEATURES,
  pairFeatures,
  permutedPairFeatures,
  phiColumns,
  touchedRows,
} from './pair-features.ts';
import { pairBytes } from './pair-kind.ts';
import { PairListStream } from './pairs-list.ts';
import { StreamWalk } from './stream-walk.ts';

export type PairsSpec = SourceOf<'pairs'>;

/**
 * `left` is the history item, `right` the candidate, as the file gives them; doubled pairs add up, a pair of weight 0 or of
 * an item with itself is none. Without users nothing is cross-fitted, the honest arm included.
 * @throws Failure `internal` where the data layer has not loaded the source's pairs.
 */
const build: SourceBuilder<PairsSpec> = async (input, spec, pause) => {
  const table = pairsOf(input, spec);
  const crossFitted = table.user !== undefined;
  const rows = largestBatch(input);
  const stream = () => new PairListStream(input, table, spec, rows);
  const features = await pairFeatures(input, stream(), table.slice !== undefined, pause);
  const arms: SourceFeatures['arms'] = [];
  const add = (arm: SourceArmKind, values: Float32Array[]) =>
    arms.push({ arm, columns: phiColumns(values, PAIR_FEATURES) });
  if (features.honest !== undefined) add('honest', features.honest);
  if (crossFitted) add('leaked', features.leaked);
  add('leaked-total', features.total);
  return {
    provenance: 'declared',
    arms,
    placebo: async (seed, pausePlacebo) => {
      const permuter = new PlaceboPermuter(input, seed);
      const pi = (last: number) => permuter.permutation(last);
      return phiColumns(await permutedPairFeatures(input, stream(), pi, pausePlacebo), PAIR_FEATURES);
    },
    touched: touchedRows(features.leaked),
    warnings: [],
  };
};

/** @throws Failure `internal` */
function pairsOf({ data }: SourceInput, { name }: PairsSpec): PairTable {
  const table = data.pairs?.[name];
  if (table !== undefined) return table;
  throw new Failure('internal', 'pairs-not-loaded', `the pairs of source ${name} were not loaded.`);
}

export const pairs: PairKindOf<PairsSpec> = {
  build,
  arms: declaredArms,
  features: () => PAIR_FEATURES.length,
  bytes: (_, input, column) => PAIR_FEATURES.length * column + pairBytes(input),
  walk: (input, spec) => {
    const stream = new PairListStream(input, pairsOf(input, spec), spec, largestBatch(input));
    return new StreamWalk(stream, input.data.items);
  },
};
