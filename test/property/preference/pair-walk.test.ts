import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { idKeys } from '../../../src/common/hash.ts';
import type { PairTable } from '../../../src/data/dataset.ts';
import type { SourceInput } from '../../../src/preference/features/source.ts';
import { EventKeys } from '../../../src/preference/pairs/swing-sample.ts';
import { openPairs } from '../../../src/preference/sources.ts';
import type { SourceSpec } from '../../../src/specfile/schema.ts';
import { type TimedDataset, testDataset } from '../../support/dataset.ts';
import { arbitraryFolds, arbitraryLateLog, arbitrarySpec, sourceInput } from '../../support/preference.ts';
import { slowCoClicks } from '../../support/slow-features.ts';
import { pairKey, type SlowPairs, slowTablePairs } from '../../support/slow-pairs.ts';
import { slowPmi } from '../../support/slow-pmi.ts';
import { slowSession } from '../../support/slow-session.ts';
import { slowSwing } from '../../support/slow-swing.ts';

const SHAPE = { users: 7, items: 6, times: 25, rows: 60 };
const FOLDS = 3;
const USE: ['max'] = ['max'];

type Build = (data: TimedDataset, last: number, there: (user: number) => boolean) => SlowPairs;

/** Every version of every window is the one built by definition from a log without the fold: the same pairs, the same weights. */
function expectPairs(
  input: SourceInput,
  data: TimedDataset,
  spec: SourceSpec,
  build: Build,
  versions = FOLDS,
): void {
  const walk = openPairs(input, spec);
  expect(walk.versions).toBe(versions);
  for (let last = 0; last < data.timeline.slices; last++) {
    const found = Array.from({ length: versions }, (): SlowPairs => new Map());
    let before = -1;
    const steps = walk.pairs(last, (left, right, weights, at) => {
      const key = pairKey(left, right);
      const place = right * data.items + left;
      expect(place).toBeGreaterThan(before); // by candidate, then item: none twice
      before = place;
      for (const [v, pairs] of found.entries()) if (weights[at + v]! > 0) pairs.set(key, weights[at + v]!);
    });
    let work = 0;
    for (const done of steps) work += done;
    expect(work).toBeGreaterThanOrEqual(found.reduce((most, pairs) => Math.max(most, pairs.size), 0));
    for (const [v, pairs] of found.entries()) {
      const slow = build(data, last, (user) => versions === 1 || input.userFold[user] !== v);
      expect([...pairs.keys()].sort()).toEqual([...slow.keys()].sort());
      for (const [key, weight] of slow) expect(pairs.get(key)).toBeCloseTo(weight, 9);
    }
  }
}

const inputs = fc.tuple(arbitraryLateLog(SHAPE), arbitraryFolds(SHAPE.users, FOLDS)).map(([rows, folds]) => {
  const data = testDataset(rows, { slices: 4 });
  return { data, input: sourceInput(data, folds, FOLDS) };
});

