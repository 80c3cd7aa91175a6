/** What a report says of a table that a cluster read: its rows, and a hash of what was read of them, whatever their order. */
import type { FileFingerprint, InputFingerprint } from '../../../report/schema.ts';
import type { Spec } from '../../../specfile/schema.ts';
import { type InputFile, isRemote } from '../formats/files.ts';
import type { LoadedTable } from '../formats/table.ts';
import type { Session } from '../session/session.ts';
import { familyOf } from '../session/types.ts';
import { inputsOf, partOf } from './inputs.ts';
import type { OpenSpec } from './open.ts';

/** A column of text may hold neither. */
const BETWEEN = 'chr(31)';
const MISSING = 'chr(30)';

/** @returns `rows-md5:` and the sum of the hashes of all rows: the same for the same rows of the same columns */
export async function rowsHash(session: Session, { name, columns }: LoadedTable): Promise<string> {
  const texts = [...columns.values()].map(({ sql, type }) => {
    // The text of a long list would be made for nothing.
    const value = familyOf(type) === 'list' ? `hash(${sql})` : sql;
    return `coalesce(CAST(${value} AS VARCHAR), ${MISSING})`;
  });
  const row = `concat_ws(${BETWEEN}, ${texts.join(', ')})`;
  const sum = `coalesce(sum(CAST(md5_number_lower(${row}) AS HUGEINT)), 0)`;
  const found = await session.row(`SELECT CAST(${sum} AS VARCHAR) AS hash FROM ${name}`);
  return `rows-md5:${BigInt(String(found['hash'])).toString(16)}`;
}

/** The inputs that are files of this machine. */
export function localInputs(open: OpenSpec): InputFile[] {
  return inputsOf(open).flatMap(({ file }) => (isRemote(file) ? [] : [file]));
}

/**
 * Of all inputs, in their order.
 * @param files those of the files of this machine @param hashes of the rows of the other tables, by their ids
 */
export function allPrints(
  spec: Spec,
  open: OpenSpec,
  { files, hashes }: { files: readonly FileFingerprint[]; hashes: ReadonlyMap<string, string> },
): InputFingerprint[] {
  let next = 0;
  return inputsOf(open).map(({ table, file }) => {
    if (!isRemote(file)) return files[next++] as FileFingerprint;
    const part = partOf(spec, table);
    const hash = hashes.get(table) as string;
    return { role: file.role, path: file.shown, ...(part !== undefined && { part }), hash };
  });
}
