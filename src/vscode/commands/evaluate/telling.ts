/** What the user is told at the end of a run: what went wrong, and where; or what was found, where nothing in sight shows it. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { Failure } from '../../../common/failure.ts';
import { firstSentence, summaryOf } from '../../../report/words/summary.ts';
import { sentenceOf, showError, showInfo } from '../../show/messages.ts';
import type { Services } from '../../state/services.ts';
import { opensReport } from '../../state/settings.ts';

const { t } = vscode.l10n;

/** @param quiet to Problems and the log alone */
export async function tellFailure(
  parts: Pick<Services, 'log' | 'problems'>,
  document: vscode.TextDocument,
  error: unknown,
  quiet: boolean,
): Promise<void> {
  const failure = error instanceof Failure ? error : undefined;
  const sentence = sentenceOf(error);
  const { file, line, column } = failure?.where ?? {};
  const place = [file ?? document.uri.fsPath, line, column].filter((part) => part !== undefined).join(':');
  const details = failure === undefined && error instanceof Error ? (error.stack ?? sentence) : sentence;
  parts.log.error(`${place}: ${details}`);
  if (failure !== undefined) await parts.problems.showRun(document, failure);
  if (quiet) return;
  const [showLog, goTo] = [t('Show Log'), t('Go to Line')];
  const name = basename(document.uri.fsPath);
  const here = line !== undefined && (file === undefined || file === document.uri.fsPath);
  const text = here ? t('{0}, line {1}: {2}', name, line, sentence) : t('{0}: {1}', name, sentence);
  const choice = await showError(text, ...(here ? [goTo] : []), showLog);
  if (choice === showLog) parts.log.show();
  if (choice !== goTo || !here) return;
  const start = new vscode.Position(line - 1, (column ?? 1) - 1);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(start, start) });
}

/**
 * Opens the report where the user wants that. Else says what the run found, unless the editor of its spec is in sight: the lenses there
 * say it. After the first run of a spec nobody knows yet that they do.
 * @param asked whether a person started the run
 */
export async function tellEnd(
  { reports }: Pick<Services, 'reports'>,
  { uri }: vscode.TextDocument,
  { isFirst, asked }: { isFirst: boolean; asked: boolean },
): Promise<void> {
  if (asked && opensReport(uri, isFirst)) {
    await vscode.commands.executeCommand('lis.openReport', uri, undefined, { keepFocus: true });
    return;
  }
  const inSight = vscode.window.visibleTextEditors.some(
    ({ document }) => document.uri.toString() === uri.toString(),
  );
  const report = reports.get(uri.fsPath)?.report;
  if ((inSight && !isFirst) || report === undefined) return;
  const open = t('Open Report');
  const [answer] = firstSentence(summaryOf(report, t).sentence);
  if ((await showInfo(`${basename(uri.fsPath)}: ${answer}`, open)) === open)
    await vscode.commands.executeCommand('lis.openReport', uri);
}
