/**
 * Which inputs of a report have changed since its run. A report names any path, of this machine or of another one, so only files
 * that the workspace holds or that its spec names are looked at, and none before the workspace is trusted.
 */
import { dirname, resolve } from 'node:path';
import * as vscode from 'vscode';
import { type HashOf, staleInputs } from '../../report/fingerprint.ts';
import type { Report } from '../../report/schema.ts';
import { tablesOf } from '../../spec/data-problems.ts';
import { parsedSpec } from '../spec/parsed.ts';
import { isIn, mayLookAt } from '../trust.ts';

/**
 * @param hashOf is asked for files of the recorded size whose time alone is another one
 * @returns paths as the report names them
 */
export async function staleOf(report: Report, specPath: string, hashOf: HashOf): Promise<string[]> {
  if (!vscode.workspace.isTrusted) return [];
  const folder = dirname(specPath);
  const elsewhere = report.inputs.some(({ path }) => !mayLookAt(resolve(folder, path)));
  const named = elsewhere ? await namedBy(specPath) : [];
  const may = (path: string): boolean => mayLookAt(path) || named.some((one) => covers(one, path));
  return staleInputs(report, folder, may, hashOf);
}

/** The files and globs of the spec, absolute. */
async function namedBy(specPath: string): Promise<string[]> {
  if (!mayLookAt(specPath)) return [];
  return vscode.workspace.openTextDocument(specPath).then(
    async (document) =>
      tablesOf(await parsedSpec(document)).flatMap(({ patterns }) =>
        patterns.map((pattern) => resolve(dirname(specPath), pattern)),
      ),
    () => [], // gone since its report was written
  );
}

/** A file covers itself; a glob, and a folder, all that lies in the folder before its first sign. */
function covers(named: string, path: string): boolean {
  const sign = named.search(/[*?[]/);
  return named === path || isIn(sign < 0 ? named : dirname(`${named.slice(0, sign)}x`), path);
}
