/** What is wrong between a spec and its files: files that are not there, columns that the files do not have. */
import type { TableFacts } from './facts.ts';
import type { ParsedSpec } from './parse.ts';
import type { SourceRange } from './positions.ts';
import type { SpecPath, SpecProblem } from './problem.ts';
import { schemaTree } from './schema-tree.ts';
import { valueAt } from './schema-walk.ts';
import { type ColumnRef, columnsIn, type TableRef, tablesIn } from './tables.ts';
import { nearest } from './wording.ts';

/** What a surface found out about the files of one key. */
export interface TableLook {
  /** Patterns that match no file, each with the nearest name there is. */
  missing: readonly { pattern: string; near?: string | undefined }[];
  facts?: TableFacts | undefined;
  /** Why the files cannot be read. */
  failure?: { code: string; message: string } | undefined;
}

/** Every key of the spec whose files have to be looked at, however broken the rest of it is. */
export function tablesOf({ value }: Pick<ParsedSpec, 'value'>): TableRef[] {
  return tablesIn(schemaTree(), value);
}

/** @param lookAt what is known of a key's files; undefined where nothing is, which is no problem */
export function dataProblems(
  parsed: ParsedSpec,
  lookAt: (table: TableRef) => TableLook | undefined,
): SpecProblem[] {
  const files = tablesOf(parsed).flatMap((table) => fileProblems(parsed, table, lookAt(table)));
  const columns = columnsIn(schemaTree(), parsed.value).flatMap((ref) => {
    const facts = lookAt(ref.table)?.facts;
    return facts === undefined ? [] : columnProblem(parsed, ref, facts);
  });
  return [...files, ...columns].sort((a, b) => a.range.start.offset - b.range.start.offset);
}

function fileProblems(parsed: ParsedSpec, { at }: TableRef, look: TableLook | undefined): SpecProblem[] {
  const problems = (look?.missing ?? []).map(({ pattern, near }): SpecProblem => {
    const path = pathOfPattern(parsed, at, pattern);
    const range = parsed.rangeOf(path, 'value');
    const glob = /[*?[]/.test(pattern);
    const said = glob ? `no file matches \`${pattern}\`` : `there is no file \`${pattern}\``;
    const hint =
      near === undefined ? '; paths start from the folder of the spec' : `; did you mean \`${near}\`?`;
    return {
      severity: 'error',
      code: glob ? 'empty-glob' : 'missing-file',
      message: `${said}${hint}`,
      range,
      path,
      ...(near !== undefined && { suggestion: change(parsed, range, near) }),
    };
  });
  if (look?.failure === undefined) return problems;
  const { code, message } = look.failure;
  // No table, and none is wanted there: checks-vectors.ts sees to it that there is one beside it.
  if (code === 'npy-table' && at.at(-1) === 'embeddings') return problems;
  return [...problems, { severity: 'error', code, message, range: parsed.rangeOf(at, 'value'), path: at }];
}

function pathOfPattern({ value }: ParsedSpec, at: SpecPath, pattern: string): SpecPath {
  const found = valueAt(value, at);
  return Array.isArray(found) ? [...at, Math.max(0, found.indexOf(pattern))] : at;
}

/** The base name of a row's file serves as a split column where the log has none of that name. */
const FILE_NAME = 'filename';

function columnProblem(parsed: ParsedSpec, ref: ColumnRef, facts: TableFacts): SpecProblem[] {
  const { column, path, within } = ref;
  const names = facts.columns.map(({ name }) => name);
  if (names.includes(column) || (path.join('.') === 'split.column' && column === FILE_NAME)) return [];
  const [first] = facts.files;
  const of =
    facts.files.length > 1
      ? `that all ${facts.files.length} files of \`${ref.table.patterns.join(', ')}\` have`
      : `in ${first?.path}`;
  const near = nearest(column, names);
  const shown = names.slice(0, 12).map((name) => `\`${name}\``);
  const has = `it has ${shown.join(', ')}${names.length > shown.length ? ', …' : ''}`;
  const range =
    within === undefined ? parsed.rangeOf(path, 'value') : parsed.rangeWithin(path, within, column.length);
  return [
    {
      severity: 'error',
      code: 'no-column',
      message: `no column \`${column}\` ${of}; ${near === undefined ? has : `did you mean \`${near}\`?`}`,
      range,
      path,
      ...(near !== undefined && { suggestion: change(parsed, range, near) }),
    },
  ];
}

function change(parsed: ParsedSpec, range: SourceRange, text: string): SpecProblem['suggestion'] {
  const [quote] = parsed.textOf(range);
  const quoted =
    quote === '"' ? JSON.stringify(text) : quote === "'" ? `'${text.replaceAll("'", "''")}'` : text;
  return { title: `Change to \`${text}\``, range, text: quoted };
}
