/**
 * Clusters (semantic IDs) of items from a file as preference data: per level, how many of the user's earlier items share the
 * candidate's id, and the id itself, which is the same for all rows. Declared, as every file is.
 */
import type { ClusterTable } from '../data/dataset.ts';
import { Failure } from '../report/failure.ts';
import type { Spec } from '../spec/schema.ts';
import { historyItems } from './history.ts';
import { entryOf, NO_ENTRY } from './item-entries.ts';
import { PlaceboPermuter } from './placebo.ts';
import type { Pause, PhiColumn, SourceBuilder, SourceFeatures, SourceInput } from './source.ts';

export type ClustersSpec = Extract<Spec['sources'][number], { clusters: string[] }>;

/** Rows between two pauses: some tens of milliseconds. */
const ROWS_PER_PIECE = 65_536;

/** @throws Failure `internal` where the data layer has not loaded the source's clusters. */
export const clustersSource: SourceBuilder<ClustersSpec> = async (input, spec, pause) => {
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
      const permuter = new PlaceboPermuter(input.data, input.timeline, seed);
      const permutation = (last: number): Uint32Array => permuter.permutation(last);
      return clusterFeatures(input, table, { history, lag: 0, ids: !timed, permutation }, pausePlacebo);
    },
    touched: touched(total),
    warnings: [],
  };
};

export interface ClusterReading {
  history: number;
  /** 0 for the ids known up to the row's own slice, 1 for those known before it. */
  lag: 0 | 1;
  /** Whether the ids themselves are features: only where they are one and the same for all rows. */
  ids: boolean;
  /** As in vector-features.ts. */
  permutation?: ((lastSlice: number) => Uint32Array) | undefined;
}

/**
 * Per level `NAME matches` (history items with the candidate's id), `NAME share` (of the history items with an id) and, with
 * `ids`, `NAME` itself. Missing where the candidate has no id, counts and shares also where no history item has one.
 */
export async function clusterFeatures(
  { data, timeline, positives, historyEnds }: SourceInput,
  table: ClusterTable,
  { history, lag, ids, permutation }: ClusterReading,
  pause: Pause,
): Promise<PhiColumn[]> {
  const numbers = (): Float32Array => new Float32Array(data.rows).fill(Number.NaN);
  const levels = table.levels.map(({ name, codes, cardinality }) => {
    const id = ids ? new Uint32Array(data.rows) : undefined;
    return { name, codes, cardinality, matches: numbers(), share: numbers(), id };
  });
  const items = new Uint32Array(history);
  let slice = -1;
  let place: Uint32Array | undefined;
  for (let row = 0; row < data.rows; row++) {
    if (row % ROWS_PER_PIECE === 0) await pause(row / data.rows);
    for (; slice < timeline.slice[row]!; slice++) place = permutation?.(slice + 1);
    const candidate = place?.[data.item[row]!] ?? data.item[row]!;
    const entry = entryOf(table, candidate, slice - lag);
    if (entry === NO_ENTRY) continue;
    const low = positives.userStart[data.user[row]!]!;
    const taken = historyItems(positives, low, historyEnds[row]!, history, items);
    for (const { codes, matches, share, id } of levels) {
      const own = codes[entry]!;
      if (own === 0) continue;
      if (id !== undefined) id[row] = own;
      let known = 0;
      let same = 0;
      for (let h = 0; h < taken; h++) {
        const item = place?.[items[h]!] ?? items[h]!;
        if (item === candidate) continue;
        const other = entryOf(table, item, slice - lag);
        if (other === NO_ENTRY || codes[other] === 0) continue;
        known++;
        if (codes[other] === own) same++;
      }
      if (known === 0) continue;
      matches[row] = same;
      share[row] = same / known;
    }
  }
  return levels.flatMap(({ name, cardinality, matches, share, id }): PhiColumn[] => [
    { name: `${name} matches`, type: 'numeric', values: matches },
    { name: `${name} share`, type: 'numeric', values: share },
    ...(id === undefined ? [] : [{ name, type: 'categorical' as const, codes: id, cardinality }]),
  ]);
}

/** 1 for each row whose candidate shares an id with its history, or has history items to share one with. */
function touched(columns: readonly PhiColumn[]): Uint8Array {
  const shares = columns.flatMap((column) =>
    column.type === 'numeric' && column.name.endsWith(' share') ? [column.values] : [],
  );
  return Uint8Array.from(shares[0]!, (_, row) =>
    Number(shares.some((values) => !Number.isNaN(values[row]!))),
  );
}
