/** What is read of objectives: labels and weights beside those of the log, row by row. */
import { describe, expect, it } from 'vitest';
import { csv, failureOf, folderWith, load } from './support.ts';

const rows = [
  { user: 1, item: 1, y: 0, t: 100, z: 0, w: '' },
  { user: 2, item: 1, y: 1, t: 101, z: 0, w: 2.5 },
  { user: 1, item: 2, y: 1, t: 102, z: 1, w: 0 },
  { user: 2, item: 2, y: 0, t: 103, z: 0, w: 'none' },
  { user: 1, item: 3, y: 1, t: 104, z: 1, w: 7 },
  { user: 2, item: 3, y: 0, t: 105, z: 0, w: 1 },
];
const read = (objectives: { name: string; label?: string; weight?: string }[], list: object[] = rows) =>
  load(
    folderWith({ 'log.csv': csv(list as Record<string, unknown>[]) }),
    {},
    { objectives, split: { evaluate: '34%', slices: 3 } },
  );

describe('the columns of objectives', () => {
  it('stand in the order of the rows, weights on positives by the label that counts', async () => {
    const { label, objectives } = await read([
      { name: 'value', weight: 'w' },
      { name: 'sale', label: 'z' },
      { name: 'late', label: 't >= 103', weight: 'item' },
      { name: 'turnover', label: 'z = 1', weight: 'w' },
    ]);
    expect([...label]).toEqual([0, 1, 1, 0, 1, 0]);
    expect(objectives).toEqual({
      value: { weight: Float64Array.of(1, 2.5, 0, 1, 7, 1) },
      sale: { label: Uint8Array.of(0, 0, 1, 0, 1, 0) },
      late: { label: Uint8Array.of(0, 0, 0, 1, 1, 1), weight: Float64Array.of(1, 1, 1, 2, 3, 3) },
      turnover: { label: Uint8Array.of(0, 0, 1, 0, 1, 0), weight: Float64Array.of(1, 1, 0, 1, 7, 1) },
    });
  });

  it('are absent where the spec has none', async () => {
    expect(await read([])).not.toHaveProperty('objectives');
  });

  it.each([-1, 'inf', 'nan', '', 'x', '1e+300'])('a positive that weighs %j is refused', async (w) => {
    const bad = rows.map((row) => ({ ...row, w: row.t === 104 ? w : 1 }));
    const failure = await failureOf(read([{ name: 'value', weight: 'w' }], bad));
    expect(failure).toMatchObject({ code: 'bad-weight', where: { specPath: ['objectives', 0, 'weight'] } });
    const shown = w === '' ? '' : ` \\('${w.toString().replace('+', '\\+')}'\\)`;
    expect(failure.message).toMatch(
      new RegExp(`^1 row has no weight ≥ 0 in \`w\` of log\\.csv${shown}: .*; correct or fill them\\.$`),
    );
  });

  it('are refused at their key', async () => {
    const bad = rows.map((row) => ({ ...row, w: row.y === 1 ? -1 : 0 }));
    expect(await failureOf(read([{ name: 'value', weight: 'w' }], bad))).toMatchObject({
      code: 'bad-weight',
      where: { specPath: ['objectives', 0, 'weight'] },
    });
    const two = [
      { name: 'sale', label: 'z' },
      { name: 'odd', label: 'item' },
    ];
    expect(await failureOf(read(two))).toMatchObject({
      code: 'bad-label',
      where: { specPath: ['objectives', 1, 'label'] },
    });
  });
});
