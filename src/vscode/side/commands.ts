/** The commands of the side bar's nodes. The palette does not offer them: each is about one node. */
import * as vscode from 'vscode';
import type { Tab } from '../../protocol/panel.ts';
import type { Handlers } from '../commands/register.ts';
import type { Panels } from '../panel/panels.ts';
import type { Services } from '../services.ts';
import { confirm, sentenceOf, showError } from '../show/messages.ts';
import type { EvaluationNode, PartNode } from './evaluations.ts';
import type { History, HistoryRun } from './history.ts';
import { chosenRuns, runName } from './past-runs.ts';

type Commands =
  | 'lis.compareRuns'
  | 'lis.side.evaluate'
  | 'lis.side.cancel'
  | 'lis.side.openReport'
  | 'lis.side.goToSpec'
  | 'lis.side.openRun'
  | 'lis.side.pin'
  | 'lis.side.unpin'
  | 'lis.side.deleteRun';

const { t } = vscode.l10n;

export function sideCommands(services: Services, history: History, panels: Panels): Handlers<Commands> {
  return {
    'lis.compareRuns': async (run?: HistoryRun, selection?: HistoryRun[]) => {
      const { compareRuns } = await import('../commands/actions.ts');
      await compareRuns(services, history, run, selection);
    },
    'lis.side.evaluate': (node: EvaluationNode) => evaluate(node),
    'lis.side.cancel': (node: EvaluationNode) => services.runs.cancel(uriOf(node).fsPath),
    'lis.side.openReport': (node: EvaluationNode) =>
      panels.show({ specPath: uriOf(node).fsPath }, node.kind === 'part' ? detailsOf(node) : undefined),
    'lis.side.goToSpec': async (node: EvaluationNode) =>
      (await import('../commands/actions.ts')).goToSpec(node),
    'lis.side.openRun': async (run: HistoryRun) => {
      if ('problem' in run.content) {
        void showError(run.content.problem);
        return;
      }
      await panels.show({ specPath: run.spec.fsPath, reportPath: run.path });
    },
    'lis.side.pin': (run: HistoryRun) => pin(history, run, true),
    'lis.side.unpin': (run: HistoryRun) => pin(history, run, false),
    'lis.side.deleteRun': (run: HistoryRun, selection?: HistoryRun[]) =>
      deleteRuns(history, chosenRuns(run, selection)),
  };
}

/** A source's features carry its LIS; a model has none, and stands among the scores. */
function detailsOf({ section, name }: PartNode): { tab: Tab; part: string } {
  return { tab: section === 'sources' ? 'features' : 'scores', part: name };
}

function uriOf(node: EvaluationNode): vscode.Uri {
  return node.kind === 'spec' ? node.uri : node.spec.uri;
}

async function evaluate(node: EvaluationNode): Promise<void> {
  if (node.kind === 'spec') await vscode.commands.executeCommand('lis.evaluate', node.uri);
  else await vscode.commands.executeCommand('lis.evaluateSource', node.spec.uri, node.name);
}

async function pin(history: History, run: HistoryRun, pinned: boolean): Promise<void> {
  try {
    await history.pin(run.path, pinned);
  } catch (error) {
    void showError(t('The pin cannot be kept: {0}', sentenceOf(error)));
  }
}

async function deleteRuns(history: History, runs: readonly HistoryRun[]): Promise<void> {
  const [first] = runs;
  if (first === undefined) return;
  const question =
    runs.length === 1 ? t('Delete the run {0}?', runName(first)) : t('Delete {0} runs?', runs.length);
  const pinned = runs.filter((run) => run.pinned).length;
  const detail =
    pinned === 0
      ? t('The report is deleted from disk and cannot be restored.')
      : t('{0} of them pinned. The report is deleted from disk and cannot be restored.', pinned);
  if (!(await confirm(question, detail, t('Delete')))) return;
  try {
    await history.delete(runs);
  } catch (error) {
    void showError(t('The run cannot be deleted: {0}', sentenceOf(error)));
  }
}
