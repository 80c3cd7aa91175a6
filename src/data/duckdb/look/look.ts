/** A look at a log without a spec: its columns in profile, and the rows to ask more of. */
import type { Warning } from '../../../common/failure.ts';
import type { RunContext } from '../../../common/progress.ts';
import type { Look, LookedTime } from '../../look.ts';
import type { ColumnProfile, DataProfile, ProfileOptions } from '../../profile.ts';
import type { OpenRemote } from '../../remote.ts';
import type { TableSource } from '../../table-source.ts';
import { isRemote, resolveFiles } from '../formats/files.ts';
import { openFile } from '../formats/readers.ts';
import { openRemote } from '../formats/remote.ts';
import { type LoadedColumn, loadTable } from '../formats/table.ts';
import { planLabel, readLabel } from '../log/label.ts';
import { readTime } from '../log/time/time.ts';
import type { OpenFile } from '../session/columns.ts';
import type { Session } from '../session/session.ts';
import { familyOf } from '../session/types.ts';
import { whileUnchanged } from '../session/unchanged.ts';
import { belongsToOne, listFacts } from './key-facts.ts';
import { labelFacts } from './label-facts.ts';
import { neighboursOf } from './neighbours.ts';
import { COUNTED, profileColumn } from './profile-column.ts';
import type { LookedRows } from './rows.ts';

/** Rows of each file that are read at most, unless the caller wants a smaller look. */
const PROFILE_ROWS = 2_000_000;
/** Of more columns than twice this, the first and the last so many are looked at, unless the caller wants another number: a row takes memory for each at once. */
export const PROFILE_COLUMNS = 500;
/** Of a file whose rows are read in part, so many bytes are looked at for its dialect. */
const LOOK_BYTES = 2 ** 25;

/**
 * @param work may ask the rows until it ends
 * @throws Failure `data` for files that cannot be read, Cancelled
 */
export async function withLook<T>(
  session: Session,
  source: TableSource,
  run: RunContext,
  work: (look: Look) => Promise<T>,
  options: ProfileOptions = {},
  remote?: OpenRemote,
): Promise<T> {
  const { patterns } = source;
  const there = await remote?.({
    ...{ id: 'log', role: 'log', patterns, path: ['log', 'path'] },
    header: options.header,
  });
  if (there !== undefined) {
    await session.lock([]);
    return lookAt(session, [openRemote(there, 'log', run.signal)], work, options);
  }
  const inputs = await resolveFiles('log', source, undefined, run.signal);
  // The first rows are the first ones whatever the threads, so that a look is the same each time.
  await session.run('SET preserve_insertion_order = true');
  await session.lock(inputs.map(({ path }) => path));
  return whileUnchanged(inputs, async () => {
    const { rows, header, headless } = options;
    const files: OpenFile[] = [];
    const reading = { header, headless, most: rows === undefined ? undefined : LOOK_BYTES };
    for (const input of inputs) files.push(await openFile(session, input, run.signal, reading));
    return lookAt(session, files, work, options);
  });
}

async function lookAt<T>(
  session: Session,
  files: readonly OpenFile[],
  work: (look: Look) => Promise<T>,
  { rows, header, columns: most = PROFILE_COLUMNS }: ProfileOptions,
): Promise<T> {
  // What only some files have cannot be named in a spec.
  const columns = (files[0]?.columns ?? []).filter(({ name }) =>
    files.every((file) => file.column(name) !== undefined),
  );
  const readable = columns.filter(({ type }) => !['list', 'record', 'other'].includes(familyOf(type)));
  const plain = readable.filter((_, i) => Math.min(i, readable.length - 1 - i) < most);
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
  await session.run(`DROP TABLE IF EXISTS ${COUNTED}`);
  const profile: DataProfile = {
    files: files.map(({ file }) => ({ path: file.shown, bytes: isRemote(file) ? 0 : file.bytes })),
    rows: table.rows,
    headless: header === undefined && files.some(({ lines }) => lines?.hasHeader === false),
    complete: table.rowsPerFile.every((read) => read < limit),
    columns: columns.map(({ name, type }) => profiles.get(name) ?? unread(name, type)),
  };
  const paths = files.flatMap(({ file }) => (isRemote(file) ? [] : [file.path]));
  return await work(lookOf(profile, { session, table: { ...table, columns: values }, raw }, paths));
}

/** @param paths of the files, absolute */
function lookOf(profile: DataProfile, rows: LookedRows, paths: readonly string[]): Look {
  const { session, table } = rows;
  const file = profile.files[0]!.path;
  const labels = new Map<string, Promise<string>>();
  /** SQL of a label, 0 or 1 in every row. @throws Failure where it is not */
  const labelSql = (label: string): Promise<string> => {
    const known = labels.get(label);
    if (known !== undefined) return known;
    const plan = planLabel(label, ['log', 'label'], (column) =>
      profile.columns.some(({ name }) => name === column),
    );
    const sql = readLabel(session, table, plan, file);
    labels.set(label, sql);
    return sql;
  };
  const time = async (column: string): Promise<LookedTime> => {
    const warnings: Warning[] = [];
    const place = { file, specPath: [] };
    const { kind, grain } = await readTime(session, table, table.columns.get(column)!, place, warnings);
    return { kind, grain, ownClock: warnings.length > 0 };
  };
  return {
    profile,
    time,
    labelFacts: async (label, columns, keys) => labelFacts(rows, await labelSql(label), columns, keys),
    listFacts: async (group, label) => listFacts(rows, group, await labelSql(label)),
    belongsToOne: (column, key) => belongsToOne(rows, column, key),
    neighbours: () => neighboursOf(paths),
  };
}

function unread(name: string, type: string): ColumnProfile {
  return { name, type, family: familyOf(type), distinct: 0, nulls: 0, isoShare: 0, examples: [] };
}
