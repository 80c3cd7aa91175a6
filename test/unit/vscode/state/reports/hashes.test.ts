import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ContentHashes } from '../../../../../src/vscode/state/reports/hashes.ts';

const folder = mkdtempSync(join(tmpdir(), 'lis-hashes-'));
const path = join(folder, 'a.csv');
beforeAll(() => writeFileSync(path, 'a\n1\n'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const modified = '2026-01-01T00:00:00.000Z';
const GB = 2 ** 30;

it('reads a small file here, once a state', async () => {
  const hashes = new ContentHashes(() => Promise.reject(new Error('not asked')));
  const file = { path, bytes: 4, modified };
  const hash = `sha256:${createHash('sha256').update('a\n1\n').digest('hex')}`;
  expect(await hashes.soon(file)).toBe(hash);
  writeFileSync(path, 'a\n2\n');
  expect(await hashes.soon(file)).toBe(hash); // the same size and time: the same file
  expect(await hashes.soon({ ...file, modified: '2026-01-02T00:00:00.000Z' })).not.toBe(hash);
});

it('has a large file read elsewhere, and knows it from then on', async () => {
  const asked: string[] = [];
  const hashes = new ContentHashes(async (large) => {
    asked.push(large);
    return 'sha256:aa';
  });
  const file = { path: '/data/log.parquet', bytes: 3 * GB, modified };
  expect(await hashes.soon(file)).toBeUndefined();
  expect(asked).toEqual([]);
  expect(await Promise.all([hashes.of(file), hashes.of(file)])).toEqual(['sha256:aa', 'sha256:aa']);
  expect(await hashes.soon(file)).toBe('sha256:aa');
  expect(asked).toEqual(['/data/log.parquet']);
});

it('asks again for a file that could not be read', async () => {
  let broken = true;
  const hashes = new ContentHashes(async () => {
    if (broken) throw new Error('gone');
    return 'sha256:bb';
  });
  const file = { path: '/data/log.parquet', bytes: GB, modified };
  await expect(hashes.of(file)).rejects.toThrow('gone');
  broken = false;
  expect(await hashes.of(file)).toBe('sha256:bb');
});
