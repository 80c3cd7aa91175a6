import { describe, expect, it } from 'vitest';
import { builtAfterCut } from '../../../../src/audit/data/split/built-after-cut.ts';
import { splitKind } from '../../../../src/audit/data/split/kind.ts';
import { conflicts, times } from '../../../../src/audit/data/split/log.ts';
import { overlaps } from '../../../../src/audit/data/split/overlap.ts';
import { auditSubject, type SubjectRow } from '../../../support/audit-subject.ts';
import { random } from '../../../support/random.ts';

const DAY = 86_400e6;
const START = Date.UTC(2026, 0, 1) * 1000;

function rowsOf(
  evaluated: (row: Omit<SubjectRow, 'evaluated'>, index: number) => boolean,
  count = 1000,
): SubjectRow[] {
  const draw = random(4);
  return Array.from({ length: count }, (_, index) => {
    const row = {
      ...{ user: Math.floor(draw() * 100), item: Math.floor(draw() * 40) },
      ...{ time: START + index * (DAY / 50), label: draw() < 0.4 ? (1 as const) : (0 as const) },
    };
    return { ...row, evaluated: evaluated(row, index) };
  });
}
const late = (_: unknown, index: number) => index >= 800;

describe('the split by time', () => {
  const codeOf = async (rows: SubjectRow[]) => {
    const { found } = await splitKind.run(auditSubject(rows));
    return found.map(({ code, severity }) => [code, severity]);
  };

  it('is called by what it does', async () => {
    const draw = random(8);
    expect(await codeOf(rowsOf(late))).toEqual([]);
    expect(await codeOf(rowsOf(() => draw() < 0.2))).toEqual([['random-split', 'error']]);
    expect(await codeOf(rowsOf(({ user }) => user < 20))).toEqual([['per-entity-split', 'warning']]);
    expect(await codeOf(rowsOf((_, index) => index >= 800 || index === 5))).toEqual([
      ['rows-across-cut', 'warning'],
    ]);
    const all = rowsOf(() => false);
    const last = all.map((row, index) => ({
      ...row,
      evaluated: !all.slice(index + 1).some(({ user }) => user === row.user),
    }));
    expect((await codeOf(last))[0]?.[0]).toBe('leave-one-out-split');
  });

  it('is not checked without times', async () => {
    const result = await splitKind.run(auditSubject(rowsOf(late), { timed: false }));
    expect(result).toMatchObject({
      found: [],
      looked: 0,
      notChecked: [{ why: 'the spec names no time column' }],
    });
  });
});

describe('lists and users that a split keeps apart', () => {
  it('are counted where it divides them', async () => {
    const rows = rowsOf(late).map((row, index) => ({ ...row, group: Math.floor(index / 16) }));
    const { found } = await overlaps.run(auditSubject(rows));
    // 800 is a multiple of 16.
    expect(found).toEqual([]);
    const divided = rows.map((row, index) => ({ ...row, group: Math.floor((index + 8) / 16) }));
    const [list] = (await overlaps.run(auditSubject(divided))).found;
    expect(list).toMatchObject({ code: 'divided-lists', severity: 'error' });
    expect(list!.evidence[0]!.value).toBe(1);
  });

  it('are told where a few slip through', async () => {
    const rows = rowsOf(({ user }, index) => user < 40 && !(user === 7 && index % 2 === 0));
    const { found, notChecked } = await overlaps.run(auditSubject(rows));
    expect(found).toMatchObject([
      { code: 'entity-overlap', message: expect.stringContaining('but not 1 of 40') },
    ]);
    expect(notChecked).toHaveLength(1);
  });

  it('are an error, with those that are shared, where the spec promises to keep them apart', async () => {
    const parts = { column: 'part', train: 0, evaluate: 1 };
    const found = async (rows: SubjectRow[], disjoint?: string) => {
      const subject = auditSubject(rows, { spec: { split: { ...parts, disjoint } } });
      return (await overlaps.run(subject)).found;
    };
    const few = rowsOf(({ user }, index) => user < 40 && !(user === 7 && index % 2 === 0));
    const [broken] = await found(few, 'user');
    const of7 = few.filter(({ user }) => user === 7);
    expect(broken).toMatchObject({
      ...{ code: 'entity-overlap', severity: 'error', specPath: ['split', 'disjoint'] },
      message: 'The spec promises that no evaluated user trains, and 1 of 40 do.',
      examples: [
        {
          u: 'u7',
          'training rows': String(of7.filter(({ evaluated }) => !evaluated).length),
          'evaluation rows': String(of7.filter(({ evaluated }) => evaluated).length),
        },
      ],
    });
    // All items are shared, which is as it should be unless they were promised too.
    expect(await found(few, 'item')).toMatchObject([{ severity: 'warning' }, { severity: 'error' }]);
    const both = await found(few, 'both');
    expect(both.map(({ severity }) => severity)).toEqual(['error', 'error']);
    expect(both[1]!.message).toMatch(
      /^The spec promises that no evaluated item trains, and (\d+) of \1 do\.$/,
    );
    expect(both[1]!.examples).toHaveLength(3);
    expect(
      await found(
        rowsOf(({ user }) => user < 40),
        'user',
      ),
    ).toEqual([]);
  });
});

