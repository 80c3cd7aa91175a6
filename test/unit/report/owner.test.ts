/** What a process leaves behind is told from what is in use, on this machine and on others. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hold, ownedFolder, ownerTag, sweep } from '../../../src/common/owner.ts';

const DAY = 24 * 3_600_000;
const ENDED = 2 ** 22 + 1; // above the largest process id

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lis-owner-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function made(name: string, ageMs = 0): string {
  const path = join(folder, name);
  mkdirSync(path);
  const time = new Date(Date.now() - ageMs);
  utimesSync(path, time, time);
  return path;
}

describe('sweep', () => {
  const here = ownerTag.split('-')[0];

  it('goes by the process where its id counts, whatever the age', async () => {
    const ended = made(`x-${here}-${ENDED}-abcdef`);
    const alive = made(`x-${here}-${process.ppid}-abcdef`, 9 * DAY);
    await sweep(folder, ownedFolder('x'));
    expect([ended, alive].map((path) => existsSync(path))).toEqual([false, true]);
  });

  it('goes by age alone where the id is of another machine, or absent', async () => {
    const fresh = [made(`x-0badcafe-${ENDED}-abcdef`), made('x-abcdef'), made('y-abcdef', 9 * DAY)];
    const old = [made(`x-0badcafe-${process.ppid}-ghijkl`, 2 * DAY), made('x-ghijkl', 2 * DAY)];
    await sweep(folder, ownedFolder('x'));
    expect(fresh.map((path) => existsSync(path))).toEqual([true, true, true]);
    expect(old.map((path) => existsSync(path))).toEqual([false, false]);
  });

  it('leaves what this process holds, and what is to be looked at for a while', async () => {
    const held = made(`x-${ownerTag}-abcdef`);
    const release = hold(held);
    await sweep(folder, ownedFolder('x'));
    expect(existsSync(held)).toBe(true);
    release();
    await sweep(folder, ownedFolder('x'), DAY);
    expect(existsSync(held)).toBe(true);
    await sweep(folder, ownedFolder('x'));
    expect(existsSync(held)).toBe(false);
  });

  it('never fails', async () => {
    await expect(sweep(join(folder, 'absent'), ownedFolder('x'))).resolves.toBeUndefined();
  });
});
