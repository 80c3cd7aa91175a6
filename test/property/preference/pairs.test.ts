/** Swing, sessions and pairs of a file against their slow definitions, and what their features may read. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { idKeys } from '../../../src/common/hash.ts';
import type { PairTable } from '../../../src/data/dataset.ts';
import { userFolds } from '../../../src/preference/features/folds.ts';
import { historyEnds } from '../../../src/preference/features/history.ts';
import { positives } from '../../../src/preference/features/positives.ts';
import type {
  PhiColumn,
  SourceArmKind,
  SourceFeatures,
  SourceInput,
} from '../../../src/preference/features/source.ts';
import { type PairsSpec, pairs as pairsKind } from '../../../src/preference/pairs/pairs.ts';
import { type PmiSpec, pmi as pmiKind } from '../../../src/preference/pairs/pmi.ts';
import { type SessionSpec, session as sessionKind } from '../../../src/preference/pairs/session.ts';
import { type SwingSpec, swing as swingKind } from '../../../src/preference/pairs/swing.ts';
import { EventKeys } from '../../../src/preference/pairs/swing-sample.ts';
import { type TestRow, type TimedDataset, testDataset } from '../../support/dataset.ts';
import { arbitraryFolds, arbitraryLateLog, arbitraryLog } from '../../support/preference.ts';
import { random } from '../../support/random.ts';
import { type SlowPairArms, slowPairArms, slowTablePairs } from '../../support/slow-pairs.ts';
import { slowPmi } from '../../support/slow-pmi.ts';
import { slowSession } from '../../support/slow-session.ts';
import { slowSwing } from '../../support/slow-swing.ts';

const FOLDS = 3;
const shape = { users: 8, items: 6, times: 30, rows: 90 };
const SEED = 11;
const runs = { seed: 2010, numRuns: 700 };
/** Float32 keeps 24 bits; a few more are lost where the order of a sum differs. */
const FLOAT32 = 2 ** -21;

const use: SwingSpec['use'] = ['max', 'sum', 'mean', 'count'];
const windows = fc.constantFrom<(number | 'all')[]>(1, 2, 10, 'all');
const histories = fc.constantFrom(1, 2, 50);

const swingSpecs: fc.Arbitrary<SwingSpec> = fc.record({
  name: fc.constant('s'),
  kind: fc.constant('swing' as const),
  build: fc.constant('swing' as const),
  window: windows,
  history: histories,
  alpha1: fc.constantFrom(0, 1, 15),
  alpha2: fc.constantFrom(0, 0.5),
  beta: fc.constantFrom(0.3, -0.5, 0),
  usersPerItem: fc.constantFrom(2, 3, 100),
  itemsPerUser: fc.constantFrom(2, 4, 200),
  use: fc.constant(use),
});

const sessionSpecs: fc.Arbitrary<SessionSpec> = fc.record({
  name: fc.constant('s'),
  kind: fc.constant('session' as const),
  build: fc.constant('session' as const),
  window: windows,
  history: histories,
  gap: fc.constantFrom(0.5, 1, 2, 30), // times are whole minutes
  use: fc.constant(use),
});

const pmiSpecs: fc.Arbitrary<PmiSpec> = fc.record({
  name: fc.constant('s'),
  kind: fc.constant('pmi' as const),
  build: fc.constant('pmi' as const),
  window: windows,
  history: histories,
  gap: fc.constantFrom(0.5, 2, 30),
  smoothing: fc.constantFrom(0.75, 1, 0),
  shrinkage: fc.constantFrom(0, 1, 10),
  use: fc.constant(use),
});

const pairsSpec = (history: number): PairsSpec => ({
  name: 's',
  kind: 'pairs',
  pairs: ['pairs.csv'],
  left: 'i',
  right: 'j',
  history,
});

interface Case {
  data: TimedDataset;
  userFold: Uint8Array;
  choice: number;
  bits: boolean[];
}

const casesOf = (log: fc.Arbitrary<TestRow[]>): fc.Arbitrary<Case> =>
  fc
    .record({
      rows: log,
      slices: fc.integer({ min: 1, max: 6 }),
      userFold: arbitraryFolds(shape.users, FOLDS),
      choice: fc.nat(),
      bits: fc.array(fc.boolean(), { minLength: shape.rows, maxLength: shape.rows }),
    })
    .map(({ rows, slices, ...rest }) => ({
      data: testDataset(
        rows.map(({ time, delay, ...row }) => ({
          ...{ ...row, time: time * 60e6 },
          ...(delay !== undefined && { delay: delay * 60e6 }),
        })),
        { slices },
      ),
      ...rest,
    }));

