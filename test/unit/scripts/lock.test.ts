import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withLock } from '../../../scripts/lib/lock.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lis-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('work under one lock never overlaps', async () => {
  let inside = 0;
  const order: number[] = [];
  const work = (id: number) => async () => {
    inside += 1;
    expect(inside).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    inside -= 1;
    order.push(id);
    return id;
  };
  const file = join(folder, 'lock');
  expect(await Promise.all([withLock(file, work(1)), withLock(file, work(2))])).toEqual([1, 2]);
  expect(order.toSorted()).toEqual([1, 2]);
});

test('a failure releases the lock', async () => {
  const file = join(folder, 'lock');
  const failing = withLock(file, () => Promise.reject(new Error('no disk')));
  await expect(failing).rejects.toThrow('no disk');
  expect(await withLock(file, async () => 'free')).toBe('free');
});

test('a killed owner releases the lock', async () => {
  const file = join(folder, 'lock');
  const module = join(import.meta.dirname, '../../../scripts/lib/lock.mjs');
  const program = `const { withLock } = await import(${JSON.stringify(module)});
    await withLock(${JSON.stringify(file)}, () => { console.log('locked'); return new Promise(() => setInterval(() => {}, 1e3)); });`;
  const owner = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(owner.stdout, 'data');
  const waiting = withLock(file, async () => 'mine');
  owner.kill('SIGKILL');
  expect(await waiting).toBe('mine');
});
