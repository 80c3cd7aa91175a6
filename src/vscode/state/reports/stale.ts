/**
 * Which inputs of a report have changed since its run. A report names any path, of this machine or of another one, so only files
 * that the workspace holds or that its spec names are looked at, and none before the workspace is trusted.
 */
import { dirname, resolve } from 'node:path';
import * as vscode from 'vscode';
import { type HashOf, isOfFile, staleInputs } from '../../../report/kept/fingerprint.ts';
import type { Report } from '../../../report/schema.ts';
import { tablesOf } from '../../../specfile/authoring/data-problems.ts';
import type { ParsedSpec } from '../../../specfile/reading/parse.ts';
import { isIn, mayLookAt } from '../trust.ts';

/** The spec as it is now; undefined where it is gone. */
export type SpecAt = (path: string) => Promise<ParsedSpec | undefined>;

/**
 * @param hashOf is asked for files of the recorded size whose time alone is another one
 * @returns paths as the report names them
 */
export async function staleOf(
  report: Report,
  specPath: string,
  hashOf: HashOf,
  specAt: SpecAt,
): Promise<string[]> {
  if (!vscode.workspace.isTrusted) return [];
  const folder = dirname(specPath);
  const elsewhere = report.inputs.some((input) => isOfFile(input) && !mayLookAt(resolve(folder, input.path)));
  const named = elsewhere ? await namedBy(specPath, specAt) : [];
  const may = (path: string): boolean => mayLookAt(path) || named.some((pattern) => covers(pattern, path));
  return staleInputs(report, folder, may, hashOf);
}

/** The files and globs of the spec, absolute. */
async function namedBy(specPath: string, specAt: SpecAt): Promise<string[]> {
  const spec = mayLookAt(specPath) ? await specAt(specPath) : undefined;
  if (spec === undefined) return [];
  return tablesOf(spec).flatMap(({ patterns }) =>
    patterns.map((pattern) => resolve(dirname(specPath), pattern)),
  );
}

/** A file covers itself; a glob, and a folder, all that lies in the folder before its first sign. */
function covers(named: string, path: string): boolean {
  const sign = named.search(/[*?[]/);
  return named === path || isIn(sign < 0 ? named : dirname(`${named.slice(0, sign)}x`), path);
}
