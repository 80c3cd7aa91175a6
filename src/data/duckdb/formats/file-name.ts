/**
 * A split that comes as files of their own for each part (`train.parquet`, `test/*.csv`) needs no column: `filename` is the base name
 * of the file that a row stands in, or its path where a part is named by a path, unless the log has a column of that name.
 */
import { basename, resolve, sep } from 'node:path';
import { matchesName } from '../../../common/glob.ts';
import type { SplitSpec } from '../../../specfile/schema.ts';
import type { OpenFile } from '../session/columns.ts';
import { quoteText } from '../session/sql.ts';
import { isRemote } from './files.ts';

export const FILE_NAME = 'filename';

type ReadySplit = Extract<SplitSpec, { column: string }>;

/**
 * The files with the pseudo-column `filename` where the split asks for it and no file has it: the value of the part that names the
 * file's path, else its base name.
 * @param folder absolute; paths of the parts start from it
 */
export function withFileName(files: readonly OpenFile[], split: ReadySplit, folder: string): OpenFile[] {
  if (split.column !== FILE_NAME || files.some((open) => open.column(FILE_NAME) !== undefined))
    return [...files];
  const paths = [split.train, split.validate, split.evaluate].flatMap((part) =>
    part !== undefined && /[\\/*?]/.test(String(part)) ? [String(part)] : [],
  );
  return files.map((open) => {
    const { file } = open;
    if (isRemote(file)) return open; // its rows do not say which file they stand in
    const path = paths.find((candidate) =>
      names(resolve(folder, candidate).split(sep), file.path.split(sep)),
    );
    const value = quoteText(path ?? basename(file.path));
    return open.with([{ name: FILE_NAME, type: 'VARCHAR', untyped: false, value }]);
  });
}

/** Whether a path, part by part, matches a pattern; `**` stands for any number of folders. */
function names(pattern: readonly string[], path: readonly string[]): boolean {
  // Positions in the pattern that the parts so far lead to: one step a part, however many `**` there are.
  let positions = skipping(pattern, [0]);
  for (const part of path) {
    const next = [...positions].flatMap((i) => {
      const wanted = pattern[i];
      if (wanted === undefined) return [];
      if (wanted === '**') return [i];
      return wanted === part || matchesName(wanted, part) ? [i + 1] : [];
    });
    positions = skipping(pattern, next);
  }
  return positions.has(pattern.length);
}

function skipping(pattern: readonly string[], positions: readonly number[]): Set<number> {
  const all = new Set(positions);
  for (const i of all) if (pattern[i] === '**') all.add(i + 1);
  return all;
}
