/** Globs as the shell reads them, without a pattern that runs away. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cancelled } from '../../../src/common/failure.ts';
import { globFiles, matchesName } from '../../../src/common/glob.ts';

let folder: string;
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'lis-glob-[a]-')));
  for (const path of ['x.csv', '.hid.csv', 'b/y.csv', 'b/1.csv', 'b/q[1].csv', 'b/d/z.csv', 'c/b/w.csv']) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), 'x');
  }
  symlinkSync('..', join(folder, 'c/loop'));
  symlinkSync('b', join(folder, 'link'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const found = async (pattern: string) =>
  (await globFiles(folder, pattern)).map((path) => relative(folder, path));

describe('globFiles', () => {
  it.each([
    ['*.csv', ['.hid.csv', 'x.csv']],
    ['b/[0-9y].csv', ['b/1.csv', 'b/y.csv']],
    ['b/[!1].csv', ['b/y.csv']],
    ['b/q[[]1].csv', ['b/q[1].csv']],
    ['./b/?.csv', ['b/1.csv', 'b/y.csv']],
    ['*/y.csv', ['b/y.csv', 'link/y.csv']],
    ['**/b/**/*.csv', ['b/1.csv', 'b/d/z.csv', 'b/q[1].csv', 'b/y.csv', 'c/b/w.csv']],
    ['**/**/w.csv', ['c/b/w.csv']],
    ['c/**', ['c/b/w.csv']],
    ['b*', []],
    ['absent/*.csv', []],
  ])('%s', async (pattern, wanted) => expect(await found(pattern)).toEqual(wanted));

  it('takes an absolute pattern, whatever the folder', async () => {
    const inside = join(folder, 'b').replaceAll('[', '[[]');
    expect(await globFiles('/nowhere', `${inside}/y*`)).toEqual([join(folder, 'b/y.csv')]);
  });

  it('stops where it is told to', async () => {
    await expect(globFiles(folder, '**', { signal: AbortSignal.abort() })).rejects.toThrow(Cancelled);
    expect((await globFiles(folder, '**/*.csv', { mostEntries: 1 })).length).toBeLessThan(3);
  });
});

describe('matchesName', () => {
  it('is quick where a backtracking matcher would never end', () => {
    const start = performance.now();
    expect(matchesName(`${'a*'.repeat(60)}b`, 'a'.repeat(250))).toBe(false);
    expect(matchesName(`${'*a'.repeat(60)}*`, 'a'.repeat(250))).toBe(true);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it('agrees with a slow, obvious matcher', () => {
    const slow = (p: string, n: string): boolean =>
      p === ''
        ? n === ''
        : p[0] === '*'
          ? slow(p.slice(1), n) || (n !== '' && slow(p, n.slice(1)))
          : n !== '' && (p[0] === '?' || p[0] === n[0]) && slow(p.slice(1), n.slice(1));
    const words = (letters: string, most: number): string[] =>
      most === 0 ? [''] : ['', ...[...letters].flatMap((a) => words(letters, most - 1).map((b) => a + b))];
    let matched = 0;
    for (const pattern of words('ab*?', 4)) {
      for (const name of words('ab', 4)) {
        const wanted = slow(pattern, name);
        if (wanted) matched++;
        expect(matchesName(pattern, name), `${pattern} ~ ${name}`).toBe(wanted);
      }
    }
    expect(matched).toBeGreaterThan(1000);
  });
});
