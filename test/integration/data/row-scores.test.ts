/** What programs leave as predictions and what is no number in it: refused by what it is, not by what the engine says. */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { engineUnderTest } from '../../support/engine.ts';
import { writeParquetFile } from '../../support/parquet-file.ts';
import { failureOf, folderWith, runContext } from './support.ts';

const parquet = async (select: string): Promise<string> => {
  const path = join(folderWith({ 'a.txt': '' }), 'predictions.parquet');
  await writeParquetFile(path, `SELECT ${select} FROM range(3) AS t(i)`);
  return path;
};
const read = (path: string) => engineUnderTest().readRowScores(path, 'parquet', runContext());

describe('predictions of a program', () => {
  it('may be numbers of any type', async () => {
    const path = await parquet('(i + 7)::DOUBLE AS row, (i / 4)::DECIMAL(9, 3) AS score, 1 AS other');
    const { column, row, value } = await read(path);
    expect(column).toBe('score');
    expect([[...row], [...value]]).toEqual([
      [7, 8, 9],
      [0, 0.25, 0.5],
    ]);
  });

  it.each([
    [
      'probability',
      'i AS row, [1 - i / 4, i / 4] AS probability',
      /`probability` of .* holds lists \(DOUBLE\[\]\)/,
    ],
    ['row', '[i] AS row, i / 4 AS probability', /`row` of .* holds lists \(BIGINT\[\]\)/],
  ])('are refused where each %s is a list, as of one class each', async (_, select, message) => {
    const failure = await failureOf(read(await parquet(select)));
    expect(failure).toMatchObject({ kind: 'data', code: 'predictions-columns' });
    expect(failure.message).toMatch(message);
  });

  it('are refused where they are bytes', async () => {
    const path = await parquet("i AS row, '\\xFF\\xFE'::BLOB AS score");
    const failure = await failureOf(read(path));
    expect(failure).toMatchObject({ kind: 'data', code: 'binary-values' });
    expect(failure.message).toContain(path);
  });
});
