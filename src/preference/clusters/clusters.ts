/**
 * Clusters (semantic IDs) of items from a file as preference data: per level, how many of the user's earlier items share the
 * candidate's id, and the id itself, which is the same for all rows. Declared, as every file is.
 */

import { Failure } from '../../common/failure.ts';
import type { ClusterTable } from '../../data/dataset.ts';
import type { SourceOf } from '../../specfile/sources/index.ts';
import { entryOf, NO_ENTRY } from '../features/item-entries.ts';
import { declaredArms, type SourceKindOf } from '../features/kind.ts';
import { PlaceboPermuter } from '../features/placebo.ts';
import type { Pause, PhiColumn, SourceBuilder, SourceFeatures, SourceInput } from '../features/source.ts';
import { ClusterReader, matchColumns, touchedByClusters } from './cluster-features.ts';

export type ClustersSpec = SourceOf<'clusters'>;

/** Rows between two pauses: some tens of milliseconds. */
const ROWS_PER_PIECE = 65_536;

/** @throws Failure `internal` where the data layer has not loaded the source's clusters. */
const build: SourceBuilder<ClustersSpec> = async (input, spec, pause) => {
  const table = input.data.clusters?.[spec.name];
  if (table === undefined) {
    throw new Failure('internal', 'clusters-not-loaded', `the clusters of ${spec.name} were not loaded.`);
  }
  const { history } = spec;
  const timed = table.slice !== undefined;
  const total = await clusterFeatures(input, table, { history, lag: 0, ids: !timed }, pause);
  const arms: SourceFeatures['arms'] = [];
  if (timed) {
    const honest = await clusterFeatures(input, table, { history, lag: 1, ids: false }, pause);
    arms.push({ arm: 'honest', columns: honest });
  }
  arms.push({ arm: 'leaked-total', columns: total });
  return {
    provenance: 'declared',
    arms,
    placebo: (seed, pausePlacebo) => {
      const permuter = new PlaceboPermuter(input, seed);
      const permutation = (last: number): Uint32Array => permuter.permutation(last);
      return clusterFeatures(input, table, { history, lag: 0, ids: !timed, permutation }, pausePlacebo);
    },
    touched: touchedByClusters(total),
    warnings: [],
  };
};

export const clusters: SourceKindOf<ClustersSpec> = {
  build,
  arms: declaredArms,
  features: levelFeatures,
  bytes: (spec, _, column) => levelFeatures(spec) * column,
};

/** Matches and share of a level; the id itself too where it is one and the same for all rows. */
function levelFeatures({ ids, time }: ClustersSpec): number {
  return ids.length * (time === undefined ? 3 : 2);
}

export interface ClusterReading {
  history: number;
  /** 0 for the ids known up to the row's own slice, 1 for those known before it. */
  lag: 0 | 1;
  /** Whether the ids themselves are features: only where they are one and the same for all rows. */
  ids: boolean;
  /** As in ../vectors/vector-features.ts. */
  permutation?: ((lastSlice: number) => Uint32Array) | undefined;
}

/**
 * Per level `NAME matches` (history items with the candidate's id), `NAME share` (of the history items with an id) and, with
 * `ids`, `NAME` itself. Missing where the candidate has no id, counts and shares also where no history item has one.
 */
export async function clusterFeatures(
  input: SourceInput,
  table: ClusterTable,
  { history, lag, ids, permutation }: ClusterReading,
  pause: Pause,
): Promise<PhiColumn[]> {
  const { data, timeline } = input;
  const reader = new ClusterReader(input, table.levels.length, history);
  const values = reader.columns();
  const codes = table.levels.map(() => new Uint32Array(ids ? data.rows : 0));
  let slice = -1;
  let place: Uint32Array | undefined;
  for (let row = 0; row < data.rows; row++) {
    if (row % ROWS_PER_PIECE === 0) await pause(row / data.rows);
    for (; slice < timeline.slice[row]!; slice++) place = permutation?.(slice + 1);
    reader.readRow(row, table, slice - lag, place, values);
    if (!ids) continue;
    const entry = entryOf(table, place?.[data.item[row]!] ?? data.item[row]!, slice - lag);
    if (entry === NO_ENTRY) continue;
    for (const [level, levelIds] of table.levels.entries()) codes[level]![row] = levelIds.codes[entry]!;
  }
  const matches = matchColumns(
    table.levels.map(({ name }) => name),
    values,
  );
  return table.levels.flatMap(({ name, cardinality }, level): PhiColumn[] => [
    ...matches.slice(2 * level, 2 * level + 2),
    ...(ids ? [{ name, type: 'categorical' as const, codes: codes[level]!, cardinality }] : []),
  ]);
}
