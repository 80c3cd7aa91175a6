/** Vectors and clusters of items against their slow definitions, and what their features may read. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClusterTable, ItemEntries, VectorTable } from '../../../src/data/dataset.ts';
import { type ClustersSpec, clusters as clustersKind } from '../../../src/preference/clusters/clusters.ts';
import { PlaceboPermuter } from '../../../src/preference/features/placebo.ts';
import type { PhiColumn, SourceArmKind, SourceFeatures } from '../../../src/preference/features/source.ts';
import {
  type EmbeddingsSpec,
  embeddings as embeddingsKind,
} from '../../../src/preference/vectors/embeddings.ts';
import { TIERS } from '../../../src/preference/vectors/vector-kernel.ts';
import { type TimedDataset, testDataset } from '../../support/dataset.ts';
import { arbitraryLateLog, sourceInput } from '../../support/preference.ts';
import { type SlowCosines, slowCosines, slowMatches } from '../../support/slow-vectors.ts';

const shape = { users: 6, items: 8, times: 30, rows: 90 };
const runs = { seed: 2010, numRuns: 400 };
const goOn = async () => {};

interface Case {
  data: TimedDataset;
  timed: boolean;
  history: number;
  dimension: number;
  /** Per item its versions: slice and components. */
  versions: { at: number; vector: number[]; ids: number[] }[][];
  choice: number;
}

/** Small whole components, so that cosines lie on the borders of tiers, and equal vectors are common. */
const cases: fc.Arbitrary<Case> = fc
  .record({
    timed: fc.boolean(),
    dimension: fc.constantFrom(1, 2, 7, 8, 9, 19),
    slices: fc.integer({ min: 1, max: 5 }),
  })
  .chain(({ timed, dimension, slices }) =>
    fc.record({
      data: arbitraryLateLog(shape).map((rows) =>
        testDataset(
          rows.map((row) => ({ ...row, time: row.time * 60e6 })),
          { slices },
        ),
      ),
      timed: fc.constant(timed),
      dimension: fc.constant(dimension),
      history: fc.constantFrom(1, 2, 50),
      choice: fc.nat(),
      versions: fc.array(
        fc.array(
          fc.record({
            at: fc.nat(slices - 1),
            vector: fc.array(fc.integer({ min: -4, max: 4 }), { minLength: dimension, maxLength: dimension }),
            ids: fc.tuple(fc.nat(2), fc.nat(4)).map(([a, b]) => [a, b]),
          }),
          { maxLength: timed ? 3 : 1 },
        ),
        { minLength: shape.items, maxLength: shape.items },
      ),
    }),
  );

/** Entries in the order of items and slices, as the data layer hands them over. */
function entriesOf({ data, versions, timed }: Case): ItemEntries & { list: Case['versions'][number] } {
  const start = new Uint32Array(data.items + 1);
  const list = Array.from({ length: data.items }, (_, item) => {
    const itemVersions = versions[item]!.filter(({ vector }) => vector.some((x) => x !== 0)).sort(
      (a, b) => a.at - b.at,
    );
    start[item + 1] = start[item]! + itemVersions.length;
    return itemVersions;
  }).flat();
  return { start, list, ...(timed && { slice: Uint16Array.from(list, ({ at }) => at) }) };
}

function vectorTable(a: Case): VectorTable {
  const { list, ...entries } = entriesOf(a);
  const values = list.flatMap(({ vector }) => {
    const length = Math.hypot(...vector);
    return vector.map((x) => x / length);
  });
  return { ...entries, dimension: a.dimension, values: Float32Array.from(values) };
}

function clusterTable(a: Case): ClusterTable {
  const { list, ...entries } = entriesOf(a);
  const levels = [0, 1].map((l) => ({
    name: `id${l}`,
    codes: Uint32Array.from(list, ({ ids }) => ids[l]!),
    cardinality: 5,
  }));
  return { ...entries, levels };
}

