import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Cancelled } from '../../../src/common/failure.ts';
import { assertUnchanged, fingerprintFile, staleInputs } from '../../../src/report/kept/fingerprint.ts';
import { sampleReport } from './sample.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lis-fingerprint-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const MIB = 2 ** 20;
const at = (name: string): string => join(folder, name);
const bytesOf = (size: number): Uint8Array => Uint8Array.from({ length: size }, (_, i) => (i * 31) % 251);

describe('fingerprintFile', () => {
  it.each([0, 10, MIB - 1, MIB, 3 * MIB + 5])('hashes all of %i bytes, as sha256sum does', async (size) => {
    const bytes = bytesOf(size);
    writeFileSync(at('a.bin'), bytes);
    const hash = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    expect(await fingerprintFile('a.bin', 'log', folder)).toMatchObject({
      role: 'log',
      path: 'a.bin',
      bytes: size,
      hash,
    });
  });

  it('names a missing file', async () => {
    const missing = fingerprintFile(at('no.csv'), 'items');
    await expect(missing).rejects.toMatchObject({ kind: 'data', code: 'unreadable-file' });
    await expect(missing).rejects.toThrow(/no\.csv.*does not exist/);
  });

  it('ends when its run is cancelled', async () => {
    writeFileSync(at('a.bin'), bytesOf(10));
    await expect(fingerprintFile('a.bin', 'log', folder, AbortSignal.abort())).rejects.toThrow(Cancelled);
  });
});

describe('assertUnchanged', () => {
  it('names the file that was written since', async () => {
    writeFileSync(at('log.csv'), 'a\n1\n');
    writeFileSync(at('items.csv'), 'a\n1\n');
    const prints = [
      await fingerprintFile('log.csv', 'log', folder),
      await fingerprintFile('items.csv', 'items', folder),
    ];
    await expect(assertUnchanged(prints, folder)).resolves.toBeUndefined();
    utimesSync(at('items.csv'), new Date(), new Date('2020-01-01'));
    await expect(assertUnchanged(prints, folder)).rejects.toMatchObject({
      code: 'changed-while-read',
      where: { file: 'items.csv' },
    });
  });
});

describe('staleInputs', () => {
  const touch = (name: string): void => utimesSync(at(name), new Date(), new Date('2020-01-01'));
  const reportOf = async (...names: string[]) => ({
    ...sampleReport(),
    inputs: await Promise.all(names.map((name) => fingerprintFile(name, 'log', folder))),
  });

  it('finds what has other content or went away, and not what was only copied', async () => {
    const names = ['same.csv', 'grown.csv', 'touched.csv', 'edited.csv', 'copied.csv', 'gone.csv'];
    for (const name of names) writeFileSync(at(name), 'a,b\n1,2\n');
    const report = await reportOf(...names);
    expect(await staleInputs(report, folder)).toEqual([]);
    writeFileSync(at('grown.csv'), 'a,b\n1,2\n3,4\n');
    touch('touched.csv');
    writeFileSync(at('edited.csv'), 'a,b\n1,3\n'); // of the same size
    touch('edited.csv');
    copyFileSync(at('same.csv'), at('copied.csv'));
    rmSync(at('gone.csv'));
    expect(await staleInputs(report, folder)).toEqual(['grown.csv', 'edited.csv', 'gone.csv']);
  });

  it('finds an edit in the middle of a large file', async () => {
    const bytes = bytesOf(MIB);
    writeFileSync(at('log.bin'), bytes);
    const report = await reportOf('log.bin');
    bytes[MIB / 2]! ^= 1;
    writeFileSync(at('log.bin'), bytes);
    touch('log.bin');
    expect(await staleInputs(report, folder)).toEqual(['log.bin']);
  });

  it('reads a file only where its time alone is another one', async () => {
    for (const name of ['same.csv', 'grown.csv', 'touched.csv']) writeFileSync(at(name), 'a\n');
    const report = await reportOf('same.csv', 'grown.csv', 'touched.csv');
    writeFileSync(at('grown.csv'), 'a\n1\n');
    touch('touched.csv');
    const asked: string[] = [];
    const stale = await staleInputs(
      report,
      folder,
      () => true,
      async ({ path, bytes, modified }) => {
        asked.push(`${path} ${bytes} ${modified}`);
        return undefined; // not known yet
      },
    );
    expect(asked).toEqual([`${at('touched.csv')} 2 2020-01-01T00:00:00.000Z`]);
    expect(stale).toEqual(['grown.csv']);
  });

  it('judges reports of first versions, which hashed the edges alone, by size and time', async () => {
    writeFileSync(at('a.csv'), 'a\n');
    const report = await reportOf('a.csv');
    report.inputs[0]!.hash = 'ab'.repeat(32);
    expect(await staleInputs(report, folder)).toEqual([]);
    touch('a.csv');
    expect(await staleInputs(report, folder)).toEqual(['a.csv']);
  });

  it('counts what is not a file as it was, also where a file has its name', async () => {
    writeFileSync(at('a.csv'), 'a\n');
    const report = await reportOf('a.csv');
    const table = { role: 'items', path: 'catalog.items', hash: 'version 12' } as const;
    const inputs = [...report.inputs, table];
    expect(await staleInputs({ ...report, inputs }, folder)).toEqual([]);
    writeFileSync(at('catalog.items'), 'a\n');
    rmSync(at('a.csv'));
    const asked: string[] = [];
    const mayLookAt = (path: string) => asked.push(path) > 0;
    expect(await staleInputs({ ...report, inputs }, folder, mayLookAt)).toEqual(['a.csv']);
    expect(asked).toEqual([at('a.csv')]);
  });

  it('names a file that two sources read once', async () => {
    writeFileSync(at('a.csv'), 'a\n');
    const report = await reportOf('a.csv', 'a.csv');
    rmSync(at('a.csv'));
    expect(await staleInputs(report, folder)).toEqual(['a.csv']);
  });
});
