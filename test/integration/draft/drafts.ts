/** Drafts of logs that a test writes down. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Draft, draftSpec } from '../../../src/draft/draft.ts';
import { engineUnderTest } from '../../support/engine.ts';

const run = {
  signal: new AbortController().signal,
  onProgress: () => undefined,
  threads: 2,
  memoryBytes: 2 ** 30,
};

/** @param name of the file, without `.csv` */
export async function draft(name: string, csv: string): Promise<Draft> {
  const folder = mkdtempSync(join(tmpdir(), 'lis-draft-'));
  try {
    writeFileSync(join(folder, `${name}.csv`), csv);
    const given = { data: [`${name}.csv`], cwd: folder, out: join(folder, 'lis.yaml') };
    return await draftSpec(given, run, engineUnderTest());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Why each column is left out. */
export const leftOut = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/^ {2}# (\w+): left out, (.*)$/gm)].map(([, name, why]) => [name, why]),
  );
