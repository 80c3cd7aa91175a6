/** `lis features SPEC --out DIR`: the features of every arm as Parquet, for a ranker of the user's own. */
import { readdir, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Cancelled, Failure } from '../common/failure.ts';
import { columns, count } from '../common/format.ts';
import { isGathering, MANIFEST } from '../evaluation/export/folder.ts';
import type { FeatureManifest } from '../evaluation/export/manifest.ts';
import type { EvaluateRequest } from '../evaluation/request.ts';
import { interruptible } from './interrupt.ts';
import { displayPath } from './problem.ts';
import { progressView } from './progress.ts';
import type { Terminal } from './terminal.ts';

export interface FeaturesOptions {
  out: string;
  /** Only these sources and models. */
  source?: string[];
  /** Write into a folder that holds something else already. */
  force?: boolean;
  threads: number;
  memory: number;
  quiet?: boolean;
}

/** The core, or another one in tests. */
export type ExportFeatures = (request: EvaluateRequest, folder: string) => Promise<FeatureManifest>;

/** @returns the exit code. @throws Failure */
export async function featuresCommand(
  specPath: string,
  options: FeaturesOptions,
  terminal: Terminal,
  core: ExportFeatures,
): Promise<number> {
  const folder = resolve(terminal.cwd, options.out);
  const shown = displayPath(folder, terminal.cwd);
  if (!options.force) await assertOurs(folder, shown);
  const progress = progressView(terminal, options.quiet === true);
  return interruptible(terminal, async (signal, interruptCode) => {
    try {
      const manifest = await core(
        {
          specPath,
          ...(options.source !== undefined && { sources: options.source }),
          run: {
            signal,
            onProgress: (p) => progress.show(p),
            threads: options.threads,
            memoryBytes: options.memory,
          },
        },
        folder,
      );
      progress.end();
      const files = columns([
        ['file', 'rows', 'features'],
        ...manifest.files.map(({ file, rows, columns: names }) => [file, count(rows), String(names.length)]),
      ]);
      const scores = (manifest.scoresOnly ?? []).map(
        (name) => `\n${name} is given by score files, which have no features\n`,
      );
      terminal.out(
        `${shown}: features of every arm; ${MANIFEST} says what each column is\n\n${files.map((line) => `  ${line}`).join('\n')}\n${scores.join('')}`,
      );
      return 0;
    } catch (error) {
      progress.end();
      if (!(error instanceof Cancelled) && !signal.aborted) throw error;
      terminal.err('lis: cancelled; nothing was exported\n');
      return interruptCode();
    }
  });
}

/** A folder that is new, empty or an earlier export: nobody's other files are mixed with these. */
async function assertOurs(folder: string, shown: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found === undefined) return;
  if (!found.isDirectory()) {
    throw new Failure('usage', 'no-folder', `${shown} is a file: name a folder for the features with --out.`);
  }
  const names = (await readdir(folder)).filter((name) => !isGathering(name));
  if (names.length === 0 || names.includes(MANIFEST)) return;
  const message = `${shown} holds other files: name a new folder with --out, or write into it with --force.`;
  throw new Failure('usage', 'folder-in-use', message);
}