const embeddings = (history: number): EmbeddingsSpec => ({
  name: 'e',
  kind: 'embeddings' as const,
  embeddings: ['v.parquet'],
  item: 'i',
  vector: 'v',
  history,
  use: ['max', 'mean', 'tiers'],
});
const clusters = (history: number): ClustersSpec => ({
  name: 'c',
  kind: 'clusters' as const,
  clusters: ['c.parquet'],
  item: 'i',
  ids: ['id0', 'id1'],
  history,
});

const inputOf = (data: TimedDataset) => sourceInput(data, new Uint8Array(data.users), 1);
const ofVectors = (a: Case, data = a.data) =>
  embeddingsKind.build(inputOf({ ...data, vectors: { e: vectorTable(a) } }), embeddings(a.history), goOn);
const ofClusters = (a: Case, data = a.data) =>
  clustersKind.build(inputOf({ ...data, clusters: { c: clusterTable(a) } }), clusters(a.history), goOn);

function arm(features: SourceFeatures, kind: SourceArmKind): PhiColumn[] {
  const found = features.arms.find((each) => each.arm === kind);
  if (found === undefined) throw new Error(`no arm ${kind}`);
  return found.columns;
}

function at(column: PhiColumn | undefined, row: number): number {
  if (column === undefined) return Number.NaN;
  return column.type === 'numeric' ? column.values[row]! : column.codes[row]!;
}

const NEAR = 2e-6;

/** Throws where a row differs from its definition; a cosine within rounding of a tier's border may lie on either side. */
function compare(columns: PhiColumn[], slow: SlowCosines[], seen: Record<string, number>): void {
  const named = new Map(columns.map((column) => [column.name, column]));
  for (const [row, want] of slow.entries()) {
    const [max, mean] = [at(named.get('max'), row), at(named.get('mean'), row)];
    if (want === undefined) {
      expect([max, mean, ...columns.map((column) => at(column, row))].every(Number.isNaN)).toBe(true);
      seen['missing'] = (seen['missing'] ?? 0) + 1;
      continue;
    }
    expect(Math.abs(max - want.max)).toBeLessThan(NEAR);
    expect(Math.abs(mean - want.mean)).toBeLessThan(NEAR);
    let total = 0;
    for (let tier = 0; tier < TIERS; tier++) {
      const low = (2 * tier) / TIERS - 1;
      const column = named.get(`tier ${low.toFixed(1)}`);
      const count = column === undefined ? 0 : Math.expm1(at(column, row));
      const within = (slack: number) =>
        want.all.filter((cosine) => {
          const top = tier === TIERS - 1 ? Number.POSITIVE_INFINITY : low + 2 / TIERS;
          return cosine >= (tier === 0 ? Number.NEGATIVE_INFINITY : low) - slack && cosine < top + slack;
        }).length;
      expect(count).toBeGreaterThan(within(-NEAR) - 1e-4);
      expect(count).toBeLessThan(within(NEAR) + 1e-4);
      total += count;
    }
    expect(total).toBeCloseTo(want.all.length, 3);
    seen['compared'] = (seen['compared'] ?? 0) + 1;
  }
}

