/** A log that comes as train and test files is split already: by the file that a row stands in. */
import { basename } from 'node:path';
import type { Inferred } from './infer.ts';

/** The column of the spec that is a row's file (see `split.column`), unless the log has one of that name. */
const FILE_NAME = 'filename';

const PARTS = {
  train: /^(train|training|tr)$/i,
  validate: /^(valid|validate|validation|val|dev)$/i,
  evaluate: /^(test|testing|te|evaluate|eval)$/i,
} as const;

/**
 * @param files paths of the log
 * @param columns names of its columns
 * @returns undefined where not every file is clearly one part, or a part has several files
 */
export function splitByFiles(files: readonly string[], columns: readonly string[]): Inferred['split'] {
  if (columns.includes(FILE_NAME)) return undefined;
  const found = new Map<keyof typeof PARTS, string>();
  for (const file of files) {
    const name = basename(file);
    const words = name.split(/[._-]/);
    const parts = (Object.keys(PARTS) as (keyof typeof PARTS)[]).filter((part) =>
      words.some((word) => PARTS[part].test(word)),
    );
    const [part] = parts;
    if (part === undefined || parts.length > 1 || found.has(part)) return undefined;
    found.set(part, name);
  }
  const [train, evaluate] = [found.get('train'), found.get('evaluate')];
  if (train === undefined || evaluate === undefined) return undefined;
  return { column: FILE_NAME, train, validate: found.get('validate'), evaluate };
}