const cases = casesOf(arbitraryLog(shape));
const lateCases = casesOf(arbitraryLateLog(shape));

function inputOf({ userFold }: Case, data: TimedDataset): SourceInput {
  const p = positives(data, data.timeline);
  return {
    data,
    timeline: data.timeline,
    positives: p,
    historyEnds: historyEnds(data, data.timeline, p),
    userFold,
    folds: FOLDS,
    idKeys: idKeys(data),
    seed: SEED,
  };
}

const goOn = async () => {};
const swing = (a: Case, spec: SwingSpec, data = a.data) => swingKind.build(inputOf(a, data), spec, goOn);
const session = (a: Case, spec: SessionSpec, data = a.data) =>
  sessionKind.build(inputOf(a, data), spec, goOn);

const rowsOf = (data: TimedDataset) => Array.from({ length: data.rows }, (_, row) => row);

/** The features of one row in one arm. */
function rowOf(columns: PhiColumn[], row: number): number[] {
  return columns.map((column) => (column.type === 'numeric' ? column.values[row]! : Number.NaN));
}

function arm(features: SourceFeatures, kind: SourceArmKind): PhiColumn[] {
  const found = features.arms.find((each) => each.arm === kind);
  if (found === undefined) throw new Error(`no arm ${kind}`);
  return found.columns;
}

const SLOW_ARM = { honest: 'honest', leaked: 'leaked', 'leaked-total': 'total' } as const;

/** Throws where a value differs; counts what was compared. */
function compare(fast: SourceFeatures, slow: SlowPairArms, rows: number, seen: Record<string, number>): void {
  for (const { arm: kind, columns } of fast.arms) {
    if (kind === 'fresh') throw new Error('no builder of pairs has a fresh arm');
    for (let row = 0; row < rows; row++) {
      const got = rowOf(columns, row);
      const want = slow[SLOW_ARM[kind]][row]!.map(Math.fround);
      const same = got.every(
        (value, f) => Object.is(value, want[f]) || Math.abs(value - want[f]!) <= FLOAT32 * want[f]!,
      );
      if (!same) expect({ row, kind, features: got }).toEqual({ row, kind, features: want });
      if (Number.isNaN(got[0])) seen['missing'] = (seen['missing'] ?? 0) + 1;
      if (got[3]! > 0) seen[kind] = (seen[kind] ?? 0) + 1;
    }
  }
}

