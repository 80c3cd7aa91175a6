/** Vectors trained on the log and their clusters: what a row's features are, and who and what they may depend on. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClusterTable, VectorTable } from '../../../src/data/dataset.ts';
import { clustersOf as clustersOfKind } from '../../../src/preference/clusters/clusters-of.ts';
import { clusterTable } from '../../../src/preference/clusters/item-clusters.ts';
import { PlaceboPermuter } from '../../../src/preference/features/placebo.ts';
import type {
  PhiColumn,
  SourceArmKind,
  SourceFeatures,
  SourceInput,
} from '../../../src/preference/features/source.ts';
import { idEmbedding as idEmbeddingKind } from '../../../src/preference/vectors/id-embedding.ts';
import { type IdEmbeddingSpec, IdVectors } from '../../../src/preference/vectors/id-vectors.ts';
import type { SourceSpec } from '../../../src/specfile/schema.ts';
import { fmOptions } from '../../../src/specfile/schema-ranker.ts';
import { type TimedDataset, testDataset } from '../../support/dataset.ts';
import { arbitraryFolds, arbitraryLog, sourceInput } from '../../support/preference.ts';
import { slowCosines, slowMatches } from '../../support/slow-vectors.ts';

const FOLDS = 3;
const shape = { users: 6, items: 6, times: 25, rows: 70 };
const runs = { seed: 1901, numRuns: 60 };
const goOn = async (): Promise<void> => {};
const options = fmOptions.parse({ factors: 4, learningRate: 0.1 });

interface Case {
  data: TimedDataset;
  userFold: Uint8Array;
  window: number | 'all';
  history: number;
  choice: number;
  bits: boolean[];
}

const cases: fc.Arbitrary<Case> = fc
  .record({
    rows: arbitraryLog(shape),
    slices: fc.integer({ min: 2, max: 5 }),
    userFold: arbitraryFolds(shape.users, FOLDS),
    window: fc.constantFrom<(number | 'all')[]>(1, 2, 'all'),
    history: fc.constantFrom(2, 50),
    choice: fc.nat(),
    bits: fc.array(fc.boolean(), { minLength: shape.rows, maxLength: shape.rows }),
  })
  .map(({ rows, slices, ...rest }) => ({ data: testDataset(rows, { slices }), ...rest }));

const specOf = (a: Case): IdEmbeddingSpec => ({
  name: 'ids',
  kind: 'id-embedding',
  build: 'id-embedding',
  window: a.window,
  history: a.history,
  epochs: 2,
  use: ['max', 'mean', 'tiers'],
});
const inputOf = (a: Case, data = a.data): SourceInput => ({
  ...sourceInput(data, a.userFold, FOLDS),
  idRanker: { options, seed: 5 },
});
const features = (a: Case, data = a.data, more: Partial<SourceInput> = {}) =>
  idEmbeddingKind.build({ ...inputOf(a, data), ...more }, specOf(a), goOn);
const clusters = (a: Case, data = a.data, more: Partial<SourceInput> = {}) => {
  const spec = {
    name: 'sid',
    kind: 'clusters-of' as const,
    build: 'clusters-of' as const,
    of: 'ids',
    levels: 2,
    clusters: 2,
  };
  const sources: SourceSpec[] = [specOf(a)];
  const input = { ...inputOf(a, data), sources, ...more };
  return clustersOfKind.build(input, { ...spec, history: a.history }, goOn);
};

const rowsOf = (data: TimedDataset): number[] => Array.from({ length: data.rows }, (_, row) => row);
const armOf = ({ arms }: SourceFeatures, kind: SourceArmKind): PhiColumn[] =>
  arms.find(({ arm }) => arm === kind)!.columns;
const at = (column: PhiColumn, row: number): number =>
  column.type === 'numeric' ? column.values[row]! : column.codes[row]!;

/** The log with the labels of the chosen rows turned round. */
function flipped(data: TimedDataset, chosen: (row: number) => boolean): TimedDataset {
  const label = Uint8Array.from(data.label, (y, row) => (chosen(row) ? 1 - y : y));
  return { ...data, label };
}

/** Rows of `among` on which two arms differ; a tier that only one of them has a field for is looked up in neither. */
function changed(before: PhiColumn[], after: PhiColumn[], among: number[]): number[] {
  const named = new Map(after.map((column) => [column.name, column]));
  const both = before.flatMap((column) => {
    const other = named.get(column.name);
    return other === undefined ? [] : [[column, other] as const];
  });
  expect(both.length).toBeGreaterThan(1);
  return among.filter((row) => both.some(([column, other]) => !Object.is(at(column, row), at(other, row))));
}

const holds = (property: (a: Case) => Promise<void>): Promise<void> =>
  fc.assert(fc.asyncProperty(cases, property), runs);

