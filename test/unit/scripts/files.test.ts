import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sha256, writeWhole } from '../../../scripts/lib/files.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lis-files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('writes through a temporary name and leaves nothing else behind', () => {
  const file = join(folder, 'deep', 'a.mjs');
  expect(writeWhole(file, 'one', 0o755)).toBe(true);
  expect(readFileSync(file, 'utf8')).toBe('one');
  expect(statSync(file).mode & 0o777).toBe(0o755);
  expect(readdirSync(join(folder, 'deep'))).toEqual(['a.mjs']);
});

test('leaves a file with the same contents alone', () => {
  const file = join(folder, 'a.txt');
  writeWhole(file, 'same');
  utimesSync(file, 1, 1);
  expect(writeWhole(file, 'same')).toBe(false);
  expect(statSync(file).mtimeMs).toBe(1000);
  expect(writeWhole(file, 'other')).toBe(true);
});

test('the hash tells where one part ends and the next begins', () => {
  expect(sha256('ab', 'c')).not.toBe(sha256('a', 'bc'));
  expect(sha256('ab', 'c')).toBe(sha256('ab', 'c'));
});
