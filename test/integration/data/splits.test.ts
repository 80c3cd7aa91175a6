import { describe, expect, it } from 'vitest';
import { type Dataset, PART } from '../../../src/data/dataset.ts';
import type { SpecInput } from '../../../src/specfile/schema.ts';
import { csv, failureOf, folderWith, load, logRows } from './support.ts';

type Split = NonNullable<SpecInput['split']>;
const DAY = 86_400;
const start = Date.UTC(2026, 9, 19) / 1000; // a Monday
const daily = logRows(100).map((row, i) => ({ ...row, t: start + i * (DAY / 10) })); // ten rows a day
const source = { name: 'co', build: 'co-click' as const };

const loadSplit = (rows: readonly Record<string, unknown>[], split: Split, rest: Partial<SpecInput> = {}) =>
  load(folderWith({ 'log.csv': csv(rows) }), {}, { split, ...rest });
const partsOf = ({ part }: Dataset) => [...part].join('');

describe('evaluate: share', () => {
  it('evaluates the last rows and validates on the last training slice', async () => {
    const data = await loadSplit(daily, { evaluate: '20%', slices: 10 });
    expect(partsOf(data)).toBe('0'.repeat(70) + '1'.repeat(10) + '2'.repeat(20));
    expect(data.timeline).toMatchObject({
      slices: 10,
      cut: (start + 8 * DAY) * 1e6,
      evaluateFrom: (start + 8 * DAY) * 1e6,
      evaluateTo: (start + 9.9 * DAY) * 1e6,
    });
    expect([...(data.timeline?.sliceStarts ?? [])]).toEqual(
      Array.from({ length: 10 }, (_, s) => (start + s * DAY) * 1e6),
    );
  });

  it('validates on the slice before too where the cut leaves only a few rows of its slice', async () => {
    const data = await loadSplit(daily, { evaluate: '25%', slices: 10 });
    expect(partsOf(data)).toBe('0'.repeat(60) + '1'.repeat(15) + '2'.repeat(25));
  });

  it('merges slices that ties push together, and says so', async () => {
    const rows = daily.map((row, i) => ({ ...row, t: i < 50 ? start : row.t }));
    const data = await loadSplit(rows, { evaluate: '20%', slices: 10 });
    expect(data.timeline?.slices).toBe(6);
    expect(data.warnings).toContainEqual({
      code: 'slices-merged',
      message: 'Too many rows share a time for 10 slices; there are 6.',
      count: 4,
    });
  });

  it('refuses a log of one time, and training rows of one slice', async () => {
    const oneTime = await failureOf(
      loadSplit(
        daily.map((row) => ({ ...row, t: start })),
        { evaluate: '20%' },
      ),
    );
    expect(oneTime.message).toMatch(/All rows have the time 2026-10-19T00:00:00Z/);
    const few = await failureOf(loadSplit(logRows(100, start), { evaluate: '20%', slices: 'weekly' }));
    expect(few.code).toBe('too-few-slices');
  });
});