describe('features', () => {
  it('are cosines within the training that each row reads: its window, without its fold', async () => {
    let compared = 0;
    await holds(async (a) => {
      const { data, userFold, history } = a;
      const built = await features(a);
      expect(built.provenance).toBe('built');
      expect(built.arms.map(({ arm }) => arm)).toEqual(['honest', 'leaked', 'leaked-total']);
      const trained = new IdVectors(inputOf(a), specOf(a));
      const permuter = new PlaceboPermuter({ data, timeline: data.timeline }, 9);
      const placebo = await built.placebo(9, goOn);
      for (let last = 0; last < data.timeline.slices; last++) {
        const place = permuter.permutation(last);
        const tables: VectorTable[] = [];
        for (let fold = 0; fold <= FOLDS; fold++) tables.push(await trained.table(last, fold, goOn));
        const plain = tables.map((table) => slowCosines(data, table, { history, lag: 0 }));
        const permuted = tables.map((table) =>
          slowCosines(data, table, { history, lag: 0, stands: (item) => place[item]! }),
        );
        for (const row of rowsOf(data)) {
          const slice = data.timeline.slice[row]!;
          const fold = userFold[data.user[row]!]!;
          const same = (columns: PhiColumn[], want: { max: number; mean: number } | undefined): void => {
            for (const [f, value] of [want?.max, want?.mean].entries()) {
              const got = at(columns[f]!, row);
              if (value === undefined) expect(got).toBeNaN();
              else expect(Math.abs(got - value)).toBeLessThan(2e-6);
            }
            compared += Number(want !== undefined);
          };
          if (slice === last) {
            same(armOf(built, 'leaked'), plain[fold]![row]);
            same(armOf(built, 'leaked-total'), plain[FOLDS]![row]);
            same(placebo, permuted[fold]![row]);
            expect(built.touched[row]).toBe(Number(plain[fold]![row] !== undefined));
          }
          if (slice === last + 1) same(armOf(built, 'honest'), plain[fold]![row]);
          if (slice === 0) same(armOf(built, 'honest'), undefined);
        }
      }
    });
    expect(compared).toBeGreaterThan(1000);
  });

  it('of clusters are matches within the clustering that each row reads', async () => {
    let shared = 0;
    await holds(async (a) => {
      const { data, userFold, history } = a;
      const built = await clusters(a);
      expect(built.provenance).toBe('built');
      expect(armOf(built, 'leaked').map(({ name }) => name)).toEqual([
        ...['level 1 matches', 'level 1 share', 'level 2 matches', 'level 2 share'],
      ]);
      const trained = new IdVectors(inputOf(a), specOf(a));
      const tally = { clusterings: 0, short: 0, fewest: 0 };
      for (let last = 0; last < data.timeline.slices; last++) {
        const tables: ClusterTable[] = [];
        for (let fold = 0; fold <= FOLDS; fold++) {
          const vectors = await trained.table(last, fold, goOn);
          tables.push(
            await clusterTable(vectors, { levels: 2, clusters: 2, seed: 5, source: 'sid' }, tally, goOn),
          );
        }
        for (const level of [0, 1]) {
          const slow = tables.map((table) => slowMatches(data, table, level, { history, lag: 0 }));
          for (const row of rowsOf(data)) {
            const slice = data.timeline.slice[row]!;
            const reads: [SourceArmKind, number][] =
              slice === last
                ? [
                    ['leaked', userFold[data.user[row]!]!],
                    ['leaked-total', FOLDS],
                  ]
                : slice === last + 1
                  ? [['honest', userFold[data.user[row]!]!]]
                  : [];
            for (const [arm, fold] of reads) {
              const want = slow[fold]![row];
              const got = armOf(built, arm)
                .slice(2 * level, 2 * level + 2)
                .map((column) => at(column, row));
              expect(got).toEqual(
                want === undefined
                  ? [Number.NaN, Number.NaN]
                  : [want.same, Math.fround(want.same / want.known)],
              );
              shared += want?.same ?? 0;
            }
          }
        }
      }
    });
    expect(shared).toBeGreaterThan(500);
  });
});

