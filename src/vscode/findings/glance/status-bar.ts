/** The item of the status bar: the answer of the spec that speaks for the file in front. A click opens its report. */
import * as vscode from 'vscode';
import { throttle } from '../../../protocol/throttle.ts';
import { showInBar, statusBarItem } from '../../show/status.ts';
import type { FindingsHost } from '../contract.ts';
import { barText } from './bar-words.ts';

const { t } = vscode.l10n;

/** A number that changes more often cannot be read. */
const PROGRESS_MS = 500;

export function registerStatusBar(host: FindingsHost): vscode.Disposable {
  const { specs, reports, runs } = host.services;
  const item = statusBarItem('lis.answer', t('Leakage Impact Score'));
  let shown: vscode.Uri | undefined;
  let latest = 0;
  const show = async (): Promise<void> => {
    const mine = ++latest;
    const editor = vscode.window.activeTextEditor;
    // A panel in front has no text: the item stays what it was while any text is in sight.
    if (editor === undefined && vscode.window.visibleTextEditors.length > 0) return draw(shown, mine);
    const document = editor?.document;
    const looked = document !== undefined && /^(file|vscode-notebook-cell)$/.test(document.uri.scheme);
    const enabled = vscode.workspace.getConfiguration('lis', document).get('statusBar.enabled', true);
    await draw(looked && enabled ? await specs.of(document) : undefined, mine);
  };
  const draw = async (uri: vscode.Uri | undefined, mine: number): Promise<void> => {
    const parsed = uri && host.mayLookAt(uri.fsPath) ? await host.readSpec(uri.fsPath) : undefined;
    const state =
      uri === undefined || parsed === undefined
        ? undefined
        : await host.stateOf(host.services, uri.fsPath, parsed);
    if (mine !== latest) return;
    shown = uri;
    if (uri === undefined || state === undefined) {
      item.hide();
      return;
    }
    const title = t('Open Report');
    item.command = { command: 'lis.side.openReport', title, arguments: [{ kind: 'spec', uri }] };
    showInBar(item, barText(state, vscode.workspace.asRelativePath(uri), t));
  };
  const soon = throttle(() => void show(), PROGRESS_MS);
  const about = (path: string): void => {
    if (path === shown?.fsPath) soon(undefined);
  };
  void show();
  return vscode.Disposable.from(
    item,
    { dispose: () => soon.stop() },
    reports.onDidChange(about),
    runs.onDidChange(about),
    specs.onDidChange(() => soon(undefined)),
    vscode.window.onDidChangeActiveTextEditor(() => void show()),
    vscode.workspace.onDidChangeTextDocument(({ document }) => about(document.uri.fsPath)),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('lis.statusBar')) void show();
    }),
  );
}