describe('from and to', () => {
  it('evaluates [from, to), drops later rows before encoding, and numbers calendar days', async () => {
    const rows = daily.map((row, i) => ({ ...row, user: i >= 90 ? 1000 + i : row.user }));
    const data = await loadSplit(rows, { from: '2026-10-26', to: '2026-10-28' });
    expect(data.rows).toBe(90);
    expect(data.users).toBe(7); // users seen only after the window are not encoded
    expect(partsOf(data)).toBe('0'.repeat(60) + '1'.repeat(10) + '2'.repeat(20));
    expect(data.timeline).toMatchObject({ slices: 9, cut: Date.UTC(2026, 9, 26) * 1000 });
    expect(data.warnings).toContainEqual({
      code: 'rows-after-window',
      message: 'Rows at or after split.to are left out.',
      count: 10,
    });
  });

  it('accepts numbers of the unit, timestamps with a zone, and windows without an end', async () => {
    const cut = start + 7 * DAY;
    for (const from of [cut, String(cut), '2026-10-26T00:00:00Z', '2026-10-26 02:00+02:00']) {
      expect((await loadSplit(daily, { from })).timeline?.cut, String(from)).toBe(cut * 1e6);
    }
  });

  it('weeks start on Monday, and empty calendar slices keep their number', async () => {
    const gap = daily.map((row, i) => ({ ...row, t: row.t + (i >= 60 ? 21 * DAY : 0) }));
    const data = await loadSplit(gap, { from: '2026-11-16', slices: 'weekly' });
    const counts = new Map<number, number>();
    for (const s of data.timeline?.slice ?? []) counts.set(s, (counts.get(s) ?? 0) + 1);
    // The first six days lie in week 0; three weeks later the seventh lies in week 3 and the rest in week 4.
    expect([...counts]).toEqual([
      [0, 60],
      [3, 10],
      [4, 30],
    ]);
    expect(data.timeline?.slices).toBe(5);
  });

  it.each([
    [
      { from: '2027-01-01' },
      'no-evaluation-rows',
      'data',
      /runs from 2026-10-19T00:00:00Z to 2026-10-28T21:36:00Z/,
    ],
    [
      { from: '2026-10-25T23:00Z', to: '2026-10-25T23:30Z' },
      'no-evaluation-rows',
      'data',
      /before 2026-10-25T23:30:00Z; the rows before that run from 2026-10-19T00:00:00Z to 2026-10-25T21:36:00Z/,
    ],
    [{ from: '2026-10-19' }, 'no-training-rows', 'data', /No row lies before 2026-10-19/],
    [{ from: '2026-10-26', to: '2026-10-26' }, 'bad-window', 'usage', /later than split\.from/],
    [{ from: '2026-02-30' }, 'bad-moment', 'usage', /split\.from: `2026-02-30` is not a date/],
    [{ from: 'soon-ish' }, 'bad-moment', 'usage', /is not a date/],
  ] as const)('refuses %o', async (split, code, kind, message) => {
    const failure = await failureOf(loadSplit(daily, split));
    expect(failure.message).toMatch(message);
    expect(failure).toMatchObject({ code, kind });
  });

  it('refuses a number where times are no numbers', async () => {
    const rows = daily.map((row) => ({ ...row, t: new Date(row.t * 1e3).toISOString() }));
    const failure = await failureOf(loadSplit(rows, { from: start + 7 * DAY }));
    expect(failure.message).toMatch(/holds ISO 8601 text values, so \d+ needs to be a date/);
  });

  it('refuses more slices than a row can number', async () => {
    const rows = daily.map((row, i) => ({ ...row, t: i * 40 * DAY }));
    const failure = await failureOf(loadSplit(rows, { from: '1980-01-01', slices: 'hourly' }));
    expect(failure).toMatchObject({
      code: 'too-many-slices',
      kind: 'usage',
      where: { specPath: ['split', 'slices'] },
    });
  });
});

