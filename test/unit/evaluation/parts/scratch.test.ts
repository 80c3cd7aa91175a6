/** Scores that wait on the disk: they come back as they were, and nothing of them stays. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { Scratch } from '../../../../src/evaluation/parts/scratch.ts';

const place = mkdtempSync(join(tmpdir(), 'lis-scratch-test-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

it('gives back what was written, list by list', async () => {
  vi.stubEnv('TMPDIR', place);
  const scratch = new Scratch();
  const [a, b] = [scratch.list(), scratch.list()];
  await a.append(Float32Array.of(1, 2.5));
  await b.append(Float32Array.of(-1));
  await a.append(Float32Array.of(9, 3, 4).subarray(1));
  expect([...a.read()]).toEqual([1, 2.5, 3, 4]);
  expect([...b.read()]).toEqual([-1]);
  expect(readdirSync(place)).toHaveLength(1);
  await scratch.close();
  expect(readdirSync(place)).toEqual([]);
  expect(() => a.read()).toThrow('make room there, or name another one in TMPDIR');
});

it('goes with a process that ends in the middle, as at a second Ctrl-C', async () => {
  vi.stubEnv('TMPDIR', place);
  const known = new Set(process.listeners('exit'));
  const some = [new Scratch(), new Scratch()];
  for (const scratch of some) await scratch.list().append(Float32Array.of(1));
  const added = process.listeners('exit').filter((listener) => !known.has(listener));
  expect(readdirSync(place)).toHaveLength(2);
  for (const listener of added) listener(0);
  expect(readdirSync(place)).toEqual([]);
  for (const scratch of some) await scratch.close();
  expect(process.listeners('exit').filter((listener) => !known.has(listener))).toEqual([]);
});

it('makes no folder where nothing is written', async () => {
  vi.stubEnv('TMPDIR', place);
  const scratch = new Scratch();
  await scratch.close();
  expect(readdirSync(place)).toEqual([]);
});

it('says so where the temporary folder takes nothing', async () => {
  const gone = join(place, 'gone');
  vi.stubEnv('TMPDIR', gone);
  const scratch = new Scratch();
  const list = scratch.list();
  await expect(list.append(Float32Array.of(1))).rejects.toMatchObject({
    kind: 'resource',
    code: 'temporary-space',
  });
  await scratch.close();
  expect(existsSync(gone)).toBe(false);
});
