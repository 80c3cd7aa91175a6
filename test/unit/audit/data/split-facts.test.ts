import { describe, expect, it } from 'vitest';
import { splitFacts } from '../../../../src/audit/data/split/facts.ts';
import { random } from '../../../support/random.ts';

interface Row {
  user: number;
  item: number;
  time: number;
  evaluated: boolean;
}

function factsOf(rows: readonly Row[], timed = true) {
  const sorted = rows.toSorted((a, b) => a.time - b.time);
  const log = {
    rows: rows.length,
    users: Math.max(...rows.map(({ user }) => user)) + 1,
    items: Math.max(...rows.map(({ item }) => item)) + 1,
    user: Uint32Array.from(sorted, ({ user }) => user),
    item: Uint32Array.from(sorted, ({ item }) => item),
    ...(timed && { time: Float64Array.from(sorted, ({ time }) => time) }),
  };
  const rowsWhere = (wanted: boolean) =>
    Uint32Array.from(sorted.flatMap(({ evaluated }, row) => (evaluated === wanted ? [row] : [])));
  return splitFacts(log, rowsWhere(false), rowsWhere(true));
}

/** From the definition, row by row. */
function slowly(rows: readonly Row[]) {
  const training = rows.filter(({ evaluated }) => !evaluated);
  const evaluation = rows.filter(({ evaluated }) => evaluated);
  const last = (row: Row) =>
    Math.max(...training.filter(({ item }) => item === row.item).map(({ time }) => time));
  const share = (key: 'user' | 'item') => {
    const evaluated = [...new Set(evaluation.map((row) => row[key]))];
    const known = evaluated.filter((code) => training.some((row) => row[key] === code));
    return { overlap: known.length / evaluated.length, cold: evaluated.length - known.length };
  };
  const moments = [...new Set(rows.map(({ time }) => time)), Number.POSITIVE_INFINITY];
  const wrongSide = (moment: number) =>
    training.filter(({ time }) => time >= moment).length +
    evaluation.filter(({ time }) => time < moment).length;
  return {
    trainRows: training.length,
    evaluationRows: evaluation.length,
    leaking: evaluation.filter((row) => row.time <= last(row)).length,
    tied: evaluation.filter((row) => row.time === last(row)).length,
    misplaced: Math.min(...moments.map(wrongSide)),
    sharedInteractions: evaluation.filter((row) =>
      training.some(({ user, item }) => user === row.user && item === row.item),
    ).length,
    userOverlap: share('user').overlap,
    itemOverlap: share('item').overlap,
    coldUsers: share('user').cold,
    coldItems: share('item').cold,
  };
}

/** 6 users, 10 rows each, two rows at each time. */
function rowsOf(evaluated: (row: Omit<Row, 'evaluated'>, index: number) => boolean, seed = 1): Row[] {
  const draw = random(seed);
  return Array.from({ length: 400 }, (_, index) => {
    const row = { user: Math.floor(draw() * 20), item: Math.floor(draw() * 15), time: Math.floor(index / 2) };
    return { ...row, evaluated: evaluated(row, index) };
  });
}

const last = (rows: readonly Row[]): Row[] =>
  rows.map((row, index) => ({
    ...row,
    evaluated: !rows.slice(index + 1).some(({ user }) => user === row.user),
  }));

describe('the facts of a split', () => {
  it('are those of the definitions, whatever the split', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const draw = random(seed * 7);
      const splits = [
        rowsOf(() => draw() < 0.2, seed),
        rowsOf((_, index) => index >= 320, seed),
        rowsOf(({ user }) => user < 4, seed),
        last(rowsOf(() => false, seed)),
      ];
      for (const rows of splits) expect(factsOf(rows)).toMatchObject(slowly(rows));
    }
  });

  it('name the kind', () => {
    const draw = random(5);
    expect(factsOf(rowsOf((_, index) => index >= 320)).kind).toBe('global');
    expect(factsOf(rowsOf(() => draw() < 0.2)).kind).toBe('random');
    expect(factsOf(rowsOf(({ user }) => user < 4)).kind).toBe('per-entity');
    expect(factsOf(last(rowsOf(() => false))).kind).toBe('leave-one-out');
    const some = rowsOf(() => false);
    const later = some.map((row, index) => ({
      ...row,
      evaluated: some.slice(index + 1).filter(({ user }) => user === row.user).length < 5,
    }));
    expect(factsOf(later).kind).toBe('per-user');
    expect(
      factsOf(
        some.map((row, index) => ({ ...row, evaluated: index % 5 === 0 })),
        false,
      ),
    ).toMatchObject({
      kind: 'untimed',
      leaking: null,
      misplaced: null,
    });
  });

  it('call a split by one moment with a few rows astray one by time, and count them', () => {
    const rows = rowsOf((_, index) => index >= 320 || index === 10 || index === 11);
    expect(factsOf(rows)).toMatchObject({ kind: 'global', misplaced: 2 });
  });
});
