import { describe, expect, it } from 'vitest';
import type { Dataset, FeatureColumn } from '../../../src/data/dataset.ts';
import { type SegmentRows, segmentReport, segments } from '../../../src/evaluation/describe/segments.ts';
import { contrast, evaluationRows, ScoredArm } from '../../../src/metrics/index.ts';
import type { RowParts } from '../../../src/ranker/ranker.ts';
import { SegmentSchema } from '../../../src/report/schema-judged.ts';
import { normal, uniform } from '../metrics/support.ts';

interface Row {
  user: number;
  item: number;
  label?: number;
}

/** A log whose first rows train (the last of them validates) and whose last are evaluated. */
function log(training: Row[], evaluation: Row[], features: FeatureColumn[] = []) {
  const rows = [...training, ...evaluation];
  const count = (codeOf: (row: Row) => number) => Math.max(...rows.map(codeOf)) + 1;
  const names = (n: number) => Array.from({ length: n }, (_, i) => String(i));
  const users = count(({ user }) => user);
  const items = count(({ item }) => item);
  const data: Dataset = {
    rows: rows.length,
    user: Uint32Array.from(rows, ({ user }) => user),
    users,
    item: Uint32Array.from(rows, ({ item }) => item),
    items,
    userNames: names(users),
    itemNames: names(items),
    label: Uint8Array.from(rows, (row) => row.label ?? 0),
    part: new Uint8Array(rows.length),
    features,
    inputs: [],
    warnings: [],
  };
  const all = Uint32Array.from(rows.keys());
  const parts: RowParts = {
    fit: all.slice(0, training.length - 1),
    validate: all.slice(training.length - 1, training.length),
    evaluate: all.slice(training.length),
  };
  return { data, parts, touched: new Uint8Array(rows.length) };
}

const table = (found: readonly SegmentRows[], by: string): Record<string, number[]> =>
  Object.fromEntries(
    found.filter((segment) => segment.by === by).map(({ value, rows }) => [value, [...rows]]),
  );
const onItems = (...items: number[]): Row[] => items.map((item, i) => ({ user: i % 2, item }));
const byUsers = (...users: number[]): Row[] => users.map((user) => ({ user, item: 0 }));

describe('segments by item', () => {
  // Rows per item: 2: 4, 0: 3, 1: 2, 3: 1, 4: none. Half of 10 is 5: item 2 holds 4, with item 0 seven.
  it('are cold without training rows, head the most frequent half of these, tail the rest', () => {
    const { data, parts, touched } = log(onItems(2, 2, 2, 2, 0, 0, 0, 1, 1, 3), onItems(0, 1, 2, 3, 4, 4, 2));
    expect(table(segments(data, parts, touched), 'item')).toEqual({
      cold: [4, 5],
      tail: [1, 3],
      head: [0, 2, 6],
    });
  });

  it('stop at exactly half, and take the lower code of equals', () => {
    const { data, parts, touched } = log(onItems(3, 3, 1, 1, 0, 0, 2, 2), onItems(0, 1, 2, 3));
    expect(table(segments(data, parts, touched), 'item')).toEqual({ tail: [2, 3], head: [0, 1] });
  });

  it('count negative training rows: an item shown and not clicked is not cold', () => {
    const { data, parts, touched } = log(onItems(0, 0, 1), onItems(1));
    expect(data.label.includes(1)).toBe(false);
    expect(table(segments(data, parts, touched), 'item')).toEqual({ tail: [0] });
  });
});

describe('segments by activity', () => {
  // Training rows of users 0 to 5: 1, 2, 3, 4, 5, 0. Sorted 0 1 | 2 3 | 4 5.
  it('are thirds of the evaluation users by training rows', () => {
    const { data, parts, touched } = log(
      byUsers(0, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4),
      byUsers(4, 5, 0, 1, 2, 3, 4),
    );
    expect(table(segments(data, parts, touched), 'activity')).toEqual({
      low: [1, 2],
      middle: [3, 4],
      high: [0, 5, 6],
    });
  });

  it('keep users of equal activity together in the lower third', () => {
    // Users 0, 1, 2 are new and 3 is not: thirds end at the second and third user, both with 0 rows.
    const { data, parts, touched } = log(byUsers(3, 3, 4), byUsers(0, 1, 2, 3));
    expect(table(segments(data, parts, touched), 'activity')).toEqual({ low: [0, 1, 2], high: [3] });
  });
});

