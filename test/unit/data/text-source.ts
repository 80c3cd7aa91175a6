/** A file of text for what reads one. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TextSource } from '../../../src/data/duckdb/formats/text/bytes.ts';
import type { Session } from '../../../src/data/duckdb/session/session.ts';

/** A text written down anew at each call, in a folder that `remove` takes away. */
export function textFile(): { sourceOf(text: string | Uint8Array): TextSource; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'lis-text-test-'));
  return {
    sourceOf(text) {
      const path = join(folder, 'x.csv');
      writeFileSync(path, text);
      const found = { path, shown: 'x.csv', bytes: 1, identity: '' };
      const file = { ...found, role: 'log', format: 'csv', compression: 'none' } as const;
      return { file, session: {} as Session, signal: new AbortController().signal };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
