/** `check_spec`: what is wrong with a spec, and with the files and columns that it names. Nothing is trained. */
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Cancelled, Failure } from '../common/failure.ts';
import { findDataFiles } from '../specfile/authoring/data-files.ts';
import { dataProblems, type TableLook, tablesOf } from '../specfile/authoring/data-problems.ts';
import type { TableRef } from '../specfile/authoring/tables.ts';
import { readAnySpec } from '../specfile/configs/adapt.ts';
import { pathText, type SpecProblem } from '../specfile/reading/problem.ts';
import type { AgentContext, Call } from './context.ts';
import type { Input, Output } from './schemas.ts';

/** Rows of a table that are looked at: its columns are in all of them. */
const ROWS = 1000;

type NotChecked = Output<'check_spec'>['notChecked'][number];

export async function checkSpec(
  { spec: given }: Input<'check_spec'>,
  context: AgentContext,
  { signal }: Call,
): Promise<Output<'check_spec'>> {
  const path = await context.roots.file(given);
  const parsed = await readAnySpec(await readFile(path, 'utf8'), path);
  const looks = new Map<string, TableLook>();
  const notChecked: NotChecked[] = [];
  for (const table of tablesOf(parsed)) {
    const look = await lookAt(table, dirname(path), context, signal);
    if ('why' in look) notChecked.push({ files: table.patterns.join(', '), why: look.why });
    else looks.set(keyOf(table), look);
  }
  // A config has no keys of a spec: what its files lack is said where it names them.
  const ofFiles = parsed.config === undefined ? dataProblems(parsed, (table) => looks.get(keyOf(table))) : [];
  const problems = [...parsed.problems, ...ofFiles];
  return {
    spec: context.roots.shown(path),
    ready: parsed.spec !== undefined && problems.every(({ severity }) => severity !== 'error'),
    problems: problems.map(problemOf),
    notChecked,
  };
}

/** A file outside of the roots is not read: an agent may have written its path into the spec. */
async function lookAt(
  { patterns, header }: TableRef,
  folder: string,
  { roots, describe }: AgentContext,
  signal: AbortSignal,
): Promise<TableLook | { why: string }> {
  const { files, missing } = await findDataFiles(folder, patterns);
  for (const { path } of files) {
    if (!(await roots.holds(path))) return { why: `They are outside of ${roots.folders.join(', ')}.` };
  }
  if (files.length === 0 || missing.length > 0) return { missing };
  try {
    const table = { patterns: [...patterns], ...(header && { header: [...header] }) };
    return { missing: [], facts: await describe({ folder, ...table, rows: ROWS }, signal) };
  } catch (error) {
    if (error instanceof Cancelled || signal.aborted) throw new Cancelled();
    if (!(error instanceof Failure)) throw error;
    return error.kind === 'data' ? { missing: [], failure: error } : { why: error.message };
  }
}

function keyOf({ at }: TableRef): string {
  return at.join('\n');
}

function problemOf({
  severity,
  code,
  message,
  path,
  range,
}: SpecProblem): Output<'check_spec'>['problems'][number] {
  const { line, column } = range.start;
  return { severity, code, message, key: pathText(path), line: line + 1, column: column + 1 };
}
