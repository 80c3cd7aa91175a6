/** The entry of `runs.cjs`: the panel of runs, comparing, deleting. */
import * as vscode from 'vscode';
import { showWarning } from '../show/messages.ts';
import { chosenRuns, pickRuns } from './choose.ts';
import type { RunsBundle, RunViews } from './contract.ts';
import { deleteRuns } from './deletion.ts';
import { documentText } from './documents.ts';
import { RunsPanel } from './panel.ts';

/** More of them cannot be read side by side. */
const MOST = 8;

const { t } = vscode.l10n;

export const start: RunsBundle['start'] = (host): RunViews => {
  const { history } = host;
  let open: RunsPanel | undefined;
  const adopt = (panel: vscode.WebviewPanel): RunsPanel => {
    const made = new RunsPanel(panel, host);
    open = made;
    panel.onDidDispose(() => {
      made.dispose();
      if (open === made) open = undefined;
    });
    return made;
  };
  const opened = (): RunsPanel =>
    open ?? adopt(vscode.window.createWebviewPanel('lis.runs', t('LIS Runs'), vscode.ViewColumn.Active));
  return {
    show: (specPath) => opened().show(specPath),
    restore: (panel) => void adopt(panel),
    compare: async (run, selection) => {
      const given = chosenRuns(history, run, selection);
      const runs = given.length >= 2 ? given : await pickRuns(history, given);
      if (runs === undefined) return;
      if (runs.length < 2 || runs.length > MOST)
        void showWarning(t('Choose two to {0} runs to compare.', MOST));
      else opened().compare(runs);
    },
    delete: (run, selection) => deleteRuns(history, chosenRuns(history, run, selection)),
    document: (query, token) => documentText(host, query, token),
    dispose: () => open?.dispose(),
  };
};
