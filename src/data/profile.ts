/**
 * What the columns of a log look like, for a first spec: types, counts and values, without a spec that says what they are
 * for. A look and not an evaluation: of very large files only the first rows are read, and the profile says so.
 */
import type { RunContext } from '../common/progress.ts';
import { type InputFile, resolveFiles } from './duckdb/formats/files.ts';
import { openFile } from './duckdb/formats/readers.ts';
import { type LoadedColumn, type LoadedTable, loadTable } from './duckdb/formats/table.ts';
import type { OpenFile } from './duckdb/session/columns.ts';
import { openSession, type Session } from './duckdb/session/session.ts';
import { familyOf } from './duckdb/session/types.ts';
import { whileUnchanged } from './duckdb/session/unchanged.ts';
import { type ColumnProfile, profileColumn } from './profile-column.ts';

export type { ColumnProfile } from './profile-column.ts';

/** Rows of each file that are read at most, unless the caller wants a smaller look. */
const PROFILE_ROWS = 2_000_000;
/** Of more columns than twice this, the first and the last so many are looked at: a row takes memory for each at once. */
const PROFILE_COLUMNS = 500;
/** Of a file whose rows are read in part, so many bytes are looked at for its dialect. */
const LOOK_BYTES = 2 ** 25;

export interface DataProfile {
  files: { path: string; bytes: number }[];
  /** Rows that were read. */
  rows: number;
  /** False where a file has more rows than were read. */
  complete: boolean;
  /** True where the first line of the files holds values, and the columns are called `column1`, `column2`, … */
  headless: boolean;
  columns: ColumnProfile[];
}

/** A profile, and the rows behind it, of which more can be asked (see label-facts.ts, key-facts.ts and time-facts.ts). */
export interface Look {
  profile: DataProfile;
  session: Session;
  /** The rows, each column that holds single values as its value. */
  table: LoadedTable;
  /** SQL of what stands in the files, by which ids are told apart. */
  raw: ReadonlyMap<string, string>;
}

export interface ProfileOptions {
  /** Rows of all files together that are read at most; each file gives the same share. */
  rows?: number | undefined;
  /** Names of the columns, where the first line holds values. */
  header?: readonly string[] | undefined;
  /** What to do where it does and there are no names. Default: fail. */
  headless?: 'refuse' | 'name' | undefined;
}

/**
 * @param patterns files or globs, relative to `folder` (absolute).
 * @throws Failure `data` for files that cannot be read, Cancelled
 */
export function profileData(
  patterns: readonly string[],
  folder: string,
  run: RunContext,
  options?: ProfileOptions,
): Promise<DataProfile> {
  return withLook(patterns, folder, run, async ({ profile }) => profile, options);
}

/** As `profileData`; the rows can be asked until `work` ends. */
export async function withLook<T>(
  patterns: readonly string[],
  folder: string,
  run: RunContext,
  work: (look: Look) => Promise<T>,
  options: ProfileOptions = {},
): Promise<T> {
  const session = await openSession(run);
  try {
    const inputs = await resolveFiles('log', patterns, folder, undefined, run.signal);
    // The first rows are the first ones whatever the threads, so that a look is the same each time.
    await session.run('SET preserve_insertion_order = true');
    await session.lock(inputs.map(({ path }) => path));
    return await whileUnchanged(inputs, () => lookAt(session, inputs, run, work, options));
  } finally {
    await session.close();
  }
}

async function lookAt<T>(
  session: Session,
  inputs: readonly InputFile[],
  run: RunContext,
  work: (look: Look) => Promise<T>,
  { rows, header, headless }: ProfileOptions,
): Promise<T> {
  const files: OpenFile[] = [];
  const options = { header, headless, most: rows === undefined ? undefined : LOOK_BYTES };
  for (const input of inputs) files.push(await openFile(session, input, run.signal, options));
  // What only some files have cannot be named in a spec.
  const columns = (files[0]?.columns ?? []).filter(({ name }) =>
    files.every((file) => file.column(name) !== undefined),
  );
  const readable = columns.filter(({ type }) => !['list', 'record', 'other'].includes(familyOf(type)));
  const plain = readable.filter((_, i) => Math.min(i, readable.length - 1 - i) < PROFILE_COLUMNS);
  const needs = plain.map(({ name }) => ({ column: name, use: 'value' as const, specPath: [] }));
  const limit = rows === undefined ? PROFILE_ROWS : Math.max(1, Math.floor(rows / files.length));
  const table = await loadTable(session, 'profile', files, needs, { limit, raw: true });
  const profiles = new Map<string, ColumnProfile>();
  const values = new Map<string, LoadedColumn>();
  const raw = new Map<string, string>();
  for (const { name } of plain) {
    const { sql, type, untyped } = table.columns.get(name)!;
    const column = { name, sql, type, untyped };
    const found = await profileColumn(session, table.name, table.rows, column);
    profiles.set(name, found.profile);
    values.set(name, { name, ...found.value, untyped: false });
    raw.set(name, sql);
  }
  const profile: DataProfile = {
    files: inputs.map(({ shown, bytes }) => ({ path: shown, bytes })),
    rows: table.rows,
    headless: header === undefined && files.some(({ lines }) => lines?.hasHeader === false),
    complete: table.rowsPerFile.every((read) => read < limit),
    columns: columns.map(({ name, type }) => profiles.get(name) ?? unread(name, type)),
  };
  return await work({ profile, session, table: { ...table, columns: values }, raw });
}

function unread(name: string, type: string): ColumnProfile {
  return { name, type, family: familyOf(type), distinct: 0, nulls: 0, isoShare: 0, examples: [] };
}
