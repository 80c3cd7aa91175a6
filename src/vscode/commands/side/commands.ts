/** The commands of the side bar's nodes. The palette does not offer them: each is about one node. */

import * as vscode from 'vscode';
import type { Tab } from '../../../protocol/panel.ts';
import type { Panels } from '../../panel/panels.ts';
import { confirm, sentenceOf, showError } from '../../show/messages.ts';
import type { EvaluationNode, PartNode } from '../../side/evaluations.ts';
import type { History, HistoryRun } from '../../side/history.ts';
import { chosenRuns, runName } from '../../side/past-runs.ts';
import type { Services } from '../../state/services.ts';
import { mayLookAt } from '../../state/trust.ts';
import { actions } from '../later.ts';
import type { Handlers } from '../register.ts';

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
    'lis.compareRuns': async (run?: unknown, selection?: unknown) => {
      const { compareRuns } = await actions();
      const chosen = Array.isArray(selection) ? selection.filter((node) => history.gave(node)) : undefined;
      await compareRuns(services, history, history.gave(run) ? run : undefined, chosen);
    },
    'lis.side.evaluate': (node: EvaluationNode) => evaluate(node),
    'lis.side.cancel': (node: EvaluationNode) => services.runs.cancel(uriOf(node).fsPath),
    'lis.side.openReport': async (node: EvaluationNode) => {
      const { fsPath } = uriOf(node);
      const details = node.kind === 'part' ? detailsOf(node) : undefined;
      if (mayLookAt(fsPath)) await panels.show({ specPath: fsPath }, details);
    },
    'lis.side.goToSpec': async (node: EvaluationNode) => {
      if (mayLookAt(uriOf(node).fsPath)) await (await actions()).goToSpec(node);
    },
    'lis.side.openRun': async (run: unknown) => {
      if (!history.gave(run)) return;
      if ('problem' in run.content) {
        void showError(run.content.problem);
        return;
      }
      await panels.show({ specPath: run.spec.fsPath, reportPath: run.path });
    },
    'lis.side.pin': (run: unknown) => pin(history, run, true),
    'lis.side.unpin': (run: unknown) => pin(history, run, false),
    'lis.side.deleteRun': (run: unknown, selection?: HistoryRun[]) =>
      history.gave(run) &&
      deleteRuns(
        history,
        chosenRuns(run, selection).filter((node) => history.gave(node)),
      ),
  };
}

/** A source's features carry its LIS; a model has none, and stands among the scores. */
function detailsOf({ section, name }: PartNode): { tab: Tab; part: string } {
  return { tab: section === 'sources' ? 'features' : 'scores', part: name };
}

/** Of a source or model that of its spec; the status hands over no more than the address. */
function uriOf(node: EvaluationNode): vscode.Uri {
  return 'spec' in node ? node.spec.uri : node.uri;
}

async function evaluate(node: EvaluationNode): Promise<void> {
  if (node.kind === 'spec') await vscode.commands.executeCommand('lis.evaluate', node.uri);
  else await vscode.commands.executeCommand('lis.evaluateSource', node.spec.uri, node.name);
}

async function pin(history: History, run: unknown, pinned: boolean): Promise<void> {
  if (!history.gave(run)) return;
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
