/** Which files of compared runs hold something else: a line for each table, source and model. */
import { count } from '../common/format.ts';
import { coversAllBytes } from './kept/content-hash.ts';
import type { InputFingerprint, Report } from './schema.ts';

const TABLES = { log: 'the log', items: 'the item table', users: 'the user table' } as const;

/** `the log changed: 3,000 → 3,200 rows`. What one of the runs does not read at all is a matter of its settings. */
export function inputsApart(a: Report, b: Report): string[] {
  const tables = Object.entries(TABLES).flatMap(([role, name]) =>
    line(name, filesOf(a, role), filesOf(b, role), role === 'log' ? [a.data.rows, b.data.rows] : undefined),
  );
  const names = [...a.sources, ...a.models].map(({ name }) => name);
  const parts = names.flatMap((name) =>
    line(`the data of ${name}`, filesOf(a, undefined, name), filesOf(b, undefined, name)),
  );
  return [...tables, ...parts, ...unnamed(a, b)];
}

export function sameFiles(a: Report, b: Report, role: InputFingerprint['role']): boolean {
  return same(filesOf(a, role), filesOf(b, role));
}

function filesOf({ inputs }: Report, role?: string, part?: string): InputFingerprint[] {
  return inputs.filter((input) => (part === undefined ? input.role === role : input.part === part));
}

function line(
  name: string,
  ours: readonly InputFingerprint[],
  theirs: readonly InputFingerprint[],
  known?: readonly [number, number],
): string[] {
  if (ours.length === 0 || theirs.length === 0 || same(ours, theirs)) return [];
  const [before, after] = known ?? [rowsOf(ours), rowsOf(theirs)];
  if (before === undefined || after === undefined) return [`${name} changed`];
  if (before === after) return [`${name} changed: ${count(before)} rows in both, with other content`];
  return [`${name} changed: ${count(before)} → ${count(after)} rows`];
}

function rowsOf(inputs: readonly InputFingerprint[]): number | undefined {
  return inputs.reduce<number | undefined>(
    (sum, { rows }) => (sum === undefined || rows === undefined ? undefined : sum + rows),
    0,
  );
}

/** Reports of first versions do not say whose the files are. */
function unnamed(a: Report, b: Report): string[] {
  const ofRole = (report: Report, role: string) =>
    filesOf(report, role).filter(({ part }) => part === undefined);
  return (['source', 'model'] as const).flatMap((role) => {
    const [ours, theirs] = [ofRole(a, role), ofRole(b, role)];
    return same(ours, theirs) ? [] : [`files of ${role === 'source' ? 'preference data' : 'models'} changed`];
  });
}

/** Whether two runs read the same content. Hashes of two kinds say nothing of each other: sizes then speak. */
function same(ours: readonly InputFingerprint[], theirs: readonly InputFingerprint[]): boolean {
  const kinds = new Set([...ours, ...theirs].map(({ hash }) => coversAllBytes(hash)));
  const listed = (inputs: readonly InputFingerprint[]): string =>
    inputs
      .map(({ hash, bytes }) => (kinds.size > 1 ? String(bytes) : hash))
      .sort()
      .join();
  return listed(ours) === listed(theirs);
}