describe('features equal their slow definition', () => {
  it('of Swing, capped or not', async () => {
    const seen: Record<string, number> = {};
    await fc.assert(
      fc.asyncProperty(lateCases, swingSpecs, async (a, spec) => {
        const keys = new EventKeys(idKeys(a.data), SEED);
        const build = (last: number, without: number | undefined) =>
          slowSwing(a.data, spec, keys, last, (user) => a.userFold[user] !== without);
        compare(
          await swing(a, spec),
          slowPairArms(a.data, spec.history, build, a.userFold, true),
          a.data.rows,
          seen,
        );
      }),
      runs,
    );
    expect(Math.min(...['honest', 'leaked', 'leaked-total', 'missing'].map((k) => seen[k]!))).toBeGreaterThan(
      500,
    );
  });

  it('of sessions', async () => {
    const seen: Record<string, number> = {};
    await fc.assert(
      fc.asyncProperty(lateCases, sessionSpecs, async (a, spec) => {
        const build = (last: number, without: number | undefined) =>
          slowSession(a.data, spec, last, (user) => a.userFold[user] !== without);
        compare(
          await session(a, spec),
          slowPairArms(a.data, spec.history, build, a.userFold),
          a.data.rows,
          seen,
        );
      }),
      runs,
    );
    expect(Math.min(...['honest', 'leaked', 'leaked-total', 'missing'].map((k) => seen[k]!))).toBeGreaterThan(
      500,
    );
  });

  it('of pointwise mutual information', async () => {
    const seen: Record<string, number> = {};
    await fc.assert(
      fc.asyncProperty(lateCases, pmiSpecs, async (a, spec) => {
        const build = (last: number, without: number | undefined) =>
          slowPmi(a.data, spec, last, (user) => a.userFold[user] !== without);
        compare(
          await pmiKind.build(inputOf(a, a.data), spec, goOn),
          slowPairArms(a.data, spec.history, build, a.userFold, true),
          a.data.rows,
          seen,
        );
      }),
      runs,
    );
    expect(Math.min(...['honest', 'leaked', 'leaked-total', 'missing'].map((k) => seen[k]!))).toBeGreaterThan(
      500,
    );
  });

  it('of a file, with and without time and users', async () => {
    const seen: Record<string, number> = {};
    await fc.assert(
      fc.asyncProperty(lateCases, tables, histories, async (a, { sliced, withUsers, pairs }, history) => {
        const table = tableOf(a.data, pairs, sliced, withUsers);
        const data = { ...a.data, pairs: { s: table } };
        const fast = await pairsKind.build(inputOf(a, data), pairsSpec(history), goOn);
        expect(fast.provenance).toBe('declared');
        expect(fast.arms.map((each) => each.arm)).toEqual([
          ...(sliced ? ['honest'] : []),
          ...(withUsers ? ['leaked'] : []),
          'leaked-total',
        ]);
        const build = (last: number, without: number | undefined) =>
          slowTablePairs(table, last, without, a.userFold);
        const slow = slowPairArms(data, history, build, withUsers ? a.userFold : undefined);
        compare(fast, slow, data.rows, seen);
        const headline = withUsers ? slow.leaked : slow.total;
        expect([...fast.touched]).toEqual(headline.map((features) => (features[3] > 0 ? 1 : 0)));
      }),
      runs,
    );
    expect(Math.min(...['honest', 'leaked', 'leaked-total', 'missing'].map((k) => seen[k]!))).toBeGreaterThan(
      500,
    );
  });
});

describe('features of a larger log equal their slow definition', () => {
  const next = random(7);
  const popular = (count: number) => Math.floor(next() ** 2 * count);
  const rows = Array.from({ length: 2500 }, () => ({
    user: popular(60),
    item: popular(80),
    time: Math.floor(next() * 700) * 60e6,
    label: next() < 0.4 ? 1 : 0,
  }));
  const data = testDataset(rows, { slices: 5 });
  const userFold = userFolds(data.userNames, FOLDS, 1);
  const a: Case = { data, userFold, choice: 0, bits: [] };

  it('of Swing, some items and users above the caps and some below', async () => {
    const base = { name: 's', kind: 'swing', build: 'swing', window: 4, history: 50, use } as const;
    const spec = { ...base, alpha1: 15, alpha2: 0, beta: 0.3, usersPerItem: 6, itemsPerUser: 12 };
    const keys = new EventKeys(idKeys(data), SEED);
    const build = (last: number, without: number | undefined) =>
      slowSwing(data, spec, keys, last, (user) => userFold[user] !== without);
    const seen: Record<string, number> = {};
    compare(await swing(a, spec), slowPairArms(data, 50, build, userFold, true), data.rows, seen);
    expect(seen['leaked']).toBeGreaterThan(1000);
  });

  it('of sessions', async () => {
    const sessions: SessionSpec = {
      name: 's',
      kind: 'session',
      build: 'session',
      window: 4,
      history: 50,
      gap: 10,
      use,
    };
    const build = (last: number, without: number | undefined) =>
      slowSession(data, sessions, last, (user) => userFold[user] !== without);
    const seen: Record<string, number> = {};
    compare(await session(a, sessions), slowPairArms(data, 50, build, userFold), data.rows, seen);
    expect(seen['leaked']).toBeGreaterThan(700);
  });
});

/** Few items, so that pairs are doubled and of an item with itself; some weights are 0. */
const tables = fc.record({
  sliced: fc.boolean(),
  withUsers: fc.boolean(),
  pairs: fc.array(
    fc.record({
      left: fc.nat(),
      right: fc.nat(),
      weight: fc.constantFrom(0, 0.1, 1, 2.5),
      slice: fc.nat(),
      user: fc.nat(shape.users),
    }),
    { minLength: 1, maxLength: 25 },
  ),
});

type TableRow = { left: number; right: number; weight: number; slice: number; user: number };

