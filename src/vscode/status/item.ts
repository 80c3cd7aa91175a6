/** The language status item: what the spec, or the config that carries one, in the active editor is doing, or what it found, at a glance. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { shorten } from '../../common/format.ts';
import { leadingVerdict } from '../../report/words/label-leak.ts';
import { showStatus, statusItem } from '../show/status.ts';
import type { Services } from '../state/services.ts';
import { onDidChangeCarriers } from '../state/spec/carriers.ts';
import { CONFIG_SELECTOR, isNamedSpec, isSpec, SPEC_SELECTOR } from '../state/spec/detect.ts';
import { parsedSpec } from '../state/spec/parsed.ts';
import { stateOf } from '../state/spec-facts.ts';
import type { SpecState } from '../state/spec-state.ts';
import { specDescription } from '../words/descriptions.ts';
import { statusText } from './titles.ts';

const { t } = vscode.l10n;

const DETAIL_WIDTH = 70;

export function registerStatus(services: Pick<Services, 'runs' | 'reports'>): vscode.Disposable {
  const item = statusItem('lis.status', t('LIS'), SPEC_SELECTOR);
  showStatus(item, t('LIS: ready'));
  let latest = 0;
  const show = async (): Promise<void> => {
    const document = vscode.window.activeTextEditor?.document;
    if (document === undefined || !isSpec(document.uri)) {
      item.selector = SPEC_SELECTOR;
      return;
    }
    // Other YAML has no status: it is shown on configs only while one that carries a spec is in front.
    item.selector = isNamedSpec(document.uri) ? SPEC_SELECTOR : CONFIG_SELECTOR;
    const mine = ++latest;
    const state = await stateOf(services, document.uri.fsPath, await parsedSpec(document));
    if (mine === latest) draw(item, document.uri, state);
  };
  const about = (path: string): void => {
    if (path === vscode.window.activeTextEditor?.document.uri.fsPath) void show();
  };
  void show();
  return vscode.Disposable.from(
    item,
    services.runs.onDidChange(about),
    services.reports.onDidChange(about),
    onDidChangeCarriers(() => void show()),
    vscode.window.onDidChangeActiveTextEditor(() => void show()),
    vscode.workspace.onDidChangeTextDocument(({ document }) => about(document.uri.fsPath)),
  );
}

function draw(item: vscode.LanguageStatusItem, uri: vscode.Uri, state: SpecState): void {
  const { Error: error, Warning: warning, Information: information } = vscode.LanguageStatusSeverity;
  const verdict = leadingVerdict(state.report);
  item.busy = state.kind === 'running';
  showStatus(item, statusText(state, t), [basename(uri.fsPath), detailOf(state)].filter(Boolean).join(' · '));
  item.severity = information;
  const leaks = state.kind === 'done' && verdict?.severity === 'error' && state.stale === undefined;
  if (state.kind === 'broken' || state.kind === 'failed' || leaks) item.severity = error;
  else if (state.kind === 'done' && (state.stale !== undefined || verdict?.severity === 'warning'))
    item.severity = warning;
  if (state.kind === 'running')
    item.command = { command: 'lis.cancel', title: t('Cancel'), arguments: [uri] };
  else if (state.kind === 'done')
    item.command = {
      command: 'lis.side.openReport',
      title: t('Open Report'),
      arguments: [{ kind: 'spec', uri }],
    };
  else item.command = { command: 'lis.showLog', title: t('Show Log') };
}

/** One line beside the text: what is longer stands in Problems, the CodeLens and the tree. */
function detailOf(state: SpecState): string {
  const text = state.kind === 'running' ? '' : specDescription(state, Date.now(), t);
  return shorten(text, DETAIL_WIDTH);
}
