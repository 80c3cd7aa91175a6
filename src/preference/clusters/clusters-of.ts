/**
 * `build: clusters-of`: semantic IDs by residual k-means over the vectors of another source, and what they know: what that
 * source knows. Of a file without time there is one clustering, whose ids are features themselves; everything else is
 * clustered anew for each window and fold, and only matches within one clustering are compared.
 */

import type { Warning } from '../../common/failure.ts';
import type { ClusterTable } from '../../data/dataset.ts';
import { baseOf } from '../../specfile/source-bases.ts';
import type { SourceOf, SourceSpec } from '../../specfile/sources/index.ts';
import { type FoldedItems, foldedArms, permutedItems } from '../features/folded-items.ts';
import { BUILT_ARMS, type SourceKindOf } from '../features/kind.ts';
import { PlaceboPermuter } from '../features/placebo.ts';
import { KEPT_BYTES, remembered } from '../features/remembered.ts';
import type { Pause, PhiColumn, SourceBuilder, SourceFeatures, SourceInput } from '../features/source.ts';
import { vectorsOf } from '../vectors/embeddings.ts';
import { IdVectors } from '../vectors/id-vectors.ts';
import { trainedBase, trainedVectors } from '../vectors/trained-vectors.ts';
import { ClusterReader, matchColumns, touchedByClusters } from './cluster-features.ts';
import { clusterFeatures } from './clusters.ts';
import { type ClusterTally, clusterTable, foldedClusters, vectorsBySlice } from './item-clusters.ts';
import type { KMeansOptions } from './kmeans.ts';

export type ClustersOfSpec = SourceOf<'clusters-of'>;

/** @throws Failure as the source that is clustered, and `resource` where its vectors do not fit once more */
const build: SourceBuilder<ClustersOfSpec> = async (input, spec, pause) => {
  const all = input.sources ?? [];
  const { levels, clusters, name } = spec;
  const trained = trainedBase(spec, all);
  if (trained !== undefined) {
    const seed = input.idRanker!.seed;
    // Kept for other sources alone: of what it clusters it keeps the clusters.
    const vectors =
      input.trained === undefined ? new IdVectors(input, trained) : trainedVectors(input, trained);
    return folded(input, spec, vectors, { levels, clusters, seed, source: name }, pause);
  }
  const table = vectorsOf(input.data.vectors, baseOf(spec, all).name);
  const options = { levels, clusters, seed: input.seed, source: name };
  if (table.slice === undefined) return fixed(input, spec, table, options, pause);
  return folded(input, spec, vectorsBySlice(table), options, pause);
};

/** Those of the source that is clustered are what it brings. */
export const clustersOf: SourceKindOf<ClustersOfSpec> = {
  build,
  atOnce: () => true,
  arms: () => BUILT_ARMS,
  features: ({ levels }, base) => levels * (isFixed(base) ? 3 : 2),
  bytes: buildingBytes,
};

/** Whether one clustering serves all rows: its ids are then features, too. */
const isFixed = (base: SourceSpec): boolean => base.kind === 'embeddings' && base.time === undefined;

function buildingBytes(spec: ClustersOfSpec, input: SourceInput, column: number): number {
  const { data, folds, timeline } = input;
  const { items } = data;
  const { levels, clusters } = spec;
  const base = trainedBase(spec, input.sources ?? []);
  const table = base === undefined ? data.vectors?.[spec.of] : undefined;
  const dimension = table?.dimension ?? input.idRanker?.options.factors ?? 0;
  // Of a file with time the vectors of a slice are gathered: a copy of all at most.
  const gathered = table?.slice === undefined ? 0 : 8 * items + 4 * dimension * items;
  const sample = 4 * (dimension + 2) * Math.min(items, 256 * clusters);
  const kept = base === undefined ? 4 * (levels + 1) * items : KEPT_BYTES;
  const tables = Math.min(kept, timeline.slices * (folds + 1) * 4 * (levels + 1) * items);
  const now = (folds + 1) * 8 * (levels + 1) * items;
  return 2 * levels * column + gathered + sample + tables + now;
}

type Vectors = ReturnType<typeof vectorsOf>;

/** One clustering for all rows. */
async function fixed(
  input: SourceInput,
  { history, clusters, name }: ClustersOfSpec,
  vectors: Vectors,
  options: KMeansOptions,
  pause: Pause,
): Promise<SourceFeatures> {
  const tally = newTally();
  const table = await clusterTable(vectors, options, tally, (share) => pause(share / 2));
  const reading = { history, lag: 0, ids: true } as const;
  const total = await clusterFeatures(input, table, reading, (share) => pause((1 + share) / 2));
  return {
    provenance: 'declared',
    arms: [{ arm: 'leaked-total', columns: total }],
    placebo: (seed, pausePlacebo) =>
      clusterFeatures(input, table, { ...reading, permutation: permuted(input, seed) }, pausePlacebo),
    touched: touchedByClusters(total),
    warnings: fewVectors(tally, clusters, name),
  };
}

/** A clustering for each window, and for each fold where the vectors know users. */
async function folded(
  input: SourceInput,
  { history, clusters, name }: ClustersOfSpec,
  vectors: FoldedItems<Vectors>,
  options: KMeansOptions,
  pause: Pause,
): Promise<SourceFeatures> {
  const tally = newTally();
  const tables = remembered(foldedClusters(vectors, options, tally), bytesOf);
  const reader = new ClusterReader(input, options.levels, history);
  const values = await foldedArms(input, tables, reader, pause);
  const names = Array.from({ length: options.levels }, (_, level) => `level ${level + 1}`);
  const columns = (levelValues: readonly Float32Array[]): PhiColumn[] => matchColumns(names, levelValues);
  const arms: SourceFeatures['arms'] = [{ arm: 'honest', columns: columns(values.honest) }];
  if (values.leaked !== undefined) arms.push({ arm: 'leaked', columns: columns(values.leaked) });
  if (values.total !== undefined) arms.push({ arm: 'leaked-total', columns: columns(values.total) });
  return {
    provenance: vectors.crossFitted ? 'built' : 'declared',
    arms,
    placebo: async (seed, pausePlacebo) =>
      columns(await permutedItems(input, tables, reader, permuted(input, seed), pausePlacebo)),
    touched: touchedByClusters(columns(values.headline)),
    warnings: fewVectors(tally, clusters, name),
  };
}

function permuted(input: SourceInput, seed: number): (last: number) => Uint32Array {
  const permuter = new PlaceboPermuter(input, seed);
  return (last) => permuter.permutation(last);
}

function bytesOf({ start, levels }: ClusterTable): number {
  return start.byteLength + levels.reduce((sum, { codes }) => sum + codes.byteLength, 0);
}

function newTally(): ClusterTally {
  return { clusterings: 0, short: 0, fewest: Number.POSITIVE_INFINITY };
}

/** Where every vector is a cluster of its own, no item shares one with another. */
function fewVectors({ clusterings, short, fewest }: ClusterTally, clusters: number, name: string): Warning[] {
  if (short === 0) return [];
  const where = clusterings === 1 ? '' : ` in ${short} of ${clusterings} clusterings (windows and folds)`;
  const message = `Source ${name}: only ${fewest} vectors differ${where}, fewer than the ${clusters} clusters, so items share an id only where their vectors are equal: lower \`clusters\`.`;
  return [{ code: 'few-vectors', message, count: short }];
}
