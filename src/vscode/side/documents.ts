/**
 * Reports and comparisons as read-only documents of the editor. Their address holds all that they are made of, so that one
 * that the editor restores after a reload is made again.
 */
import * as vscode from 'vscode';
import { compareReports } from '../../report/compare.ts';
import { renderComparisonMarkdown } from '../../report/compare-markdown.ts';
import { renderMarkdown } from '../../report/markdown.ts';
import { readReport } from '../../report/store.ts';

export const SCHEME = 'lis-runs';

export interface NamedPath {
  name: string;
  path: string;
}

/** The address of the comparison of two runs or more, or of one run's report. */
export function addressOf(runs: readonly NamedPath[], title: string): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, path: `/${title}.md`, query: JSON.stringify(runs) });
}

/** @throws Failure where a report cannot be read, or the runs are of other data. */
export async function textOf(runs: readonly NamedPath[]): Promise<string> {
  const named = await Promise.all(
    runs.map(async ({ name, path }) => ({ name, report: await readReport(path) })),
  );
  return named.length === 1
    ? renderMarkdown(named[0]!.report)
    : renderComparisonMarkdown(compareReports(named));
}
