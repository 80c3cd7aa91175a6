import { describe, expect, it } from 'vitest';
import { writeParquetFile } from '../../support/parquet-file.ts';
import { clusters, codesOf, folder, START, shownClusters, withClusters } from './item-files-support.ts';
import { csv, failureOf, jsonLines, load } from './support.ts';

const rows = [
  { a: 10, x: 7, y: 'p' },
  { a: 2, x: 3, y: 'q' },
  { a: 3, x: 7, y: 'q' },
];

describe('clusters of a file', () => {
  it('are codes per level, of integers or texts, on shared memory', async () => {
    const data = await withClusters(rows);
    expect(shownClusters(data)).toEqual(['2: 1 2', '3: 2 2', '10: 2 1']);
    const { levels } = data.clusters!['c']!;
    expect(levels.map(({ name, cardinality }) => [name, cardinality])).toEqual([
      ['x', 3],
      ['y', 3],
    ]);
    expect(levels[0]!.codes.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(codesOf(data)).toContainEqual(['items-not-in-source', 8]);
  });

  it('come from Parquet and CSV alike', async () => {
    const floats = rows.map((row) => ({ ...row, x: row.x.toFixed(1) }));
    const f = folder({ 'c.jsonl': jsonLines(rows), 'c.csv': csv(floats) });
    await writeParquetFile(`${f}/c.parquet`, `FROM '${f}/c.jsonl'`);
    for (const path of ['c.parquet', 'c.csv']) {
      const data = await load(f, { path: 'log.jsonl' }, { sources: [{ ...clusters, clusters: path }] });
      expect(shownClusters(data), path).toEqual(['2: 1 2', '3: 2 2', '10: 2 1']);
    }
  });

  it('are 0 where missing', async () => {
    const data = await withClusters([...rows, { a: 4, x: 3, y: null }, { a: 5, x: null, y: '' }]);
    expect(shownClusters(data)).toEqual(['2: 1 2', '3: 2 2', '4: 1 0', '5: 0 0', '10: 2 1']);
    expect(data.warnings.filter(({ code }) => code === 'missing-clusters')).toEqual([
      { code: 'missing-clusters', message: expect.stringContaining('without `x`'), count: 1 },
      { code: 'missing-clusters', message: expect.stringContaining('without `y`'), count: 2 },
    ]);
  });

  it('have versions in time', async () => {
    const timed = [
      { a: 2, x: 2, y: 'p', t: START + 30 },
      { a: 2, x: 1, y: 'p', t: START },
      { a: 2, x: 9, y: 'p', t: START + 100 },
    ];
    const data = await withClusters(timed, { time: 't' });
    expect(shownClusters(data)).toEqual(['2: 1 1 s0', '2: 2 1 s2']);
    expect(codesOf(data)).toContainEqual(['rows-after-log', 1]);
  });

  it('may be doubled, and may not contradict', async () => {
    const data = await withClusters([...rows, rows[0]!]);
    expect(codesOf(data)).toContainEqual(['doubled-items', 1]);
    expect(shownClusters(data)).toHaveLength(3);
    const other = await failureOf(withClusters([...rows, { a: 10, x: 8, y: 'p' }]));
    expect(other).toMatchObject({ code: 'contradictory-items', where: { file: 'c.jsonl' } });
  });

  it('are refused where they identify nothing', async () => {
    const [broken, list] = [[{ a: 1, x: 1.5, y: 1 }], [{ a: 1, x: [1], y: 1 }]];
    for (const bad of [broken, list]) {
      expect(await failureOf(withClusters(bad))).toMatchObject({
        code: 'bad-cluster',
        where: { specPath: ['sources', 0, 'ids', 0] },
      });
    }
    expect(await failureOf(withClusters([{ a: 99, x: 1, y: 1 }]))).toMatchObject({ code: 'no-items' });
    expect(await failureOf(withClusters(rows, { ids: ['x', 'zz'] }))).toMatchObject({ code: 'no-column' });
  });
});
