/**
 * The runs of a spec as a list: what each found, in few numbers. A report is read once and remembered by its name, size
 * and time, so that a long history costs one `stat` a run and not a parse; a damaged one is listed as such. Which runs are
 * pinned stands in `.lis/pins.json` beside them, their tags and notes in `.lis/notes.json`: they move with them and outlive every editor.
 */

import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { writeAside } from '../../common/aside.ts';
import { type AnnotationChanges, annotate, annotationsBeside, NOTHING, notesBeside } from './annotations.ts';
import { factsOf, type RunFacts } from './run-facts.ts';
import { readReport, runPaths, runTime } from './store.ts';

export interface PastRun {
  path: string;
  /** ISO 8601, from the file's name: known also of a damaged report. */
  time: string;
  pinned: boolean;
  /** Given by people, as is the note. */
  tags: string[];
  /** Empty where there is none. */
  note: string;
  /** What the report says, or why it cannot be read. */
  content: { facts: RunFacts } | { problem: string };
}

export class RunHistory {
  readonly #known = new Map<string, { stamp: string; content: PastRun['content'] }>();
  /** Writes follow each other: each changes what the one before has left. */
  #written: Promise<unknown> = Promise.resolve();

  /** The runs of a spec, the newest first. */
  async of(specPath: string): Promise<PastRun[]> {
    return this.among(await runPaths(specPath));
  }

  /** The runs in files, in their order; pins are those of the folder of the first. */
  async among(files: readonly string[]): Promise<PastRun[]> {
    const runs: PastRun[] = [];
    const [first] = files;
    const pins = first === undefined ? [] : await pinsBeside(first);
    const notes = first === undefined ? {} : await annotationsBeside(first);
    for (const path of files) {
      const content = await this.#read(path);
      const pinned = pins.includes(basename(path));
      const written = notes[basename(path)] ?? NOTHING;
      if (content !== undefined) runs.push({ path, time: runTime(path), pinned, ...written, content });
    }
    return runs;
  }

  /** Pins a run, or unpins it. */
  pin(path: string, pinned: boolean): Promise<void> {
    return this.#next(() => pin(path, pinned));
  }

  /** Gives a run tags, a note, or both, instead of those that it had. */
  annotate(path: string, changes: AnnotationChanges): Promise<void> {
    return this.#next(() => annotate(path, changes));
  }

  /** Deletes a run's report, its pin, and what was written to it. What is gone already counts as deleted. */
  delete(path: string): Promise<void> {
    return this.#next(async () => {
      await notesBeside(path); // else what was written to it would stay
      await rm(path, { force: true });
      this.#known.delete(path);
      await pin(path, false);
      await annotate(path, NOTHING);
    });
  }

  #next(write: () => Promise<void>): Promise<void> {
    const done = this.#written.then(write);
    this.#written = done.catch(() => undefined);
    return done;
  }

  /** `undefined` for a file that has gone meanwhile. */
  async #read(path: string): Promise<PastRun['content'] | undefined> {
    const found = await stat(path).catch(() => undefined);
    if (found === undefined) {
      this.#known.delete(path);
      return undefined;
    }
    const stamp = `${found.size} ${found.mtimeMs}`;
    const known = this.#known.get(path);
    if (known?.stamp === stamp) return known.content;
    const content = await readReport(path).then(
      (report) => ({ facts: factsOf(report) }),
      (error: Error) => ({ problem: error.message }),
    );
    this.#known.set(path, { stamp, content });
    return content;
  }
}

function pinsPath(runPath: string): string {
  return join(dirname(dirname(runPath)), 'pins.json');
}

/** Names of the pinned runs among those beside `runPath`; none where the file is absent or damaged. */
async function pinsBeside(runPath: string): Promise<string[]> {
  try {
    const names: unknown = JSON.parse(await readFile(pinsPath(runPath), 'utf8'));
    return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
  } catch {
    return [];
  }
}

async function pin(path: string, pinned: boolean): Promise<void> {
  const before = await pinsBeside(path);
  if (before.includes(basename(path)) === pinned) return;
  const others = before.filter((name) => name !== basename(path));
  await writePins(path, pinned ? [...others, basename(path)] : others);
}

async function writePins(runPath: string, names: readonly string[]): Promise<void> {
  const path = pinsPath(runPath);
  if (names.length === 0) return rm(path, { force: true });
  const text = `${JSON.stringify(names.toSorted(), null, 2)}\n`;
  await writeAside(path, (aside) => writeFile(aside, text));
}
