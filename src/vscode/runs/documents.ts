/**
 * Comparisons of runs, for the page and as read-only documents of the editor. The address of a document holds all that it is made of, so
 * that one that the editor restores after a reload is made again.
 */
import * as vscode from 'vscode';
import { compareReports } from '../../report/compare.ts';
import { renderComparisonMarkdown } from '../../report/exports/compare-markdown.ts';
import { sentenceOf, showError } from '../show/messages.ts';
import type { RunsHost } from './contract.ts';

const SCHEME = 'lis-runs';

export interface NamedPath {
  name: string;
  path: string;
}

type Host = Pick<RunsHost, 'services' | 'withSpec'>;

/**
 * The compute process compares: what two runs share takes computing. Where nothing may be run, the intervals are the widest that
 * the reports alone allow.
 * @returns the document, and the comparison as JSON
 * @throws Failure where a report cannot be read, or the runs are of other data; Cancelled
 */
export async function comparisonOf(
  { services, withSpec }: Host,
  runs: readonly NamedPath[],
  signal = new AbortController().signal,
): Promise<{ markdown: string; comparison: string }> {
  if (vscode.workspace.isTrusted) return (await services.connect()).compare([...runs], signal);
  const { readReport } = await withSpec();
  const named = runs.map(async ({ name, path }) => ({ name, report: await readReport(path) }));
  const comparison = compareReports(await Promise.all(named));
  return { markdown: renderComparisonMarkdown(comparison), comparison: JSON.stringify(comparison) };
}

/** What an address of a document stands for. */
export async function documentText(
  host: Host,
  query: string,
  token: vscode.CancellationToken,
): Promise<string> {
  const abort = new AbortController();
  const listening = token.onCancellationRequested(() => abort.abort());
  try {
    return (await comparisonOf(host, JSON.parse(query), abort.signal)).markdown;
  } finally {
    listening.dispose();
  }
}

/** Shows a comparison as a rendered document. Says why where it cannot. */
export async function showDocument(host: Host, runs: readonly NamedPath[], title: string): Promise<void> {
  try {
    await comparisonOf(host, runs);
  } catch (error) {
    void showError(sentenceOf(error));
    return;
  }
  const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${title}.md`, query: JSON.stringify(runs) });
  try {
    await vscode.commands.executeCommand('markdown.showPreview', uri);
  } catch {
    await vscode.window.showTextDocument(uri, { preview: true }); // the built-in preview is switched off
  }
}