describe('ready-made splits', () => {
  const marked = daily.map((row, i) => ({
    ...row,
    part: i < 60 ? 'train' : i < 70 ? 'valid' : i < 90 ? 'test' : 'later',
  }));
  const split = { column: 'part', train: 'train', validate: 'valid', evaluate: 'test' };

  it('follows the column; rows of other values are left out with a warning', async () => {
    const data = await loadSplit(marked, split, { sources: [source] });
    expect(partsOf(data)).toBe('0'.repeat(60) + '1'.repeat(10) + '2'.repeat(20));
    expect(data.warnings).toContainEqual({
      code: 'unused-split-values',
      message: 'Rows whose `part` is `later` are left out.',
      count: 10,
    });
    expect(data.timeline).toMatchObject({
      cut: (start + 7 * DAY) * 1e6,
      evaluateTo: (start + 8.9 * DAY) * 1e6,
    });
  });

  it('compares values as text, numbers included', async () => {
    const numbered = daily.map((row, i) => ({ ...row, part: i < 70 ? 0 : 1 }));
    for (const [train, evaluate] of [
      [0, 1],
      ['0', '1'],
    ] as const) {
      const data = await loadSplit(numbered, { column: 'part', train, evaluate });
      // Without `validate` the last training slice does; ten slices of ten rows.
      expect(partsOf(data)).toBe('0'.repeat(60) + '1'.repeat(10) + '2'.repeat(30));
    }
  });

  it('takes true and false as they are', async () => {
    const flagged = daily.map((row, i) => ({ ...row, late: i >= 70 }));
    const data = await loadSplit(flagged, { column: 'late', train: false, evaluate: true });
    expect(data.part.indexOf(PART.evaluate)).toBe(70);
  });

  it('works without time: a fixed tenth of the training rows validates, whatever the order', async () => {
    const rows = logRows(2000).map(({ t, ...row }, i) => ({ ...row, n: i, part: i % 5 === 0 ? 'b' : 'a' }));
    const timeless = { time: undefined } as never;
    const ready = { split: { column: 'part', train: 'a', evaluate: 'b' } };
    const data = await load(folderWith({ 'log.csv': csv(rows) }), timeless, ready);
    const reversed = await load(folderWith({ 'log.csv': csv([...rows].reverse()) }), timeless, ready);
    expect(data.timeline).toBeUndefined();
    const validating = data.part.filter((p) => p === PART.validate).length;
    expect(validating).toBeGreaterThan(120);
    expect(validating).toBeLessThan(200);
    expect(data.part.filter((p) => p === PART.evaluate).length).toBe(400);
    expect(reversed.part).toEqual(data.part);
  });

  it('refuses training rows as late as evaluation rows where a source is built, else warns', async () => {
    const mixed = marked.map((row, i) => ({ ...row, part: i === 80 ? 'train' : row.part }));
    const failure = await failureOf(loadSplit(mixed, split, { sources: [source] }));
    expect(failure).toMatchObject({ code: 'split-overlaps', kind: 'data', where: { specPath: ['split'] } });
    expect(failure.message).toBe(
      'split: training runs until 2026-10-27T00:00:00Z, evaluation starts at 2026-10-26T00:00:00Z; preference data built ' +
        'from the log would mix both. Use `split: {evaluate: 20%}`.',
    );
    expect((await loadSplit(mixed, split)).warnings.map(({ code }) => code)).toContain('split-overlaps');
  });

  it.each([
    [
      { ...split, evaluate: 'tset' },
      'no-split-rows',
      /No row has `part` = `tset` \(split\.evaluate\); did you mean `test`\?/,
    ],
    [{ ...split, evaluate: 'train' }, 'split-value-twice', /`train` already names another part/],
    [{ ...split, column: 'prt' }, 'no-column', /did you mean `part`\?/],
  ] as const)('refuses %o', async (wrong, code, message) => {
    const failure = await failureOf(loadSplit(marked, wrong));
    expect(failure.message).toMatch(message);
    expect(failure.code).toBe(code);
  });
});

describe('one class only', () => {
  it.each([
    ['everywhere', () => 1, /All 20 evaluation rows are positive/],
    ['in evaluation', (y: number, i: number) => (i >= 80 ? 0 : y), /All 20 evaluation rows are negative/],
    ['in training', (y: number, i: number) => (i < 70 ? 0 : y), /All 70 training rows are negative/],
    [
      'in validation',
      (y: number, i: number) => (i >= 70 && i < 80 ? 1 : y),
      /All 10 validation rows are positive/,
    ],
  ] as const)('%s', async (_, label, message) => {
    const rows = daily.map((row, i) => ({ ...row, y: label(row.y, i) }));
    const failure = await failureOf(loadSplit(rows, { evaluate: '20%', slices: 10 }));
    expect(failure.message).toMatch(message);
    expect(failure).toMatchObject({
      code: 'one-class',
      kind: 'data',
      exitCode: 3,
      where: { specPath: ['log', 'label'] },
    });
  });
});
