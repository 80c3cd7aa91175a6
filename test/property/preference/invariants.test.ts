/** What cross-fitted, as-of features promise whatever the log: who and what each of them may depend on. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asOfCounts } from '../../../src/preference/features/counts.ts';
import { historyEnds } from '../../../src/preference/features/history.ts';
import { positives } from '../../../src/preference/features/positives.ts';
import type { PreferenceFeatures } from '../../../src/preference/pairs/co-click/features.ts';
import type { CoClickSpec } from '../../../src/specfile/schema.ts';
import { type TestRow, type TimedDataset, testDataset } from '../../support/dataset.ts';
import {
  arbitraryFolds,
  arbitraryLog,
  arbitrarySpec,
  fastFeatures,
  rowFeatures,
} from '../../support/preference.ts';

const FOLDS = 3;
const shape = { users: 6, items: 5, times: 20, rows: 60 };
const runs = { seed: 1946, numRuns: 400 };

interface Case {
  data: TimedDataset;
  spec: CoClickSpec;
  /** By user code of `data`. */
  userFold: Uint8Array;
  /** A random number for the property to choose a row, slice or fold with. */
  choice: number;
  /** Random bits, one for each row. */
  bits: boolean[];
}

const arbitraryCase: fc.Arbitrary<Case> = fc
  .record({
    rows: arbitraryLog(shape),
    slices: fc.integer({ min: 2, max: 6 }),
    spec: arbitrarySpec,
    userFold: arbitraryFolds(shape.users, FOLDS),
    choice: fc.nat(),
    bits: fc.array(fc.boolean(), { minLength: shape.rows, maxLength: shape.rows }),
  })
  .map(({ rows, slices, ...rest }) => ({ data: testDataset(rows, { slices }), ...rest }));

const rowsOf = (data: TimedDataset) => Array.from({ length: data.rows }, (_, row) => row);

/** The same log with other labels. */
function relabelled(data: TimedDataset, label: (row: number) => number): TimedDataset {
  return { ...data, label: Uint8Array.from(rowsOf(data), label) };
}

/** The same log with the labels of the chosen rows turned round. */
function flipped(data: TimedDataset, chosen: (row: number) => boolean): TimedDataset {
  return relabelled(data, (row) => (chosen(row) ? 1 - data.label[row]! : data.label[row]!));
}

/** Rows of `among` whose features differ in a bit between the two. */
function changed(a: Float32Array, b: Float32Array, among: number[]): number[] {
  return among.filter((row) => {
    const other = rowFeatures(b, row);
    return rowFeatures(a, row).some((value, f) => !Object.is(value, other[f]));
  });
}

/** History of every row, as text, the oldest item first. */
function histories(data: TimedDataset): string[] {
  const p = positives(data, data.timeline);
  const ends = historyEnds(data, data.timeline, p);
  return rowsOf(data).map((row) => p.itemByUser.subarray(p.userStart[data.user[row]!]!, ends[row]!).join());
}

function counts(data: TimedDataset): string[] {
  const columns = asOfCounts(data, data.timeline);
  return rowsOf(data).map((row) =>
    columns.map((column) => (column.type === 'numeric' ? column.values[row] : column.codes[row])).join(),
  );
}

function holds(property: (a: Case) => Promise<void> | void): Promise<void> {
  return fc.assert(
    fc.asyncProperty(arbitraryCase, async (a) => property(a)),
    runs,
  );
}

const features = (
  a: Case,
  data = a.data,
  userFold = a.userFold,
  folds = FOLDS,
): Promise<PreferenceFeatures> => fastFeatures(data, a.spec, userFold, folds);

describe('what a feature reads', () => {
  it('no honest P reads its own slice or a later one', () =>
    holds(async (a) => {
      const { slice, time } = a.data.timeline;
      const s = a.choice % a.data.timeline.slices;
      const chosen = (row: number) => slice[row]! >= s && a.bits[row]!;
      const after = await features(a, flipped(a.data, chosen));
      // Rows of slice s whose history the flips did not reach: only P could tell them.
      const untouched = rowsOf(a.data).filter(
        (row) =>
          slice[row]! <= s &&
          !rowsOf(a.data).some(
            (other) => chosen(other) && a.data.user[other] === a.data.user[row] && time[other]! < time[row]!,
          ),
      );
      expect(changed((await features(a)).honest, after.honest, untouched)).toEqual([]);
    }));

  it('no honest feature reads an event at or after its time', () =>
    holds(async (a) => {
      const { time } = a.data.timeline;
      const t = time[a.choice % a.data.rows]!;
      const after = await features(
        a,
        flipped(a.data, (row) => time[row]! >= t && a.bits[row]!),
      );
      const upTo = rowsOf(a.data).filter((row) => time[row]! <= t);
      expect(changed((await features(a)).honest, after.honest, upTo)).toEqual([]);
    }));

  it('no P reads a later slice', () =>
    holds(async (a) => {
      const { slice, slices } = a.data.timeline;
      const s = a.choice % slices;
      const before = await features(a);
      const after = await features(
        a,
        flipped(a.data, (row) => slice[row]! > s && a.bits[row]!),
      );
      const upTo = rowsOf(a.data).filter((row) => slice[row]! <= s);
      expect(changed(before.leaked, after.leaked, upTo)).toEqual([]);
      expect(changed(before.total, after.total, upTo)).toEqual([]);
    }));

  it('no history and no count reads an event at or after its time', () =>
    holds((a) => {
      const { time } = a.data.timeline;
      const t = time[a.choice % a.data.rows]!;
      const other = flipped(a.data, (row) => time[row]! >= t && a.bits[row]!);
      const end = time.findLastIndex((rowTime) => rowTime <= t) + 1;
      expect(histories(other).slice(0, end)).toEqual(histories(a.data).slice(0, end));
      expect(counts(other).slice(0, end)).toEqual(counts(a.data).slice(0, end));
    }));
});

