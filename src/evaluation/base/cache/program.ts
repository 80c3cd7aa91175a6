/** Which program trained: another one may come to other numbers from the same data. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { distFolder } from '../../../kernels/loader.ts';

/** A hash of the sources that choose a recipe, put in by the bundler; see `baseSources` in scripts/lib/bundles.mjs. */
declare const __LIS_BASE_SOURCES__: string | undefined;

/** What runs in the threads that train, and the kernels that do it. */
const FILES = ['task.mjs', 'kernels/lr.wasm', 'kernels/fm.wasm', 'kernels/deepfm.wasm', 'kernels/boost.wasm'];

/** Equal for the command line, the library and the editor's compute process of one build. Hex. */
export function programHash(): string {
  const hash = createHash('sha256').update(
    typeof __LIS_BASE_SOURCES__ === 'undefined' ? 'sources' : __LIS_BASE_SOURCES__,
  );
  for (const file of FILES) hash.update(readFileSync(`${distFolder()}/${file}`));
  return hash.digest('hex');
}