describe('pairs of honest windows, one by one', () => {
  test('of co-clicks', () => {
    fc.assert(
      fc.property(inputs, arbitrarySpec, ({ data, input }, spec) => {
        const build: Build = (log, last, there) =>
          new Map(slowCoClicks(log, spec, last, there).map(([a, b, weight]) => [pairKey(a, b), weight]));
        expectPairs(input, data, spec, build);
      }),
      { numRuns: 60 },
    );
  });

  test('of Swing, with and without caps that bind', () => {
    const specs = fc.record({
      name: fc.constant('s'),
      kind: fc.constant('swing' as const),
      build: fc.constant('swing' as const),
      window: fc.constantFrom<(number | 'all')[]>(1, 2, 'all'),
      history: fc.constant(50),
      alpha1: fc.constant(15),
      alpha2: fc.constantFrom(0, 1),
      beta: fc.constantFrom(0.3, -0.5),
      usersPerItem: fc.constantFrom(2, 100),
      itemsPerUser: fc.constantFrom(3, 200),
      use: fc.constant(USE),
    });
    fc.assert(
      fc.property(inputs, specs, ({ data, input }, spec) => {
        const keys = new EventKeys(idKeys(data), input.seed);
        expectPairs(input, data, spec, (log, last, there) => slowSwing(log, spec, keys, last, there));
      }),
      { numRuns: 60 },
    );
  });

  test('of sessions', () => {
    const specs = fc.record({
      name: fc.constant('s'),
      kind: fc.constant('session' as const),
      build: fc.constant('session' as const),
      window: fc.constantFrom<(number | 'all')[]>(1, 2, 'all'),
      history: fc.constant(50),
      gap: fc.constantFrom(3 / 60e6, 100 / 60e6), // the log's times are 0 to 24 µs
      use: fc.constant(USE),
    });
    fc.assert(
      fc.property(inputs, specs, ({ data, input }, spec) => {
        expectPairs(input, data, spec, (log, last, there) => slowSession(log, spec, last, there));
      }),
      { numRuns: 60 },
    );
  });

  test('of pointwise mutual information', () => {
    const specs = fc.record({
      name: fc.constant('s'),
      kind: fc.constant('pmi' as const),
      build: fc.constant('pmi' as const),
      window: fc.constantFrom<(number | 'all')[]>(1, 2, 'all'),
      history: fc.constant(50),
      gap: fc.constantFrom(3 / 60e6, 100 / 60e6),
      smoothing: fc.constantFrom(0.75, 1),
      shrinkage: fc.constantFrom(0, 1),
      use: fc.constant(USE),
    });
    fc.assert(
      fc.property(inputs, specs, ({ data, input }, spec) => {
        expectPairs(input, data, spec, (log, last, there) => slowPmi(log, spec, last, there));
      }),
      { numRuns: 60 },
    );
  });

  test('of files with times, with users and without', () => {
    const rows = fc.array(
      fc.record({
        left: fc.nat(SHAPE.items - 1),
        right: fc.nat(SHAPE.items - 1),
        weight: fc.constantFrom(0, 0.5, 2),
        slice: fc.nat(3),
        user: fc.nat(SHAPE.users - 1),
      }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(inputs, rows, fc.boolean(), ({ data, input }, all, withUsers) => {
        const entries = all
          .filter(({ left, right, user }) => left < data.items && right < data.items && user < data.users)
          .sort((a, b) => a.left - b.left || a.right - b.right || a.slice - b.slice || a.user - b.user);
        const table: PairTable = {
          left: Uint32Array.from(entries, ({ left }) => left),
          right: Uint32Array.from(entries, ({ right }) => right),
          weight: Float64Array.from(entries, ({ weight }) => weight),
          slice: Uint16Array.from(entries, ({ slice }) => slice),
          user: withUsers ? Uint32Array.from(entries, ({ user }) => user) : undefined,
        };
        const spec = {
          name: 'file',
          kind: 'pairs' as const,
          pairs: ['p'],
          left: 'a',
          right: 'b',
          history: 50,
          time: 't',
        };
        const withTable = { ...input, data: { ...data, pairs: { file: table } } };
        const build: Build = (_, last, there) => {
          const without = input.userFold.findIndex((_fold, user) => !there(user));
          return slowTablePairs(
            table,
            last,
            without < 0 ? undefined : input.userFold[without],
            input.userFold,
          );
        };
        expectPairs(withTable, data, spec, build, withUsers ? FOLDS : 1);
      }),
      { numRuns: 60 },
    );
  });

  test('a source of another kind has none, and a file must be loaded', () => {
    const data = testDataset([{ user: 1, item: 1, time: 0, label: 1 }], { slices: 1 });
    const input = sourceInput(data, Uint8Array.of(0), FOLDS);
    const columns: SourceSpec = {
      name: 'c',
      kind: 'columns' as const,
      columns: [{ name: 'x', type: 'numeric' }],
    };
    expect(() => openPairs(input, columns)).toThrow('source c is not made of pairs');
    const file = { name: 'file', kind: 'pairs' as const, pairs: ['p'], left: 'a', right: 'b', history: 50 };
    expect(() => openPairs(input, file)).toThrow('the pairs of source file were not loaded');
  });
});
