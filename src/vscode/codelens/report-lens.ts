/** The lens beside the one that evaluates, wherever there is a report: also while the next run goes on, and where none may start. */
import * as vscode from 'vscode';

const { t } = vscode.l10n;

/** @param line 0-based; @param spec whose report is opened */
export function reportLens(line: number, spec: vscode.Uri): vscode.CodeLens {
  return new vscode.CodeLens(new vscode.Range(line, 0, line, 0), {
    title: t('Open report'),
    command: 'lis.openReport',
    tooltip: t('Show charts, segments and hints of the last run'),
    arguments: [spec],
  });
}
