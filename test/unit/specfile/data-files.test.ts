import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findDataFiles } from '../../../src/specfile/authoring/data-files.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lis-files-'));
  const paths = [
    'a.csv',
    'b.csv',
    'data/2026/x1.csv',
    'data/2026/x2.csv',
    'data/2025/x3.csv',
    'odd[1].csv',
    'w+1.csv',
  ];
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), 'a\n1\n');
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function found(...patterns: string[]): Promise<string[]> {
  const { files } = await findDataFiles(folder, patterns);
  return files.map(({ path }) => relative(folder, path));
}

describe('the files of a path', () => {
  it.each([
    ['a.csv', ['a.csv']],
    ['./a.csv', ['a.csv']],
    ['?.csv', ['a.csv', 'b.csv']],
    ['[ab].csv', ['a.csv', 'b.csv']],
    ['[!a].csv', ['b.csv']],
    ['w+*.csv', ['w+1.csv']],
    ['data/*/x*.csv', ['data/2025/x3.csv', 'data/2026/x1.csv', 'data/2026/x2.csv']],
    ['data/2026/*.csv', ['data/2026/x1.csv', 'data/2026/x2.csv']],
    ['data/**/x1.csv', ['data/2026/x1.csv']],
    ['**/x3.csv', ['data/2025/x3.csv']],
    ['odd[1].csv', ['odd[1].csv']],
  ])('%s', async (pattern, expected) => {
    expect(await found(pattern)).toEqual(expected);
  });

  it('may be absolute, and are found once however many patterns name them', async () => {
    expect(await found(join(folder, '*.csv'), 'a.csv')).toEqual(['a.csv', 'b.csv', 'odd[1].csv', 'w+1.csv']);
  });

  it('that are missing are named, with the nearest name of their folder', async () => {
    const { missing, files } = await findDataFiles(folder, [
      'data/2026/x11.csv',
      'z/*.csv',
      'data/2027/x1.csv',
      'a.csv',
    ]);
    expect(files).toHaveLength(1);
    expect(missing).toEqual([
      { pattern: 'data/2026/x11.csv', near: 'data/2026/x1.csv' },
      { pattern: 'z/*.csv', near: undefined },
      { pattern: 'data/2027/x1.csv', near: undefined },
    ]);
  });

  it('come with their size and time, and a folder is none', async () => {
    const { files } = await findDataFiles(folder, ['a.csv', 'data']);
    expect(files).toEqual([{ path: join(folder, 'a.csv'), bytes: 4, modified: expect.any(Number) }]);
  });
});
