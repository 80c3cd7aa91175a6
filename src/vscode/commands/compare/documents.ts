/**
 * Comparisons of runs as read-only documents of the editor. Their address holds all that they are made of, so that one
 * that the editor restores after a reload is made again.
 */

import * as vscode from 'vscode';
import { loadExports } from '../../exports/load.ts';
import { withSpec } from '../../state/later.ts';
import type { Services } from '../../state/services.ts';

export const SCHEME = 'lis-runs';

export interface NamedPath {
  name: string;
  path: string;
}

/** The address of the comparison of two runs or more. */
export function addressOf(runs: readonly NamedPath[], title: string): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, path: `/${title}.md`, query: JSON.stringify(runs) });
}

/**
 * The compute process compares: what two runs share takes computing. Where nothing may be run, the intervals are the widest that
 * the reports alone allow.
 * @throws Failure where a report cannot be read, or the runs are of other data; Cancelled
 */
export async function textOf(
  { connect, context }: Pick<Services, 'connect' | 'context'>,
  runs: readonly NamedPath[],
  signal = new AbortController().signal,
): Promise<string> {
  if (vscode.workspace.isTrusted) return (await connect()).compare([...runs], signal);
  const { readReport } = await withSpec();
  const named = runs.map(async ({ name, path }) => ({ name, report: await readReport(path) }));
  return loadExports(context).comparisonMarkdown(await Promise.all(named));
}
