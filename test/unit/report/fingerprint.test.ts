import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fingerprintFile, staleInputs } from '../../../src/report/fingerprint.ts';
import { sampleReport } from './sample.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lis-fingerprint-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const KIB64 = 65536;
const sha = (size: number, ...parts: Uint8Array[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256').update(`${size}\n`)).digest('hex');

describe('fingerprintFile', () => {
  it.each([0, 10, KIB64, KIB64 + 5, 2 * KIB64, 3 * KIB64])(
    'hashes size, head and tail of %i bytes',
    async (size) => {
      const bytes = Uint8Array.from({ length: size }, (_, i) => (i * 31) % 251);
      writeFileSync(join(folder, 'a.bin'), bytes);
      const print = await fingerprintFile('a.bin', 'log', folder);
      const head = bytes.subarray(0, KIB64);
      const tail = bytes.subarray(Math.max(KIB64, size - KIB64));
      expect(print).toMatchObject({ role: 'log', path: 'a.bin', bytes: size, hash: sha(size, head, tail) });
    },
  );

  it('names a missing file', async () => {
    const missing = fingerprintFile(join(folder, 'no.csv'), 'items');
    await expect(missing).rejects.toMatchObject({ kind: 'data', code: 'unreadable-file' });
    await expect(missing).rejects.toThrow(/no\.csv.*does not exist/);
  });
});

describe('staleInputs', () => {
  it('finds what changed in size, changed in time, or went away, and nothing else', async () => {
    const names = ['same.csv', 'grown.csv', 'touched.csv', 'gone.csv'];
    for (const name of names) writeFileSync(join(folder, name), 'a,b\n1,2\n');
    const inputs = await Promise.all(names.map((name) => fingerprintFile(name, 'log', folder)));
    const report = { ...sampleReport(), inputs };
    expect(await staleInputs(report, folder)).toEqual([]);
    writeFileSync(join(folder, 'grown.csv'), 'a,b\n1,2\n3,4\n');
    utimesSync(join(folder, 'touched.csv'), new Date(), new Date('2020-01-01'));
    rmSync(join(folder, 'gone.csv'));
    expect(await staleInputs(report, folder)).toEqual(['grown.csv', 'touched.csv', 'gone.csv']);
  });
});