/** User codes go one beyond the log's: a user whom the log does not know. */
function tableOf(data: TimedDataset, rows: TableRow[], sliced: boolean, withUsers: boolean): PairTable {
  return {
    left: Uint32Array.from(rows, (row) => row.left % data.items),
    right: Uint32Array.from(rows, (row) => row.right % data.items),
    weight: Float64Array.from(rows, (row) => row.weight),
    slice: sliced ? Uint16Array.from(rows, (row) => row.slice % data.timeline.slices) : undefined,
    user: withUsers ? Uint32Array.from(rows, (row) => row.user) : undefined,
  };
}

/** The same log with the labels of the chosen rows turned round. */
function flipped(data: TimedDataset, chosen: (row: number) => boolean): TimedDataset {
  const label = Uint8Array.from(rowsOf(data), (row) =>
    chosen(row) ? 1 - data.label[row]! : data.label[row]!,
  );
  return { ...data, label };
}

function changed(a: PhiColumn[], b: PhiColumn[], among: number[]): number[] {
  return among.filter((row) => {
    const other = rowOf(b, row);
    return rowOf(a, row).some((value, f) => !Object.is(value, other[f]));
  });
}

type Build = (a: Case, data?: TimedDataset) => Promise<SourceFeatures>;

/** The property for both builders, each with specs of its own. */
function holds(property: (a: Case, build: Build) => Promise<void>): Promise<void> {
  return fc.assert(
    fc.asyncProperty(cases, swingSpecs, sessionSpecs, async (a, ofSwing, ofSession) => {
      await property(a, (_, data) => swing(a, ofSwing, data));
      await property(a, (_, data) => session(a, ofSession, data));
    }),
    { ...runs, numRuns: 150 },
  );
}

describe('what a P of Swing and of sessions reads', () => {
  it('honest: neither its own slice nor a later one', () =>
    holds(async (a, build) => {
      const { slice, time, slices } = a.data.timeline;
      const s = a.choice % slices;
      const chosen = (row: number) => slice[row]! >= s && a.bits[row]!;
      const after = await build(a, flipped(a.data, chosen));
      const untouched = rowsOf(a.data).filter(
        (row) =>
          slice[row]! <= s &&
          !rowsOf(a.data).some(
            (other) => chosen(other) && a.data.user[other] === a.data.user[row] && time[other]! < time[row]!,
          ),
      );
      expect(changed(arm(await build(a), 'honest'), arm(after, 'honest'), untouched)).toEqual([]);
    }));

  it('leaked: no later slice', () =>
    holds(async (a, build) => {
      const { slice, slices } = a.data.timeline;
      const s = a.choice % slices;
      const after = await build(
        a,
        flipped(a.data, (row) => slice[row]! > s && a.bits[row]!),
      );
      const before = await build(a);
      const upTo = rowsOf(a.data).filter((row) => slice[row]! <= s);
      for (const kind of ['leaked', 'leaked-total'] as const) {
        expect(changed(arm(before, kind), arm(after, kind), upTo)).toEqual([]);
      }
    }));

  it('without fold k: bit for bit the P of a log without its other users', () =>
    holds(async (a, build) => {
      const { user, label } = a.data;
      const reader = user[a.choice % a.data.rows]!;
      const absent = (row: number) => user[row] !== reader && a.userFold[user[row]!] === a.userFold[reader];
      const other = await build(
        a,
        flipped(a.data, (row) => absent(row) && label[row] === 1),
      );
      const before = await build(a);
      const ofReader = rowsOf(a.data).filter((row) => user[row] === reader);
      for (const kind of ['honest', 'leaked'] as const) {
        expect(changed(arm(before, kind), arm(other, kind), ofReader)).toEqual([]);
      }
    }));

  it('one label: no feature of its fold but its own user’s later ones', () =>
    holds(async (a, build) => {
      const { user, timeline } = a.data;
      const flip = a.choice % a.data.rows;
      const other = await build(
        a,
        flipped(a.data, (row) => row === flip),
      );
      const before = await build(a);
      const fold = rowsOf(a.data).filter(
        (row) =>
          a.userFold[user[row]!] === a.userFold[user[flip]!] &&
          !(user[row] === user[flip] && timeline.time[row]! > timeline.time[flip]!),
      );
      for (const kind of ['honest', 'leaked'] as const) {
        expect(changed(arm(before, kind), arm(other, kind), fold)).toEqual([]);
      }
    }));
});
