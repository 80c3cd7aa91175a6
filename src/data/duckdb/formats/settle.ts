/** One type for a column of many files: the one that holds every file's values without loss. */
import type { Need, Use } from '../../plan/needs.ts';
import { type FoundColumn, noColumn, oneType, recordColumn } from '../../policy/columns.ts';
import type { FileColumn, OpenFile } from '../session/columns.ts';
import type { Session } from '../session/session.ts';
import { familyOf, held, isNumberList, NULLS, wholeType } from '../session/types.ts';

export interface SettledColumn {
  name: string;
  use: Use;
  type: string;
  untyped: boolean;
  /** The column of each file, in order. */
  parts: FileColumn[];
}

/**
 * @throws Failure `usage` when a file lacks a needed column, naming the nearest one, or holds records there; `data` for types
 * that do not mix
 */
export async function checkColumns(
  session: Session,
  files: readonly OpenFile[],
  needs: readonly Need[],
): Promise<void> {
  for (const { column, use, specPath } of needs) {
    for (const open of files) {
      const named = { name: column, file: open.file.shown, specPath };
      const found = open.column(column);
      if (found === undefined) throw noColumn(named, use, columnsIn(open));
      if (familyOf(found.type) === 'record') throw recordColumn(named, use, columnsIn(open));
    }
    await settleColumn(session, files, column, use, specPath);
  }
}

/**
 * @param column that every file has
 * @throws Failure `data` for types that do not mix
 */
export async function settleColumn(
  session: Session,
  files: readonly OpenFile[],
  column: string,
  use: Use,
  specPath: Need['specPath'] = [],
): Promise<SettledColumn> {
  const found = files.map((open) => ({ open, part: open.column(column) as FileColumn }));
  const settled = (type: string, parts: FileColumn[]): SettledColumn => {
    return {
      name: column,
      use,
      type: wholeType(type),
      untyped: parts.every(({ untyped }) => untyped),
      parts,
    };
  };
  const parts = found.map(({ part }) => part);
  const [first] = parts as [FileColumn];
  if (!isVague(first.type) && parts.every(({ type }) => type === first.type))
    return settled(first.type, parts);
  const whole = (is: (type: string) => boolean) => parts.every(({ type }) => is(type));
  if (whole((type) => familyOf(type) === 'integer') || whole(isNumberList)) {
    return settled(await widest(session, parts), parts);
  }
  // Files whose values are all missing say nothing about the type, whatever type they give them.
  const filled: typeof found = [];
  const withNulls: FileColumn[] = [];
  for (const filePart of found) {
    const empty = await isEmpty(session, filePart.open, filePart.part);
    if (!empty) filled.push(filePart);
    withNulls.push(empty ? { ...filePart.part, value: 'NULL' } : filePart.part);
  }
  oneType(
    column,
    filled.map(({ open, part: { type } }) => ({
      file: open.file.shown,
      family: familyOf(type),
      isNumberList: isNumberList(type),
      ...held(type),
    })),
    specPath,
  );
  const types = filled.map(({ part }) => part);
  const untyped = types.every((part) => part.untyped);
  if (types.length > 0) return { ...settled(await widest(session, types), withNulls), untyped };
  return settled(use === 'value' || use === 'time' ? 'DOUBLE' : 'VARCHAR', withNulls);
}

function columnsIn({ columns }: OpenFile): FoundColumn[] {
  return columns.map(({ name, type }) => ({ name, family: familyOf(type) }));
}

/** What JSON lines and Arrow call a column of nothing; the first also one of values of several types. */
function isVague(type: string): boolean {
  return type === 'JSON' || type === NULLS;
}

const emptiness = new WeakMap<FileColumn, Promise<boolean>>();

/** Whether all values are missing: looked up once for each column of a file. */
function isEmpty(session: Session, open: OpenFile, part: FileColumn): Promise<boolean> {
  const known = emptiness.get(part) ?? lookForNone(session, open, part);
  emptiness.set(part, known);
  return known;
}

async function lookForNone(session: Session, open: OpenFile, part: FileColumn): Promise<boolean> {
  if (part.type === NULLS) return true;
  const { from, values } = await open.scan(session, [part]);
  const [sql] = values;
  const some =
    familyOf(part.type) === 'float' ? `${sql} IS NOT NULL AND NOT isnan(${sql})` : `${sql} IS NOT NULL`;
  const found = await session.rows(`SELECT 1 AS one FROM ${from} WHERE ${some} LIMIT 1`, open.reading);
  return found.length === 0;
}

async function widest(session: Session, parts: readonly FileColumn[]): Promise<string> {
  const types = [...new Set(parts.map(({ type }) => type))];
  const [only] = types;
  if (types.length === 1 && only !== undefined) return only;
  const nulls = types.map((type) => `SELECT CAST(NULL AS ${type}) AS x`);
  const [row] = await session.rows(`DESCRIBE ${nulls.join(' UNION ALL ')}`);
  return String(row?.['column_type']);
}
