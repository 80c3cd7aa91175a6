/** Which files hold the column that a key of the spec names. Completion, hovers and the check of names all ask here. */
import { columnsOf, ExpressionError, parseExpression } from '../expression.ts';
import type { SpecPath } from '../reading/problem.ts';
import { isOfCluster } from '../remote-paths.ts';
import type { SchemaNode } from './schema-tree.ts';
import { isMapping, schemaAt, settle, valueAt } from './schema-walk.ts';

/** The files of one table, and the key that names them. */
export interface TableRef {
  /** As the spec writes them: files or globs from its folder. */
  patterns: string[];
  at: SpecPath;
  /** Names of the columns, where the spec gives them. */
  header?: string[];
}

/** A column that the spec names. */
export interface ColumnRef {
  column: string;
  path: SpecPath;
  table: TableRef;
  /** Offset of the name in the value; set in the label's expression only. */
  within?: number;
}

/** Keys of sources and models that name files; a column beside one of them is a column of those files. */
const FILE_KEYS = ['pairs', 'clusters', 'embeddings', 'predictions', 'baseline'] as const;

/** The files whose columns `path` may name; undefined where the spec names none (yet). */
export function tableOf(value: unknown, path: SpecPath): TableRef | undefined {
  const [section, index] = path;
  if (section === 'items' || section === 'users') return refAt(value, [section, 'path']);
  if ((section === 'sources' || section === 'models') && typeof index === 'number') {
    const entry = valueAt(value, [section, index]);
    const has = (key: string): boolean => isMapping(entry) && Object.hasOwn(entry, key);
    if (has('embeddings') && has('ids') && path[2] !== 'embeddings')
      return refAt(value, [section, index, 'ids']);
    const key = FILE_KEYS.find(has);
    if (key !== undefined) return refAt(value, [section, index, key]);
  }
  return refAt(value, ['log', 'path']);
}

function refAt(value: unknown, at: SpecPath): TableRef | undefined {
  const found = valueAt(value, at);
  const patterns = Array.isArray(found) ? patternsOf(found) : [found].filter(isPattern);
  return patterns.length === 0 ? undefined : { patterns, at, ...headerOf(value, at) };
}

/** The `header` beside the key; that of `embeddings` with `ids` names the columns of the ids. */
function headerOf(value: unknown, at: SpecPath): { header?: string[] } {
  const beside = valueAt(value, at.slice(0, -1));
  if (!isMapping(beside) || (at.at(-1) === 'embeddings' && 'ids' in beside)) return {};
  const { header } = beside;
  const named = Array.isArray(header) && header.length > 0 && textsOf(header).length === header.length;
  return named ? { header } : {};
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isPattern = (value: unknown): value is string => isText(value) && value !== '';

const patternsOf = keeping(isPattern);
const textsOf = keeping(isText);

/** What `is` keeps of a list, looked up once: every column of the files asks for it again. */
function keeping(is: (value: unknown) => value is string): (list: readonly unknown[]) => string[] {
  const known = new WeakMap<readonly unknown[], string[]>();
  return (list) => {
    const kept = known.get(list) ?? list.filter(is);
    known.set(list, kept);
    return kept;
  };
}

export function isColumn(node: SchemaNode | undefined): boolean {
  return node?.title === 'column name' || node?.anyOf?.some(isColumn) === true;
}

export function isLabel(node: SchemaNode | undefined): boolean {
  return node?.title === 'column or expression';
}

/** True for the value, or the entry of the list, that names files. */
export function isFiles(root: SchemaNode, value: unknown, path: SpecPath): boolean {
  const holder = typeof path.at(-1) === 'number' ? path.slice(0, -1) : path;
  const node = schemaAt(root, value, holder);
  return node?.anyOf?.some(({ title }) => title === 'path or glob') === true;
}

/** Every key of the spec that names files. */
export function tablesIn(root: SchemaNode, value: unknown): TableRef[] {
  const found = new Map<string, TableRef>();
  for (const { path } of leaves(value, [])) {
    if (!isFiles(root, value, path)) continue;
    const at = typeof path.at(-1) === 'number' ? path.slice(0, -1) : path;
    const ref = refAt(value, at);
    // What a cluster reads cannot be looked at from here.
    const there = isMapping(value) && value['engine'] !== undefined && ref?.patterns.every(isOfCluster);
    if (ref !== undefined && !there) found.set(at.join('\n'), ref);
  }
  return [...found.values()];
}

/** Every column that the spec names, as far as it can be read. */
export function columnsIn(root: SchemaNode, value: unknown): ColumnRef[] {
  return leaves(value, []).flatMap(({ path, leaf }): ColumnRef[] => {
    const table = tableOf(value, path);
    if (typeof leaf !== 'string' || table === undefined) return [];
    const node = schemaAt(root, value, path);
    if (isLabel(node)) return labelColumns(leaf).map((found) => ({ ...found, path, table }));
    if (!isColumn(node && settle(node, leaf))) return [];
    return [table, ...alsoIn(value, path)].map((place) => ({ column: leaf, path, table: place }));
  });
}

/** Both files of scores have the columns of a pair of predictions; those of the key are the log's as well. */
function alsoIn(value: unknown, path: SpecPath): TableRef[] {
  const [section, index, key] = path;
  if (section !== 'models' || index === undefined || (key !== 'key' && key !== 'score')) return [];
  const predictions = refAt(value, [section, index, 'predictions']);
  const baseline = predictions && refAt(value, [section, index, 'baseline']);
  const log = key === 'key' ? refAt(value, ['log', 'path']) : undefined;
  return [baseline, log].filter((ref) => ref !== undefined);
}

/** The columns of a label's expression with their places; none while it is wrong, which is reported on its own. */
function labelColumns(label: string): { column: string; within: number }[] {
  try {
    return columnsOf(parseExpression(label)).map((column) => ({
      column,
      within: placeIn(label, column),
    }));
  } catch (error) {
    if (error instanceof ExpressionError) return [];
    throw error;
  }
}

/** Where a column's name stands as a word of its own. */
function placeIn(label: string, column: string): number {
  const word = (at: number): boolean => at >= 0 && at < label.length && /[\w]/.test(label[at]!);
  let at = label.indexOf(column);
  while (at >= 0 && (word(at - 1) || word(at + column.length))) at = label.indexOf(column, at + 1);
  return Math.max(0, at);
}

function leaves(value: unknown, path: SpecPath): { path: SpecPath; leaf: unknown }[] {
  if (Array.isArray(value)) return value.flatMap((entry, i) => leaves(entry, [...path, i]));
  if (isMapping(value)) {
    return Object.entries(value).flatMap(([key, entry]) => leaves(entry, [...path, key]));
  }
  return [{ path, leaf: value }];
}