describe('faults of a log', () => {
  it('are one event with two labels', async () => {
    const rows = rowsOf(late);
    const twice = [
      ...rows,
      { ...rows[10]!, label: rows[10]!.label === 1 ? (0 as const) : (1 as const) },
    ].sort((a, b) => a.time - b.time);
    const { found } = await conflicts.run(auditSubject(twice));
    expect(found).toMatchObject([
      { code: 'conflicting-labels', evidence: [{ value: 2 }, { value: 2 / 1001 }] },
    ]);
    expect(found[0]!.examples).toHaveLength(2);
    expect((await conflicts.run(auditSubject(rows))).found).toEqual([]);
    expect((await conflicts.run(auditSubject(twice, { timed: false }))).notChecked).toHaveLength(1);
  });

  it('are rows of tomorrow, not those of a clock of its own', async () => {
    const rows = rowsOf(late);
    const now = rows.at(-1)!.time;
    expect((await times.run(auditSubject(rows, { now }))).found).toEqual([]);
    // 50 rows a day: three days earlier 150 rows were to come, the last of them just now; a day's are allowed.
    const [found] = (await times.run(auditSubject(rows, { now: now - 3 * DAY }))).found;
    expect(found).toMatchObject({ code: 'future-dated-rows', evidence: [{ value: 101 }] });
    const counted = rows.map((row) => ({ ...row, time: row.time - START }));
    expect((await times.run(auditSubject(counted))).notChecked?.[0]?.why).toContain('a clock of their own');
    expect((await times.run(auditSubject(rows, { timed: false }))).looked).toBe(0);
  });
});

describe('preference data built after the cut', () => {
  const pairs = { pairs: 'p.csv', left: 'a', right: 'b' };
  const run = (source: object, timed = true) =>
    builtAfterCut.run(
      auditSubject(rowsOf(late), {
        timed,
        spec: {
          sources: [{ name: 's', ...pairs, ...source }],
          models: [{ name: 'm', embeddings: 'm.parquet', item: 'i', vector: 'v' }],
        },
      }),
    );

  it('is told by its declared dates', async () => {
    // The evaluation begins on 2026-01-17.
    expect((await run({ observed: '2026-01-01..2026-01-20' })).found).toMatchObject([
      { code: 'built-after-cut', target: 's' },
    ]);
    const before = await run({ observed: '2026-01-01..2026-01-10' });
    expect([before.found, before.looked]).toEqual([[], 1]);
    expect(before.notChecked?.map(({ target }) => target)).toEqual(['m']);
  });

  it('is not told without them', async () => {
    expect((await run({})).notChecked?.[0]).toMatchObject({
      target: 's',
      why: expect.stringContaining('declare `observed`'),
    });
    expect((await run({ observed: '5..9' })).notChecked?.[0]?.why).toContain('holds numbers');
    expect((await run({ time: 'ts' })).looked).toBe(1);
    expect((await run({ observed: '2026-01-01..2026-01-20' }, false)).notChecked?.[0]?.why).toBe(
      'the spec names no time column',
    );
  });
});
