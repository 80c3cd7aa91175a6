/** Which program read and trained: another one may come to other numbers from the same data. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { KeepLogs } from '../../../data/kept/kept-log.ts';
import { distFolder } from '../../../kernels/loader.ts';

/** A hash of the sources that make what is kept, put in by the bundler; see scripts/lib/kept-sources.mjs. */
declare const __LIS_KEPT_SOURCES__: string | undefined;

/** Equal for the command line, the library and the editor's compute process of one build. Hex. */
export function programHash(): string {
  const hash = createHash('sha256').update(
    typeof __LIS_KEPT_SOURCES__ === 'undefined' ? 'sources' : __LIS_KEPT_SOURCES__,
  );
  const folder = distFolder();
  const kernels = readdirSync(`${folder}/kernels`).sort();
  // What runs in the threads that build features and train, and the kernels that do it.
  for (const file of ['task.mjs', ...kernels.map((name) => `kernels/${name}`)])
    hash.update(readFileSync(`${folder}/${file}`));
  return hash.digest('hex');
}

/** Where an engine keeps the logs that it has read. @param folder absolute; nothing is kept where it is absent */
export const keepLogs = (folder: string | undefined): KeepLogs | undefined =>
  folder === undefined ? undefined : { folder, program: programHash };
