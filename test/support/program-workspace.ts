/** The small workspace, evaluated with a program of the user's own: `ranker-program.mjs`, in one of its modes. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Progress } from '../../src/common/progress.ts';
import type { Report } from '../../src/report/schema.ts';
import type { Spec } from '../../src/specfile/schema.ts';
import { evaluate } from './evaluate.ts';
import { smallSpec, writeSmallWorkspace } from './small-workspace.ts';

export const PROGRAM = resolve(import.meta.dirname, 'ranker-program.mjs');

interface Options {
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
  /** Default: the source `recent` alone. */
  sources?: string[];
  nullCheck?: boolean;
}

export class ProgramWorkspace {
  /** Absolute. */
  readonly folder: string;
  readonly #training: Spec['training'];

  /** @param name begins the folder's */
  constructor(name: string, training: Spec['training'], rows?: number) {
    this.folder = mkdtempSync(join(tmpdir(), name));
    this.#training = training;
    writeSmallWorkspace(this.folder, rows);
  }

  /** The text of a spec whose ranker is the program. @param more further options of the ranker, from a comma on */
  spec(mode: string, more = '', seeds = 1): string {
    const command = `{command: ['${process.execPath}', '${PROGRAM}', ${mode}]${more}}`;
    return smallSpec(`seeds: ${seeds}\ntraining: ${this.#training}\nranker: ${command}\n`);
  }

  run(
    specText: string,
    { signal, onProgress, sources = ['recent'], nullCheck }: Options = {},
  ): Promise<Report> {
    return evaluate({
      specPath: join(this.folder, 'lis.yaml'),
      specText,
      sources,
      nullCheck,
      run: {
        signal: signal ?? new AbortController().signal,
        onProgress: onProgress ?? (() => {}),
        threads: 1,
        memoryBytes: 2 ** 31,
      },
    });
  }

  /** Folders that runs of the program have left. */
  leftOvers(): string[] {
    const cache = join(this.folder, '.lis/cache');
    return existsSync(cache) ? readdirSync(cache).filter((name) => name.startsWith('ranker-')) : [];
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
