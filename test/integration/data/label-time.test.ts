/** When labels became known: of the log and of objectives, in every form of time. */
import { describe, expect, it } from 'vitest';
import { csv, failureOf, folderWith, load } from './support.ts';

const start = 1_700_000_000;
const rows = Array.from({ length: 40 }, (_, i) => {
  const y = i % 3 === 0 ? 1 : 0;
  return {
    ...{ user: i % 5, item: i % 7, y, t: start + i },
    // Negatives need none: anything may stand there.
    known: y === 1 ? start + i + 10 * i : i % 2 === 0 ? '' : 'never',
    z: i % 4 === 0 ? 1 : 0,
    z_at: new Date(1000 * (start + i + 3600)).toISOString(),
  };
});
type Row = Record<string, unknown>;
const read = (list: Row[], log = {}, rest = {}) =>
  load(folderWith({ 'log.csv': csv(list) }), { labelTime: 'known', ...log }, rest);

describe('the time of a label', () => {
  it('is read of positives alone, in µs', async () => {
    const { labelTime, label, timeline } = await read(rows);
    const expected = rows.map(({ y }, i) => (y === 1 ? 1e6 * (start + 11 * i) : Number.NaN));
    expect([...labelTime!]).toEqual(expected);
    expect(label[3]).toBe(1);
    expect(labelTime![3]! - timeline!.time[3]!).toBe(30e6);
  });

  it('is that of the objective for its own label, in a form of its own', async () => {
    const objectives = [{ name: 'sale', label: 'z', labelTime: 'z_at' }];
    const { labelTime, objectives: found } = await read(rows, { labelTime: undefined }, { objectives });
    expect(labelTime).toBeUndefined();
    expect([...found!['sale']!.labelTime!]).toEqual(
      rows.map(({ z }, i) => (z === 1 ? 1e6 * (start + i + 3600) : Number.NaN)),
    );
  });

  it('of a date is the end of its day', async () => {
    const dated = rows.map((row) => ({ ...row, known: row.y === 1 ? '2023-11-14' : '' }));
    const { labelTime } = await read(dated);
    const known = new Set([...labelTime!].filter((time) => !Number.isNaN(time)));
    expect([...known]).toEqual([Date.UTC(2023, 10, 15) * 1000 - 1]);
  });

  it('before the row is that of the row, and counted', async () => {
    const early = rows.map((row, i) => ({ ...row, known: i < 7 ? start - 5 : row.known }));
    const { labelTime, warnings, timeline } = await read(early);
    expect([0, 3, 6].map((row) => labelTime![row]! - timeline!.time[row]!)).toEqual([0, 0, 0]);
    expect(warnings).toContainEqual(expect.objectContaining({ code: 'early-labels', count: 3 }));
  });

  it('is refused where most labels are earlier than their rows', async () => {
    const other = rows.map((row) => ({ ...row, known: start - 1 }));
    const failure = await failureOf(read(other));
    expect(failure).toMatchObject({ code: 'early-labels', where: { specPath: ['log', 'labelTime'] } });
    expect(failure.message).toMatch(/`known` of log.csv is earlier than the row in 14 of 14 positive rows/);
  });

  it('is refused where it is never', async () => {
    const never = rows.map((row) => {
      const known = row.t === start + 9 ? 'inf' : row.known;
      return { ...row, known: row.y === 1 ? known : '' };
    });
    expect(await failureOf(read(never))).toMatchObject({
      message: expect.stringMatching(/^1 row has an infinite time in `known` of log\.csv: correct/),
      where: { specPath: ['log', 'labelTime'] },
    });
  });

  it('is refused where positives have none', async () => {
    const never = rows.map((row, i) => ({ ...row, known: i === 9 ? '' : row.known }));
    expect(await failureOf(read(never))).toMatchObject({
      code: 'missing-time',
      message: expect.stringMatching(/^1 row has no time in `known`/),
      where: { specPath: ['log', 'labelTime'] },
    });
    const objectives = [{ name: 'sale', label: 'z', labelTime: 'when' }];
    expect(await failureOf(read(rows, {}, { objectives }))).toMatchObject({
      code: 'no-column',
      where: { specPath: ['objectives', 0, 'labelTime'] },
    });
  });
});
