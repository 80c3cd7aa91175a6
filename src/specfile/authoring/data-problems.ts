/** What is wrong between a spec and its files: files that are not there, columns that the files do not have. */

import type { ParsedSpec } from '../reading/parse.ts';
import type { SourceRange } from '../reading/positions.ts';
import type { SpecPath, SpecProblem, Suggestion } from '../reading/problem.ts';
import { nearest } from '../reading/wording.ts';
import { columnsFor } from './column-repairs.ts';
import type { TableFacts } from './facts.ts';
import { schemaTree } from './schema-tree.ts';
import { valueAt } from './schema-walk.ts';
import { type ColumnRef, columnsIn, type TableRef, tablesIn } from './tables.ts';
import { scalar } from './yaml-values.ts';

/** Wrong columns that get a "did you mean": each is compared with all there are. */
const MOST_SUGGESTED = 100;

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
  const columns: SpecProblem[] = [];
  for (const ref of columnsIn(schemaTree(), parsed.value)) {
    const facts = lookAt(ref.table)?.facts;
    if (facts === undefined) continue;
    columns.push(...columnProblem(parsed, ref, facts, columns.length < MOST_SUGGESTED));
  }
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
  // No table, and none is wanted there: checks/vectors.ts sees to it that vectors have ids beside them.
  if (code === 'npy-table' && (at.at(-1) === 'embeddings' || at.at(-1) === 'ids')) return problems;
  if (code === 'json-list' && at.at(-1) === 'ids') return problems;
  return [...problems, { severity: 'error', code, message, range: parsed.rangeOf(at, 'value'), path: at }];
}

function pathOfPattern({ value }: ParsedSpec, at: SpecPath, pattern: string): SpecPath {
  const found = valueAt(value, at);
  return Array.isArray(found) ? [...at, Math.max(0, found.indexOf(pattern))] : at;
}

/** The base name of a row's file serves as a split column where the log has none of that name. */
const FILE_NAME = 'filename';

function columnProblem(
  parsed: ParsedSpec,
  ref: ColumnRef,
  facts: TableFacts,
  suggested: boolean,
): SpecProblem[] {
  const { column, path, within } = ref;
  const { names, columns } = namesOf(facts);
  if (columns.has(column) || (path.join('.') === 'split.column' && column === FILE_NAME)) return [];
  const [first] = facts.files;
  const whose =
    facts.files.length > 1
      ? `that all ${facts.files.length} files of \`${ref.table.patterns.join(', ')}\` have`
      : `in ${first?.path}`;
  const similar = suggested ? nearest(column, usableFor(path, facts)) : undefined;
  // Which of many is meant nobody can tell; of vectors there is mostly one.
  const choice = suggested && similar === undefined && within === undefined ? columnsFor(path, facts) : [];
  const near = similar ?? (path.at(-1) === 'vector' && choice.length === 1 ? choice[0] : undefined);
  const others = near === undefined && typeof path.at(-1) === 'string' ? choice : [];
  const shown = names.slice(0, 12).map((name) => `\`${name}\``);
  const has = `it has ${shown.join(', ')}${names.length > shown.length ? ', …' : ''}`;
  const range =
    within === undefined ? parsed.rangeOf(path, 'value') : parsed.rangeWithin(path, within, column.length);
  return [
    {
      severity: 'error',
      code: 'no-column',
      message: `no column \`${column}\` ${whose}; ${near === undefined ? has : `did you mean \`${near}\`?`}`,
      range,
      path,
      ...(near !== undefined &&
        (within === undefined || WORD.test(near)) && { suggestion: change(parsed, range, near) }),
      ...(others.length > 0 && { alternatives: others.map((name) => change(parsed, range, name)) }),
    },
  ];
}

/** A name that needs no quotes inside an expression, where those of YAML would break it. */
const WORD = /^[\p{L}_][\p{L}\p{N}_]*$/u;

const known = new WeakMap<TableFacts, { names: string[]; columns: ReadonlySet<string> }>();

function namesOf(facts: TableFacts): { names: string[]; columns: ReadonlySet<string> } {
  const before = known.get(facts);
  if (before !== undefined) return before;
  const names = facts.columns.map(({ name }) => name);
  const found = { names, columns: new Set(names) };
  known.set(facts, found);
  return found;
}

/** Names of the columns that could stand at `path`: an id or a time is no list, and no key takes a whole record. */
function usableFor(path: SpecPath, facts: TableFacts): string[] {
  const lists = path.includes('vector') || path.includes('features') || path.includes('columns');
  const no = lists ? ['record', 'other'] : ['list', 'record', 'other'];
  return facts.columns.filter(({ family }) => !no.includes(family)).map(({ name }) => name);
}

function change(parsed: ParsedSpec, range: SourceRange, text: string): Suggestion {
  const [quote] = parsed.textOf(range);
  const quoted =
    quote === '"' ? JSON.stringify(text) : quote === "'" ? `'${text.replaceAll("'", "''")}'` : scalar(text);
  return { title: `Change to \`${text}\``, range, text: quoted };
}
