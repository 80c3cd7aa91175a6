import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { forget, mark, marksIn } from '../../../../../src/vscode/state/runs/marks.ts';

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'lis-marks-')), 'under-way');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }));

const run = { specPath: '/w/lis.yaml', reportPath: '/w/.lis/runs/a-lis.json' };
/** The number of a process that has ended. */
const gone = (): number => spawnSync(process.execPath, ['-e', '0']).pid;

it('marks a run for as long as it goes on', async () => {
  const end = await mark(folder, { ...run, parts: ['co-click'] });
  expect(await marksIn(folder)).toMatchObject([
    { ...run, parts: ['co-click'], pid: process.pid, alive: true },
  ]);
  const other = await mark(folder, run);
  await end();
  expect(await marksIn(folder)).toHaveLength(1);
  await other();
  expect(readdirSync(folder)).toEqual([]);
});

it('tells what a process that is gone left behind', async () => {
  const end = await mark(folder, run);
  writeFileSync(join(folder, 'b.json'), JSON.stringify({ ...run, specPath: '/w/b.lis.yaml', pid: gone() }));
  const left = (await marksIn(folder)).filter(({ alive }) => !alive);
  expect(left).toMatchObject([{ specPath: '/w/b.lis.yaml' }]);
  expect(left[0]).not.toHaveProperty('parts');
  await forget(left[0]!.file);
  expect(await marksIn(folder)).toHaveLength(1);
  await end();
});

it('takes a mark that nobody has touched for a minute for left behind, whoever has its number now', async () => {
  const end = await mark(folder, run);
  expect(await marksIn(folder, Date.now() + 61_000)).toMatchObject([{ alive: false }]);
  await end();
});

it('removes what is not a mark', async () => {
  await (await mark(folder, run))();
  writeFileSync(join(folder, 'cut.json'), '{"specPath": "/w');
  writeFileSync(join(folder, 'other.json'), '{}');
  expect(await marksIn(folder)).toEqual([]);
  expect(existsSync(join(folder, 'cut.json'))).toBe(false);
  expect(await marksIn(join(folder, 'none'))).toEqual([]);
});

it('lets a run go on where no mark can be kept', async () => {
  writeFileSync(join(folder, '..', 'file'), '');
  await expect((await mark(join(folder, '..', 'file'), run))()).resolves.toBeUndefined();
});
