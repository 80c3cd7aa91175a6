import { describe, expect, it } from 'vitest';
import { Failure } from '../../../src/common/failure.ts';
import { asFailure, explained } from '../../../src/data/duckdb/session/faults.ts';

const file = { path: 'data/log.csv' };

describe('asFailure', () => {
  it('passes failures on', () => {
    const failure = new Failure('data', 'x', 'y');
    expect(asFailure(failure, file)).toBe(failure);
  });

  it.each([
    ['IO Error: Could not write file "t.tmp": No space left on device', 'disk-full'],
    [
      'Out of Memory Error: failed to offload data block of size 32.0 KiB (1.0 MiB/1.0 MiB used).',
      'disk-full',
    ],
    [
      'Out of Memory Error: could not allocate block of size 256.0 KiB (127.7 MiB/128.0 MiB used)',
      'out-of-memory',
    ],
  ])('%s', (message, code) => {
    expect(asFailure(new Error(message), file)).toMatchObject({ kind: 'resource', code, exitCode: 4 });
    expect(asFailure(new Error(message))).toMatchObject({ kind: 'resource', code, exitCode: 4 });
  });

  it.each([
    ['IO Error: No files found that match the pattern "/x/log.csv"', 'missing-file'],
    ['IO Error: ZSTD Decompression failed', 'bad-compression'],
    ['TProtocolException: Invalid data', 'unreadable-file'],
    [
      'Invalid Input Error: Invalid string encoding found in Parquet file "/x/log.csv": value "\\xFE\\xD8" is not valid UTF8!',
      'binary-values',
    ],
    ['Invalid Input Error: Failed to read Parquet file "/x/log.csv": corrupt', 'not-parquet'],
  ])('while reading: %s', (message, code) => {
    expect(asFailure(new Error(message), file)).toMatchObject({
      kind: 'data',
      code,
      where: { file: 'data/log.csv' },
    });
  });

  it('calls a statement that DuckDB does not understand a defect', () => {
    const failure = asFailure(new Error('Binder Error: Referenced column "x" not found!\nLINE 1: …'), file);
    expect(failure).toMatchObject({ kind: 'internal', code: 'query-failed' });
    expect(failure.message).toBe('A query of the data engine failed: Referenced column "x" not found!.');
    expect(asFailure('odd').kind).toBe('internal');
  });
});

describe('a request for more memory than there is', () => {
  const asked = (size: string) =>
    new Error(`Out of Memory Error: failed to allocate data of size ${size} (104.0 KiB/1.8 GiB used)`);
  const reading = { path: 'log.parquet', largestPiece: async () => 100e6 };

  it('is damage where a sound file asks for less', async () => {
    const failure = await explained(asked('2.0 GiB'), reading);
    expect(failure).toMatchObject({ kind: 'data', code: 'unreadable-file', where: { file: 'log.parquet' } });
  });

  it('is a lack of memory otherwise', async () => {
    for (const size of ['64.0 MiB', '256.0 KiB', '7 bytes']) {
      expect(await explained(asked(size), reading)).toMatchObject({
        kind: 'resource',
        code: 'out-of-memory',
      });
    }
    expect((await explained(asked('2.0 GiB'), file)).kind).toBe('resource');
    expect((await explained(asked('2.0 GiB'))).kind).toBe('resource');
  });
});
