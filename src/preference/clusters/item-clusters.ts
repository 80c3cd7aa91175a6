/**
 * Clusters of item vectors as preference data: of a file as it stands, or as it stood at the end of each slice; of trained
 * vectors for each window and fold, whose clusters have nothing in common but that each divides the items.
 */
import type { ClusterTable, VectorTable } from '../../data/dataset.ts';
import type { FoldedItems } from '../features/folded-items.ts';
import { entryOf, NO_ENTRY } from '../features/item-entries.ts';
import type { Pause } from '../features/source.ts';
import { type KMeansOptions, residualKMeans } from './kmeans.ts';

/** Share of the work of a table that its vectors are, where these are trained. */
const VECTORS_SHARE = 0.8;

/** How many clusterings there were, and what they could not divide further. */
export interface ClusterTally {
  clusterings: number;
  /** Clusterings whose vectors differ in fewer ways than there are clusters, and the fewest. */
  short: number;
  fewest: number;
}

/** Clusters the vectors of a table, one for each item. */
export async function clusterTable(
  { start, dimension, values }: VectorTable,
  options: KMeansOptions,
  tally: ClusterTally,
  pause: Pause,
): Promise<ClusterTable> {
  const count = values.length / dimension;
  const { codes, clusters } = await residualKMeans({ count, dimension, values }, options, pause);
  tally.clusterings++;
  if (clusters[0]! < options.clusters && count > 0) {
    tally.short++;
    tally.fewest = Math.min(tally.fewest, clusters[0]!);
  }
  const levels = codes.map((levelCodes, level) => ({
    name: `level ${level + 1}`,
    codes: levelCodes.map((code) => code + 1),
    cardinality: clusters[level]! + 1,
  }));
  return { start, levels };
}

/** Clusters of vectors that are rebuilt for each window and fold. */
export function foldedClusters(
  vectors: FoldedItems<VectorTable>,
  options: KMeansOptions,
  tally: ClusterTally,
): FoldedItems<ClusterTable> {
  return {
    crossFitted: vectors.crossFitted,
    async table(last: number, fold: number, pause: Pause): Promise<ClusterTable> {
      const base = await vectors.table(last, fold, (share) => pause(share * VECTORS_SHARE));
      return clusterTable(base, options, tally, (share) =>
        pause(VECTORS_SHARE + share * (1 - VECTORS_SHARE)),
      );
    },
  };
}

/** A file with time as it stood at the end of each slice: one vector for each item that had one by then. */
export function vectorsBySlice(table: VectorTable): FoldedItems<VectorTable> {
  return {
    crossFitted: false,
    table: async (last) => {
      const { dimension, values } = table;
      const items = table.start.length - 1;
      const start = new Uint32Array(items + 1);
      const held: number[] = [];
      for (let item = 0; item < items; item++) {
        const entry = entryOf(table, item, last);
        if (entry !== NO_ENTRY) held.push(entry);
        start[item + 1] = held.length;
      }
      const gathered = new Float32Array(held.length * dimension);
      held.forEach((entry, at) => {
        gathered.set(values.subarray(entry * dimension, (entry + 1) * dimension), at * dimension);
      });
      return { start, dimension, values: gathered };
    },
  };
}
