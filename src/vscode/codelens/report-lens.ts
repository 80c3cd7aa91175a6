/** The lenses of a run and of its report: the latter also while the next run goes on, and where none may start. */
import * as vscode from 'vscode';
import { lensAt } from '../show/lines.ts';
import { type Running, runningTitle } from '../words/titles.ts';
import { partRunningTitle } from './part-title.ts';

const { t } = vscode.l10n;

/** In place of the lens that evaluates, while there is a run: how far it is, and Cancel. */
export function runningLens(line: number, running: Running, uri: vscode.Uri): vscode.CodeLens {
  const title = runningTitle(running, t);
  const tooltip = t('Cancel this evaluation');
  return lensAt(line, { title, command: 'lis.cancel', tooltip, arguments: [uri] }, 'sync~spin');
}

/** The same over a source or a model that is part of the run. */
export function partRunningLens(line: number, name: string, uri: vscode.Uri): vscode.CodeLens {
  const title = partRunningTitle(name, t);
  const tooltip = t('Cancel this evaluation');
  return lensAt(line, { title, command: 'lis.cancel', tooltip, arguments: [uri] }, 'sync~spin');
}

/** @param line 0-based; @param spec whose report is opened; @param title where it says something of the report itself */
export function reportLens(line: number, spec: vscode.Uri, title = t('Open report')): vscode.CodeLens {
  return lensAt(line, {
    title,
    command: 'lis.openReport',
    tooltip: t('Show charts, segments and hints of the last run'),
    arguments: [spec],
  });
}
