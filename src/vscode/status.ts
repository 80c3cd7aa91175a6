/** The language status item of specs: what the spec in the active editor is doing, at a glance. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { runningTitle } from './codelens/titles.ts';
import type { Runs } from './runs/runs.ts';
import { SPEC_SELECTOR } from './spec/detect.ts';

export function registerStatus(runs: Runs): vscode.Disposable {
  const { t } = vscode.l10n;
  const item = vscode.languages.createLanguageStatusItem('lis.status', SPEC_SELECTOR);
  item.name = t('LIS');
  const show = (): void => {
    const document = vscode.window.activeTextEditor?.document;
    const running = document && runs.of(document.uri.fsPath);
    item.busy = running !== undefined;
    item.text = running === undefined ? t('LIS: ready') : t('LIS: {0}', runningTitle(running, t));
    item.detail = document === undefined ? '' : basename(document.uri.fsPath);
    item.command =
      running === undefined
        ? { command: 'lis.showLog', title: t('Show Log') }
        : { command: 'lis.cancel', title: t('Cancel'), arguments: [document?.uri] };
  };
  show();
  return vscode.Disposable.from(
    item,
    runs.onDidChange(show),
    vscode.window.onDidChangeActiveTextEditor(show),
  );
}
