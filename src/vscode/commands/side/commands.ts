/** The commands of the side bar's nodes. The palette does not offer them: each is about one node. */

import * as vscode from 'vscode';
import type { Tab } from '../../../protocol/panel.ts';
import type { Panels } from '../../panel/panels.ts';
import type { LoadRuns } from '../../runs/register.ts';
import { sentenceOf, showError } from '../../show/messages.ts';
import type { EvaluationNode, PartNode } from '../../side/evaluations.ts';
import type { History, HistoryRun } from '../../state/runs/history.ts';
import type { Services } from '../../state/services.ts';
import { mayLookAt } from '../../state/trust.ts';
import { actions } from '../later.ts';
import type { Handlers } from '../register.ts';

type Commands =
  | 'lis.showRuns'
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

export function sideCommands(
  services: Services,
  history: History,
  panels: Panels,
  runs: LoadRuns,
): Handlers<Commands> {
  return {
    'lis.showRuns': (given?: unknown) => runs().show(given instanceof vscode.Uri ? given.fsPath : undefined),
    'lis.compareRuns': (run?: unknown, selection?: unknown) => runs().compare(run, selection),
    'lis.side.evaluate': (node: EvaluationNode) => evaluate(node),
    'lis.side.cancel': (node: EvaluationNode) => services.runs.cancelPressed(uriOf(node).fsPath),
    'lis.side.openReport': async (node: EvaluationNode) => {
      const { fsPath } = uriOf(node);
      const details = node.kind === 'part' ? detailsOf(node) : undefined;
      if (mayLookAt(fsPath)) await panels.show({ specPath: fsPath }, details);
    },
    'lis.side.goToSpec': async (node: EvaluationNode) => {
      if (mayLookAt(uriOf(node).fsPath)) await (await actions()).goToSpec(node);
    },
    'lis.side.openRun': (run: unknown) => history.gave(run) && openRun(run, panels),
    'lis.side.pin': (run: unknown) => pin(history, run, true),
    'lis.side.unpin': (run: unknown) => pin(history, run, false),
    'lis.side.deleteRun': (run: unknown, selection?: unknown) => runs().delete(run, selection),
  };
}

/** Shows the report of a run, or says why it cannot be read. */
export async function openRun({ content, spec, path }: HistoryRun, panels: Panels): Promise<void> {
  if ('problem' in content) void showError(content.problem);
  else await panels.show({ specPath: spec.fsPath, reportPath: path });
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
