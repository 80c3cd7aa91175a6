/** Drafts of logs that a test writes down. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type Draft, draftSpec } from '../../../src/draft/draft.ts';
import { engineUnderTest } from '../../support/engine.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lis-draft-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = {
  signal: new AbortController().signal,
  onProgress: () => undefined,
  threads: 2,
  memoryBytes: 2 ** 30,
};

/** @param name of the file, without `.csv` */
export async function draft(name: string, csv: string): Promise<Draft> {
  writeFileSync(join(folder, `${name}.csv`), csv);
  return draftSpec(
    { data: [`${name}.csv`], cwd: folder, out: join(folder, 'lis.yaml') },
    run,
    engineUnderTest(),
  );
}

/** Why each column is left out. */
export const leftOut = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/^ {2}# (\w+): left out, (.*)$/gm)].map(([, name, why]) => [name, why]),
  );
