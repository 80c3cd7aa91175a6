/** Opens what a source or a model says about items: a table of vectors or clusters, or `.npy` beside a table of ids. */
import { holdsVectors, type NamedItems } from '../../plan/named-tables.ts';
import { itemNeeds, type Need, saidNeeds, usesOf } from '../../plan/needs.ts';
import { vectorColumn } from '../../policy/vector-files.ts';
import { type InputFile, isRemote } from '../formats/files.ts';
import { type NpyFile, openNpy } from '../formats/npy/npy.ts';
import type { OpenFile } from '../session/columns.ts';
import type { Session } from '../session/session.ts';
import type { OpenTable } from './open-table.ts';

export interface ItemFile extends NamedItems {
  table: OpenTable;
  /** SQL of a row's number in what is read of the table: that of its vector in `parquet` or `npy`. */
  row: string;
  /** Files whose vectors are read from where they are, with the number of their first row. */
  parquet?: { open: OpenFile; from: number }[];
  npy?: NpyFile[];
  /** SQL of the length of a vector that stayed in the cluster, in what is read of the table. */
  lengths?: string;
}

/** The number of a row among those of all files: no column of a file has this name, since those without one are not read. */
const ROW_NUMBER = '';

/**
 * Vectors of Parquet are not copied into DuckDB: a million of them would not fit beside the copy that the run computes with.
 * @throws Failure `usage` for `ids` or `vector` where they do not belong, `data` for files that cannot be read
 */
export async function itemFile(
  session: Session,
  { at, spec, table }: Pick<ItemFile, 'at' | 'spec' | 'table'>,
  beside: readonly InputFile[],
): Promise<ItemFile> {
  const keys = itemNeeds({ at, spec });
  table.needs = [...keys, ...saidNeeds({ at, spec })];
  if (!holdsVectors(spec)) return { at, spec, table, row: 'rowid' };
  const vector = vectorColumn(spec, at, beside.find(({ format }) => format !== 'npy')?.shown);
  if (vector === undefined) {
    const npy: NpyFile[] = [];
    for (const file of beside) npy.push(await openNpy(file, [...at, 'embeddings']));
    return { at, spec, table, row: 'rowid', npy };
  }
  const [first] = table.files;
  const { lengths } = first ?? {};
  if (first !== undefined && lengths !== undefined) {
    const needs: Need[] = [...table.needs, { column: lengths.name, use: 'value', specPath: at }];
    table.reads = { files: [first.withLengths(lengths)], needs };
    return { at, spec, table, row: 'rowid', lengths: `c${usesOf(table.needs).size}` };
  }
  if (first === undefined || isRemote(first.file) || first.file.format !== 'parquet')
    return { at, spec, table, row: 'rowid' };
  const { numbered, parquet } = await numberRows(session, table);
  table.reads = { files: numbered, needs: [...keys, { column: ROW_NUMBER, use: 'value', specPath: at }] };
  return { at, spec, table, row: `c${new Set(keys.map(({ column }) => column)).size}`, parquet };
}

async function numberRows(
  session: Session,
  { files }: OpenTable,
): Promise<{ numbered: OpenFile[]; parquet: NonNullable<ItemFile['parquet']> }> {
  const parquet: NonNullable<ItemFile['parquet']> = [];
  const numbered: OpenFile[] = [];
  let from = 0;
  for (const open of files) {
    const value = `${open.rowNumber} + ${from}`;
    numbered.push(open.with([{ name: ROW_NUMBER, type: 'BIGINT', untyped: false, value }]));
    parquet.push({ open, from });
    const scan = await open.scan(session, []);
    const row = await session.row(`SELECT count(*) AS n FROM ${scan.from}`, open.reading);
    from += Number(row['n']);
  }
  return { numbered, parquet };
}
