/**
 * What people wrote to runs: tags and a note each, in `.lis/notes.json` beside the runs, as their pins are in `.lis/pins.json`. The file
 * moves with the runs, and can be shared or ignored like any other.
 */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { writeAside } from '../../common/aside.ts';
import { Failure } from '../../common/failure.ts';

export interface Annotation {
  tags: string[];
  /** Empty where there is none. */
  note: string;
}

/** What is absent stays as it is. */
export type AnnotationChanges = { [Key in keyof Annotation]?: Annotation[Key] | undefined };

export const NOTHING: Annotation = { tags: [], note: '' };

const pathBeside = (runPath: string): string => join(dirname(dirname(runPath)), 'notes.json');

/** By the file name of a run, of those beside `runPath`; empty where the file is absent or damaged. */
export async function annotationsBeside(runPath: string): Promise<Record<string, Annotation>> {
  const kept = await notesBeside(runPath).catch(() => ({}));
  return Object.fromEntries(Object.entries(kept).map(([name, value]) => [name, annotationOf(value)]));
}

/** What the file holds; nothing where it is absent. @throws Failure `data` where it cannot be read: it must not be written over */
export async function notesBeside(runPath: string): Promise<Record<string, unknown>> {
  const path = pathBeside(runPath);
  try {
    const kept: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (typeof kept === 'object' && kept !== null && !Array.isArray(kept)) return { ...kept };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
  }
  const message = `The tags and notes in ${path} cannot be read; mend the file, or delete it.`;
  throw new Failure('data', 'damaged-notes', message, { file: path });
}

function annotationOf(value: unknown): Annotation {
  const { tags, note } = (value ?? {}) as { tags?: unknown; note?: unknown };
  return {
    tags: Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [],
    note: typeof note === 'string' ? note : '',
  };
}

/** Keeps what is written to a run; nothing removes it. One at a time. @throws where the file cannot be read or written */
export async function annotate(runPath: string, changes: AnnotationChanges): Promise<void> {
  const { [basename(runPath)]: before, ...others } = await notesBeside(runPath);
  const was = annotationOf(before);
  const { tags = was.tags, note = was.note } = changes;
  const given = [...new Set(tags.map((tag) => tag.trim()).filter((tag) => tag !== ''))];
  const isEmpty = given.length === 0 && note.trim() === '';
  if (isEmpty && before === undefined) return;
  const kept = isEmpty
    ? others
    : { ...others, [basename(runPath)]: { tags: given, ...(note.trim() !== '' && { note: note.trim() }) } };
  const path = pathBeside(runPath);
  if (Object.keys(kept).length === 0) return rm(path, { force: true });
  const inOrder = Object.fromEntries(Object.entries(kept).sort(([a], [b]) => (a < b ? -1 : 1)));
  await writeAside(path, (aside) => writeFile(aside, `${JSON.stringify(inOrder, null, 2)}\n`));
}
