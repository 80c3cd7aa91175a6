/** Small logs in a temporary folder, and the engine under test. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { Failure } from '../../../src/common/failure.ts';
import type { Progress, RunContext } from '../../../src/common/progress.ts';
import type { Dataset } from '../../../src/data/dataset.ts';
import { type SpecInput, SpecSchema } from '../../../src/specfile/schema.ts';
import { engineUnderTest } from '../../support/engine.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is gone after the test file, holding `files` by name. */
export function folderWith(files: Record<string, string | Uint8Array> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'lis-data-test-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

export function runContext(overrides: Partial<RunContext> = {}): RunContext {
  return {
    signal: new AbortController().signal,
    onProgress: (_: Progress) => undefined,
    threads: 1, // of small logs a second one takes as long to wake as it saves; determinism.test.ts has both
    memoryBytes: 2 ** 30,
    ...overrides,
  };
}

export type LogInput = Partial<SpecInput['log']>;

/** A spec over `log.csv` with the usual names, changed by `log` and `rest`. */
export function specOf(log: LogInput = {}, rest: Partial<Omit<SpecInput, 'log'>> = {}) {
  return SpecSchema.parse({
    version: 1,
    log: { path: 'log.csv', user: 'user', item: 'item', label: 'y', time: 't', ...log },
    split: { evaluate: '20%', slices: 5 },
    ...rest,
  });
}

export async function load(
  folder: string,
  log: LogInput = {},
  rest: Partial<Omit<SpecInput, 'log'>> = {},
  run: Partial<RunContext> = {},
): Promise<Dataset> {
  return engineUnderTest().load(specOf(log, rest), folder, runContext(run));
}

/** The `Failure` that the promise ends in. */
export async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Failure);
  return error as Failure;
}

/** A log of `n` rows as CSV lines, both classes everywhere, times one second apart from `start`. */
export function logRows(
  n = 100,
  start = 1_700_000_000,
): { user: number; item: number; y: number; t: number }[] {
  return Array.from({ length: n }, (_, i) => ({
    user: i % 7,
    item: (i * 5) % 11,
    y: i % 3 === 0 ? 1 : 0,
    t: start + i,
  }));
}

export function csv(rows: readonly Record<string, unknown>[]): string {
  const names = Object.keys(rows[0] ?? {});
  const lines = rows.map((row) => names.map((name) => row[name] ?? '').join(','));
  return `${[names.join(','), ...lines].join('\n')}\n`;
}

export function jsonLines(rows: readonly Record<string, unknown>[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}