describe('cross-fitting', () => {
  it('P without fold k is, bit for bit, the P of a log that never had its users', () =>
    holds(async (a) => {
      const { data, userFold } = a;
      const fold = a.choice % FOLDS;
      const kept = rowsOf(data).filter((row) => userFold[data.user[row]!] !== fold);
      if (kept.length === 0) return;
      const last = a.choice % data.timeline.slices;
      const whole = await new IdVectors(inputOf(a), specOf(a)).table(last, fold, goOn);
      const { log, items, folds } = without(a, kept);
      const input = { ...inputOf(a, log), userFold: folds };
      const alone = await new IdVectors(input, specOf(a)).table(last, FOLDS, goOn);
      expect(alone.values).toEqual(whole.values);
      const entries = (table: VectorTable, item: number): number =>
        table.start[item + 1]! - table.start[item]!;
      expect(items.map((_, code) => entries(alone, code))).toEqual(items.map((item) => entries(whole, item)));
      const options = { levels: 2, clusters: 3, seed: 1, source: 's' };
      const tally = { clusterings: 0, short: 0, fewest: 0 };
      const [ofWhole, other] = [
        await clusterTable(whole, options, tally, goOn),
        await clusterTable(alone, options, tally, goOn),
      ];
      expect(ofWhole.levels).toEqual(other.levels);
    }));

  it("one label leaves every feature of its user's fold unchanged but their own later ones", () =>
    holds(async (a) => {
      const { user, timeline } = a.data;
      const flip = a.choice % a.data.rows;
      const other = flipped(a.data, (row) => row === flip);
      const later = (row: number): boolean =>
        user[row] === user[flip] && timeline.time[row]! > timeline.time[flip]!;
      const fold = rowsOf(a.data).filter(
        (row) => a.userFold[user[row]!] === a.userFold[user[flip]!] && !later(row),
      );
      for (const build of [features, clusters]) {
        const [before, after] = [await build(a), await build(a, other)];
        for (const arm of ['honest', 'leaked'] as const) {
          expect(changed(armOf(before, arm), armOf(after, arm), fold)).toEqual([]);
        }
      }
    }));

  it('no honest P reads its own slice or a later one', () =>
    holds(async (a) => {
      const { slice, time } = a.data.timeline;
      const s = a.choice % a.data.timeline.slices;
      const chosen = (row: number): boolean => slice[row]! >= s && a.bits[row]!;
      const untouched = rowsOf(a.data).filter(
        (row) =>
          slice[row]! <= s &&
          !rowsOf(a.data).some(
            (earlierRow) =>
              chosen(earlierRow) &&
              a.data.user[earlierRow] === a.data.user[row] &&
              time[earlierRow]! < time[row]!,
          ),
      );
      for (const build of [features, clusters]) {
        const [before, after] = [await build(a), await build(a, flipped(a.data, chosen))];
        expect(changed(armOf(before, 'honest'), armOf(after, 'honest'), untouched)).toEqual([]);
      }
    }));

  it('no P reads a later slice', () =>
    holds(async (a) => {
      const { slice, slices } = a.data.timeline;
      const s = a.choice % slices;
      const other = flipped(a.data, (row) => slice[row]! > s && a.bits[row]!);
      const upTo = rowsOf(a.data).filter((row) => slice[row]! <= s);
      const [before, after] = [await features(a), await features(a, other)];
      for (const arm of ['leaked', 'leaked-total'] as const) {
        expect(changed(armOf(before, arm), armOf(after, arm), upTo)).toEqual([]);
      }
    }));

  it('is the same where the total is not wanted', () =>
    holds(async (a) => {
      for (const build of [features, clusters]) {
        const [all, some] = [await build(a), await build(a, a.data, { withoutTotal: true })];
        expect(some.arms).toEqual(all.arms.filter(({ arm }) => arm !== 'leaked-total'));
        expect(some.touched).toEqual(all.touched);
        expect(await some.placebo(3, goOn)).toEqual(await all.placebo(3, goOn));
      }
    }));

  it('gives the same bits again', () =>
    holds(async (a) => {
      const [before, after] = [await clusters(a), await clusters(a)];
      expect(after.arms).toEqual(before.arms);
      expect(await after.placebo(3, goOn)).toEqual(await before.placebo(3, goOn));
    }));
});

/** The log with the kept rows alone, its ids numbered anew, its slices as they were; and what its items were called. */
function without(a: Case, kept: number[]): { log: TimedDataset; items: number[]; folds: Uint8Array } {
  const { data } = a;
  const users = [...new Set(kept.map((row) => data.user[row]!))].sort((x, y) => x - y);
  const items = [...new Set(kept.map((row) => data.item[row]!))].sort((x, y) => x - y);
  const log: TimedDataset = {
    ...data,
    rows: kept.length,
    user: Uint32Array.from(kept, (row) => users.indexOf(data.user[row]!)),
    users: users.length,
    item: Uint32Array.from(kept, (row) => items.indexOf(data.item[row]!)),
    items: items.length,
    userNames: users.map((user) => data.userNames[user]!),
    itemNames: items.map((item) => data.itemNames[item]!),
    label: Uint8Array.from(kept, (row) => data.label[row]!),
    part: Uint8Array.from(kept, (row) => data.part[row]!),
    timeline: {
      ...data.timeline,
      time: Float64Array.from(kept, (row) => data.timeline.time[row]!),
      slice: Uint16Array.from(kept, (row) => data.timeline.slice[row]!),
    },
  };
  return { log, items, folds: Uint8Array.from(users, (user) => a.userFold[user]!) };
}