describe('features equal their slow definition', () => {
  it('of vectors, with and without time, and of their placebo', async () => {
    const seen: Record<string, number> = {};
    await fc.assert(
      fc.asyncProperty(cases, async (a) => {
        const table = vectorTable(a);
        const fast = await ofVectors(a);
        expect(fast.provenance).toBe('declared');
        expect(fast.arms.map((each) => each.arm)).toEqual([...(a.timed ? ['honest'] : []), 'leaked-total']);
        const { history } = a;
        const total = slowCosines(a.data, table, { history, lag: 0 });
        compare(arm(fast, 'leaked-total'), total, seen);
        expect([...fast.touched]).toEqual(total.map((row) => Number(row !== undefined)));
        // Tiers that only the honest arm knows are no fields of it; the others are compared one by one.
        if (a.timed) {
          const kept = new Set(arm(fast, 'leaked-total').map(({ name }) => name));
          const honest = slowCosines(a.data, table, { history, lag: 1 });
          const tierOf = (x: number) =>
            `tier ${((2 * Math.min(TIERS - 1, Math.floor((x + 1) * 10))) / TIERS - 1).toFixed(1)}`;
          if (honest.every((row) => row === undefined || row.all.every((x) => kept.has(tierOf(x))))) {
            compare(arm(fast, 'honest'), honest, seen);
            seen['honest'] = (seen['honest'] ?? 0) + 1;
          }
        }
        const permuter = new PlaceboPermuter({ data: a.data, timeline: a.data.timeline }, 5);
        const place = Array.from({ length: a.data.timeline.slices }, (_, s) => permuter.permutation(s));
        const stands = (item: number, slice: number) => place[slice]![item]!;
        const placebo = await fast.placebo(5, goOn);
        expect(placebo.map(({ name }) => name)).toEqual(arm(fast, 'leaked-total').map(({ name }) => name));
        const max = slowCosines(a.data, table, { history, lag: 0, stands });
        for (const [row, want] of max.entries()) {
          const got = at(placebo[0], row);
          if (want === undefined) expect(got).toBeNaN();
          else expect(Math.abs(got - want.max)).toBeLessThan(NEAR);
        }
      }),
      runs,
    );
    for (const what of ['missing', 'compared', 'honest']) expect(seen[what], what).toBeGreaterThan(100);
  });

  it('of clusters', async () => {
    let shared = 0;
    await fc.assert(
      fc.asyncProperty(cases, async (a) => {
        const table = clusterTable(a);
        const fast = await ofClusters(a);
        for (const { arm: kind, columns } of fast.arms) {
          const named = new Map(columns.map((column) => [column.name, column]));
          expect(named.has('id0')).toBe(!a.timed);
          for (const level of [0, 1]) {
            const lag = kind === 'honest' ? 1 : 0;
            const slow = slowMatches(a.data, table, level, { history: a.history, lag });
            for (const [row, want] of slow.entries()) {
              const got = ['matches', 'share'].map((what) => at(named.get(`id${level} ${what}`), row));
              expect(got).toEqual(
                want === undefined
                  ? [Number.NaN, Number.NaN]
                  : [want.same, Math.fround(want.same / want.known)],
              );
              shared += want?.same ?? 0;
            }
          }
        }
      }),
      runs,
    );
    expect(shared).toBeGreaterThan(1000);
  });
});

describe('what features of vectors and clusters read', () => {
  it('never the label of the row, of its own time or later', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (a) => {
        const { data } = a;
        const from = data.timeline.time[a.choice % data.rows]!;
        const label = Uint8Array.from(data.label, (y, row) => (data.timeline.time[row]! >= from ? 1 - y : y));
        const other = { ...data, label };
        for (const build of [ofVectors, ofClusters]) {
          const named = (columns: PhiColumn[]) => new Map(columns.map((column) => [column.name, column]));
          const before = named(arm(await build(a), 'leaked-total'));
          const after = named(arm(await build(a, other), 'leaked-total'));
          for (const [name, column] of before) {
            if (!after.has(name)) continue; // a tier that no row has any more
            for (let row = 0; row < data.rows && data.timeline.time[row]! <= from; row++) {
              expect(at(after.get(name), row)).toBe(at(column, row));
            }
          }
        }
      }),
      { ...runs, numRuns: 150 },
    );
  });

  it('honest: no version of the row’s slice or later', async () => {
    await fc.assert(
      fc.asyncProperty(
        cases.filter(({ timed }) => timed),
        async (a) => {
          const s = a.choice % a.data.timeline.slices;
          const versions = a.versions.map((itemVersions) => itemVersions.filter(({ at }) => at < s));
          if (versions.flat().length === 0) return;
          const before = arm(await ofClusters(a), 'honest');
          const after = arm(await ofClusters({ ...a, versions }), 'honest');
          for (let row = 0; row < a.data.rows && a.data.timeline.slice[row]! <= s; row++) {
            expect(after.map((column) => at(column, row))).toEqual(before.map((column) => at(column, row)));
          }
        },
      ),
      { ...runs, numRuns: 150 },
    );
  });
});