describe('cross-fitting', () => {
  it("one label leaves every feature of its user's fold unchanged but their own later ones", () =>
    holds(async (a) => {
      const { user, timeline } = a.data;
      const flip = a.choice % a.data.rows;
      const other = flipped(a.data, (row) => row === flip);
      const [before, after] = [await features(a), await features(a, other)];
      const later = (row: number) => user[row] === user[flip] && timeline.time[row]! > timeline.time[flip]!;
      const fold = rowsOf(a.data).filter(
        (row) => a.userFold[user[row]!] === a.userFold[user[flip]!] && !later(row),
      );
      expect(changed(before.honest, after.honest, fold)).toEqual([]);
      expect(changed(before.leaked, after.leaked, fold)).toEqual([]);
      const notHis = rowsOf(a.data).filter((row) => !later(row));
      expect(histories(other).filter((_, row) => !later(row))).toEqual(
        histories(a.data).filter((_, row) => !later(row)),
      );
      const ofUser = (data: TimedDataset) => {
        const [exposures] = asOfCounts(data, data.timeline);
        return notHis.map((row) => exposures?.type === 'numeric' && exposures.values[row]);
      };
      expect(ofUser(other)).toEqual(ofUser(a.data));
    }));

  it("P without fold k is, bit for bit, the P of a log that never had fold k's other users", () =>
    holds(async (a) => {
      const { user } = a.data;
      const reader = user[a.choice % a.data.rows]!;
      const fold = a.userFold[reader];
      const absent = (row: number) => user[row] !== reader && a.userFold[user[row]!] === fold;
      const other = relabelled(a.data, (row) => (absent(row) ? 0 : a.data.label[row]!));
      const readerRows = rowsOf(a.data).filter((row) => user[row] === reader);
      const before = await features(a);
      const after = await features(a, other);
      expect(changed(before.honest, after.honest, readerRows)).toEqual([]);
      expect(changed(before.leaked, after.leaked, readerRows)).toEqual([]);
      // The reader alone in a fold of their own: another subtraction from another sum must reach the same bits.
      const alone = a.userFold.map((f, code) => (code === reader ? FOLDS : f));
      const apart = await features(a, other, alone, FOLDS + 1);
      expect(changed(before.honest, apart.honest, readerRows)).toEqual([]);
      expect(changed(before.leaked, apart.leaked, readerRows)).toEqual([]);
    }));

  it('total is leaked where the fold has nothing in the window', async () => {
    let compared = 0;
    await holds(async (a) => {
      const { user, label, timeline } = a.data;
      const reader = user[a.choice % a.data.rows]!;
      const alone = a.userFold.map((f, code) => (code === reader ? FOLDS : f));
      const narrow = { ...a, spec: { ...a.spec, window: 1 } };
      const { leaked, total } = await features(narrow, a.data, alone, FOLDS + 1);
      const readerRows = rowsOf(a.data).filter((row) => user[row] === reader);
      const silent = readerRows.filter(
        (row) =>
          !readerRows.some((other) => label[other] === 1 && timeline.slice[other] === timeline.slice[row]),
      );
      expect(changed(leaked, total, silent)).toEqual([]);
      compared += silent.filter((row) => !Number.isNaN(rowFeatures(total, row)[0])).length;
    });
    expect(compared).toBeGreaterThan(20);
  });
});

describe('order and repetition', () => {
  it('shuffling the rows leaves every feature byte-identical', () =>
    holds(async (a) => {
      const { data } = a;
      const row = (r: number): TestRow => ({
        user: Number(data.userNames[data.user[r]!]),
        item: Number(data.itemNames[data.item[r]!]),
        time: data.timeline.time[r]!,
        label: data.label[r]!,
      });
      const order = rowsOf(data).sort((x, y) => Number(a.bits[x]) - Number(a.bits[y]) || y - x);
      const shuffled = testDataset(order.map(row), { slices: data.timeline.slices });
      const [before, after] = [await features(a), await features(a, shuffled)];
      for (const arm of ['honest', 'leaked', 'total'] as const) {
        expect(Buffer.from(after[arm].buffer)).toEqual(Buffer.from(before[arm].buffer));
      }
      expect(counts(shuffled)).toEqual(counts(data));
    }));

  it('whether a positive is repeated in its slice changes no P', () =>
    holds(async (a) => {
      const { data } = a;
      const { slice } = data.timeline;
      const repeats = rowsOf(data).filter((row) =>
        rowsOf(data).some(
          (first) =>
            first < row &&
            data.label[first] === 1 &&
            slice[first] === slice[row] &&
            data.user[first] === data.user[row] &&
            data.item[first] === data.item[row],
        ),
      );
      const chosen = new Set(repeats.filter((row) => a.bits[row]));
      const [before, after] = [
        await features(a),
        await features(
          a,
          flipped(data, (row) => chosen.has(row)),
        ),
      ];
      const others = rowsOf(data).filter((row) => ![...chosen].some((c) => data.user[c] === data.user[row]));
      for (const arm of ['honest', 'leaked', 'total'] as const) {
        expect(changed(before[arm], after[arm], others)).toEqual([]);
      }
    }));
});
