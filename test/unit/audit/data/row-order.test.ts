import { describe, expect, it } from 'vitest';
import { rowOrder } from '../../../../src/audit/data/split/row-order.ts';
import { auditSubject, type SubjectRow } from '../../../support/audit-subject.ts';
import { random } from '../../../support/random.ts';

/** Rows of 40 users in lists of ten, with labels drawn, ascending in time. */
function rowsOf(change: (row: SubjectRow, at: number) => Partial<SubjectRow> = () => ({})): SubjectRow[] {
  const draw = random(5);
  return Array.from({ length: 4000 }, (_, at): SubjectRow => {
    const row: SubjectRow = {
      ...{ user: Math.floor(draw() * 40), item: Math.floor(draw() * 90), time: at * 1e6 },
      ...{ label: draw() < 0.3 ? 1 : 0, evaluated: at >= 3200 },
    };
    return { ...row, ...change(row, at) };
  });
}

/** Places as of a file that is sorted by these keys, one after the other. */
function sortedBy(rows: SubjectRow[], ...keys: ((row: SubjectRow, at: number) => number)[]): SubjectRow[] {
  const order = rows.map((row, at) => keys.map((key) => key(row, at)));
  const byKeys = [...rows.keys()].sort((a, b) => {
    const differs = keys.findIndex((_, k) => order[a]![k] !== order[b]![k]);
    return differs < 0 ? a - b : order[a]![differs]! - order[b]![differs]!;
  });
  const sorted = [...rows];
  for (const [place, at] of byKeys.entries()) sorted[at] = { ...rows[at]!, place };
  return sorted;
}

const found = async (rows: SubjectRow[], timed = true) => rowOrder.run(auditSubject(rows, { timed }));

describe('the order of the rows in the files', () => {
  it.each([
    ['by time', (row: SubjectRow) => row.time],
    ['by user', (row: SubjectRow) => row.user],
    ['by item', (row: SubjectRow) => row.item],
    ['backwards', (row: SubjectRow) => -row.time],
  ])('tells nothing where they are sorted %s', async (_, key) => {
    const { found: none, looked } = await found(sortedBy(rowsOf(), key));
    expect(none).toEqual([]);
    expect(looked).toBe(4000);
  });

  it.each([
    ['in the files', 'after', [(row: SubjectRow) => row.label]],
    [
      'among 100 rows that follow each other in time',
      'before',
      [(row: SubjectRow) => Math.floor(row.time / 2e8), (row: SubjectRow) => -row.label],
    ],
    ['among the rows of one `u`', 'after', [(row: SubjectRow) => row.user, (row: SubjectRow) => row.label]],
  ])('is found where the label sorts them %s', async (words, side, keys) => {
    const { found: told } = await found(sortedBy(rowsOf(), ...keys));
    expect(told).toMatchObject([{ code: 'row-order', severity: 'warning', specPath: ['log', 'path'] }]);
    expect(told[0]!.message).toContain(`Rows of label 1 stand ${side} the others ${words}: `);
  });

  it('is found in lists, which no time tells apart', async () => {
    const rows = sortedBy(
      rowsOf((_, at) => ({ group: at % 400, time: 0 })),
      (row) => row.group!,
      (row) => -row.label,
    );
    const { found: told } = await found(rows, false);
    expect(told).toMatchObject([{ severity: 'warning' }]);
    expect(told[0]!.message).toContain('within the lists of `g`');
  });

  it('is a note where a display might explain it', async () => {
    const half = sortedBy(
      rowsOf(),
      (row) => Math.floor(row.time / 2e8),
      (row) => (row.time % 4e8 < 2e8 ? -row.label : 0),
    );
    expect((await found(half)).found).toMatchObject([{ severity: 'info' }]);
  });

  it('is not checked where it is not known, or where one user has all rows of a label', async () => {
    const subject = auditSubject(rowsOf());
    delete subject.data.place;
    expect((await rowOrder.run(subject)).notChecked?.[0]?.why).toContain('no order of rows');
    const divided = rowsOf(({ label }) => ({ user: label }));
    expect((await found(divided)).notChecked?.[0]?.why).toContain('fewer than two users');
  });
});