describe('segments by coverage and column', () => {
  const codes = Uint32Array.of(1, 1, 2, 0, 3, 2);
  const column = (name: string, cardinality = 4) => ({
    name,
    type: 'categorical' as const,
    codes,
    cardinality,
  });
  const price: FeatureColumn = { name: 'price', type: 'numeric', values: new Float64Array(6) };

  it('follow what P touches', () => {
    const { data, parts, touched } = log(byUsers(0, 0), byUsers(0, 0, 1, 1));
    touched.set([1, 1, 0, 1, 0, 1]);
    expect(table(segments(data, parts, touched), 'coverage')).toEqual({
      covered: [1, 3],
      uncovered: [0, 2],
    });
  });

  it('are the values in use of categorical columns, missing among them', () => {
    const { data, parts, touched } = log(byUsers(0, 0), byUsers(0, 0, 1, 1), [
      { ...column('genre'), names: ['missing', 'news', 'sport'] },
      price,
    ]);
    const found = segments(data, parts, touched);
    expect(table(found, 'genre')).toEqual({ missing: [1], sport: [0, 3], '#3': [2] });
    expect(found.some(({ by }) => by === 'price')).toBe(false);
  });

  it('leave out columns not named, and those of more than 20 values', () => {
    const columns = [column('genre'), column('city', 21), column('publisher', 22)];
    const { data, parts, touched } = log(byUsers(0, 0), byUsers(0, 0, 1, 1), columns);
    const bys = (named?: string[]) => [...new Set(segments(data, parts, touched, named).map(({ by }) => by))];
    expect(bys()).toEqual(['item', 'activity', 'coverage', 'genre', 'city']);
    expect(bys(['city', 'publisher'])).toEqual(['item', 'activity', 'coverage', 'city']);
    expect(bys([])).toEqual(['item', 'activity', 'coverage']);
  });

  it('share all evaluation rows between the values of each kind', () => {
    const next = uniform(6);
    const random = (n: number) =>
      Array.from({ length: n }, () => ({
        user: Math.floor(next() * 30),
        item: Math.floor(next() ** 2 * 50),
      }));
    const { data, parts, touched } = log(random(200), random(90));
    touched.forEach((_, row) => {
      touched[row] = row % 3 === 0 ? 1 : 0;
    });
    for (const by of ['item', 'activity', 'coverage']) {
      const rows = Object.values(table(segments(data, parts, touched), by)).flat();
      expect(rows.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 90 }, (_, i) => i));
    }
  });
});

describe('segmentReport', () => {
  const next = uniform(14);
  const gauss = normal(next);
  const evaluation = Array.from({ length: 120 }, () => ({
    user: Math.floor(next() * 15),
    item: Math.floor(next() * 10),
    label: Number(next() < 0.4),
  }));
  const { data, parts } = log(
    [
      { user: 0, item: 0 },
      { user: 14, item: 9 },
    ],
    evaluation,
  );
  const labels = evaluation.map(({ label }) => label);
  const arm = (signal: number) =>
    [5, 6].map((seed) => ({ seed, scores: Float32Array.from(labels, (y) => signal * y + gauss()) }));
  const [leaked, base] = [arm(1.5), arm(0.5)];
  const segment = (keep: (row: Row, position: number) => boolean): SegmentRows => ({
    by: 'test',
    value: 'some',
    rows: Uint32Array.from(evaluation.keys()).filter((at) => keep(evaluation[at]!, at)),
  });
  const report = (some: SegmentRows) => SegmentSchema.parse(segmentReport(data, parts, some, leaked, base));

  it('is the contrast on the rows of the segment alone', () => {
    const odd = segment((_, at) => at % 2 === 1);
    const rows = evaluationRows(
      Uint8Array.from(odd.rows, (at) => labels[at]!),
      Uint32Array.from(odd.rows, (at) => evaluation[at]!.user),
    );
    const scored = (seeds: typeof leaked) => {
      const selected = new ScoredArm(rows);
      for (const { seed, scores } of seeds)
        selected.add(
          seed,
          Float32Array.from(odd.rows, (at) => scores[at]!),
        );
      return selected;
    };
    expect(report(odd)).toEqual({
      by: 'test',
      value: 'some',
      rows: 60,
      users: rows.users,
      positiveRate: rows.positives / 60,
      baseAuc: scored(base).auc,
      lis: contrast(rows, scored(leaked), scored(base)),
    });
  });

  it('of all rows is the LIS itself', () => {
    const { lis, rows, users } = report(segment(() => true));
    expect([rows, users]).toEqual([120, 15]);
    expect(lis!.value).toBeGreaterThan(0);
    expect(lis!.variance.seeds).toBeGreaterThan(0);
  });

  it('says why there is none', () => {
    const some = (keep: (row: Row, at: number) => boolean) => {
      const { baseAuc, lis, reason } = report(segment(keep));
      return { base: baseAuc !== null, lis, reason };
    };
    expect(some(({ label }) => label === 1)).toEqual({
      base: false,
      lis: null,
      reason: `all ${labels.filter((y) => y === 1).length} rows are positive`,
    });
    expect(some(({ label }) => label === 0).reason).toContain('rows are negative');
    expect(some(({ user, label }) => label === 0 || user === 3)).toEqual({
      base: true,
      lis: null,
      reason: 'only 1 user has positive rows, so no interval exists',
    });
    expect(some(({ user, label }) => label === 1 || user === 3).reason).toBe(
      'only 1 user has negative rows, so no interval exists',
    );
  });

  it('can be stopped', () => {
    const stop = () => {
      throw new Error('stopped');
    };
    expect(() =>
      segmentReport(
        data,
        parts,
        segment(() => true),
        leaked,
        base,
        stop,
      ),
    ).toThrow('stopped');
  });
});
