/** Where the columns of a run's log go. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { Cancelled } from '../../../../src/common/failure.ts';
import { filedLog, isLargeLog } from '../../../../src/evaluation/parts/filed-log.ts';
import { Scratch } from '../../../../src/evaluation/parts/scratch.ts';
import { logBytes } from '../../../../src/evaluation/tasks/log-memory.ts';
import { SpecSchema } from '../../../../src/specfile/schema.ts';
import { testDataset } from '../../../support/dataset.ts';

const place = mkdtempSync(join(tmpdir(), 'lis-filed-log-test-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

const written = { version: 1, log: { path: 'log.csv', user: 'u', item: 'i', label: 'y', time: 't' } };
const spec = SpecSchema.parse(written);
const rows = Array.from({ length: 200 }, (_, i) => ({ user: i % 7, item: i % 5, time: i, label: i % 2 }));
const data = testDataset(rows);
const { signal } = new AbortController();
const enough = Math.ceil(logBytes(data) / 0.15);

it('stay in memory where they take little of it, or where something reads all rows at once', async () => {
  const scratch = new Scratch();
  expect(await filedLog(data, spec, { memoryBytes: enough, scratch, signal })).toBe(data);
  expect(await filedLog(data, spec, { memoryBytes: 1, signal })).toBe(data); // nowhere to put them
  expect(await filedLog(data, spec, { memoryBytes: 1, rowsAtOnce: 200, scratch, signal })).toBe(data);
  const tower = SpecSchema.parse({ ...written, ranker: 'deepfm' });
  expect(await filedLog(data, tower, { memoryBytes: 1, scratch, signal })).toBe(data);
  expect([isLargeLog(spec, 151, 1000), isLargeLog(spec, 150, 1000)]).toEqual([true, false]);
});

it('go into files that live as long as the run', async () => {
  vi.stubEnv('TMPDIR', place);
  for (const context of [{ memoryBytes: enough - 10 }, { memoryBytes: 2 ** 40, rowsAtOnce: 199 }]) {
    const scratch = new Scratch();
    const found = await filedLog(data, spec, { ...context, scratch, signal });
    expect(found).not.toBe(data);
    expect(found.user).toEqual(data.user);
    expect(readdirSync(place, { recursive: true }).length).toBeGreaterThanOrEqual(1 + 4); // user, item, time and slice
    await scratch.close();
    expect(readdirSync(place)).toEqual([]);
  }
});

it('say once that there is no room', async () => {
  vi.stubEnv('TMPDIR', join(place, 'gone'));
  const error = await filedLog(data, spec, { memoryBytes: 1, scratch: new Scratch(), signal }).catch(
    (e: Error) => e,
  );
  expect(error).toMatchObject({ code: 'temporary-space' });
  expect((error as Error).message.match(/temporary folder/g)).toHaveLength(1);
  expect(existsSync(join(place, 'gone'))).toBe(false);
});

it('stop between columns where the run is cancelled', async () => {
  vi.stubEnv('TMPDIR', place);
  const abort = new AbortController();
  const scratch = new Scratch();
  const path = vi.spyOn(scratch, 'path').mockImplementationOnce(() => {
    abort.abort();
    return Promise.resolve(join(place, 'first.bin'));
  });
  const error = await filedLog(data, spec, { memoryBytes: 1, scratch, signal: abort.signal }).catch((e) => e);
  expect(error).toBeInstanceOf(Cancelled);
  expect(path).toHaveBeenCalledTimes(1);
});
