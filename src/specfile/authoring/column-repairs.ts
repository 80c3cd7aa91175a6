/**
 * Repairs that need the files: a column key that is missing, or names a column that no file has, gets the columns that the
 * files have. What parsing proposes without them (`vector: vector`) is a guess.
 */
import { nameRank, type Role } from '../names/column-names.ts';
import type { ParsedSpec } from '../reading/parse.ts';
import type { SpecPath, SpecProblem, Suggestion } from '../reading/problem.ts';
import type { ColumnFacts, TableFacts } from './facts.ts';
import { adding } from './repair.ts';
import { schemaTree } from './schema-tree.ts';
import { schemaAt } from './schema-walk.ts';
import { isColumn, type TableRef, tableOf } from './tables.ts';
import { scalar } from './yaml-values.ts';

/** A menu of more is not read. */
const MOST_OFFERED = 5;
/** Problems that get repairs: nobody mends more one by one. */
const MOST_REPAIRED = 100;

/** @param lookAt what is known of a key's files; a problem whose files are not known stays as it is */
export function withColumns(
  parsed: ParsedSpec,
  problems: readonly SpecProblem[],
  lookAt: (table: TableRef) => { facts?: TableFacts | undefined } | undefined,
): SpecProblem[] {
  let repaired = 0;
  return problems.map((problem) => {
    const path = repaired < MOST_REPAIRED ? missingColumn(parsed, problem) : undefined;
    const table = path && tableOf(parsed.value, path);
    const facts = table && lookAt(table)?.facts;
    if (path === undefined || facts === undefined || parsed.document === undefined) return problem;
    repaired++;
    const { document } = parsed;
    const key = String(path.at(-1));
    const repairs = columnsFor(path, facts).flatMap((name): Suggestion[] => {
      const text = scalar(name);
      const added = adding(document, path.slice(0, -1), key, text);
      return added === undefined ? [] : [{ ...added, title: `Add \`${key}: ${text}\`` }];
    });
    return { ...problem, suggestion: repairs[0], alternatives: repairs.slice(1) };
  });
}

/** The key that the problem misses, where it names one column. */
function missingColumn({ value }: ParsedSpec, { code, path }: SpecProblem): SpecPath | undefined {
  if (code === 'no-vector') return [...path.slice(0, -1), 'vector'];
  return code === 'missing-key' && isColumn(schemaAt(schemaTree(), value, path)) ? path : undefined;
}

/** Names of the columns that could stand at a key, those that are named like it first. */
export function columnsFor(path: SpecPath, { columns }: TableFacts): string[] {
  const key = String(path.at(-1));
  const holds = key === 'vector' ? holdsVectors : isSingle;
  const fit = columns.filter(holds).map(({ name }) => name);
  const rank = (name: string): number =>
    name.toLowerCase() === key ? -1 : ((isRole(key) ? nameRank(name, key) : undefined) ?? Number.MAX_VALUE);
  return fit.sort((a, b) => rank(a) - rank(b)).slice(0, MOST_OFFERED);
}

/** Lists of numbers, or texts such as `[0.1, -2]`. */
export function holdsVectors({
  family,
  type,
  examples,
}: Pick<ColumnFacts, 'family' | 'type' | 'examples'>): boolean {
  if (family === 'list') return !/CHAR|BOOL|STRUCT|DATE|TIME/i.test(type);
  return family === 'text' && examples.length > 0 && examples.every((example) => /^\s*\[/.test(example));
}

/** An id, a time or a number: one value a row. */
function isSingle({ family }: ColumnFacts): boolean {
  return !['list', 'record', 'other'].includes(family);
}

const ROLES: readonly string[] = ['user', 'item', 'time', 'label'] satisfies Role[];
const isRole = (key: string): key is Role => ROLES.includes(key);
