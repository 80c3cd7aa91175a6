/** `LIS: Compare Runs…`: which runs, and where their comparison is shown. */
import * as vscode from 'vscode';
import { localTime } from '../../../common/format.ts';
import { showInfo, showWarning } from '../../show/messages.ts';
import { pickMany } from '../../show/picks.ts';
import type { History, HistoryRun } from '../../side/history.ts';
import { chosenRuns, runName } from '../../side/past-runs.ts';
import type { Services } from '../../state/services.ts';
import { runDescription } from '../../words/descriptions.ts';
import { showComparison } from './show.ts';

/** More columns than this cannot be read side by side. */
const MOST = 8;

const { t } = vscode.l10n;

/** Compares the selected runs, or asks which: every later run against the oldest. */
export async function compareRuns(
  services: Services,
  history: History,
  run?: HistoryRun,
  selection?: readonly HistoryRun[],
): Promise<void> {
  const given = chosenRuns(run, selection);
  const runs = given.length >= 2 ? given : await pick(history, given);
  if (runs === undefined) return;
  if (runs.length < 2 || runs.length > MOST) {
    void showWarning(t('Choose two to {0} runs to compare.', MOST));
    return;
  }
  const oldestFirst = [...runs].sort((a, b) => (a.time < b.time ? -1 : 1));
  await showComparison(
    services,
    oldestFirst.map((past) => ({ name: runName(past), path: past.path })),
    t('Comparison of {0} runs', runs.length),
  );
}

async function pick(history: History, given: readonly HistoryRun[]): Promise<HistoryRun[] | undefined> {
  const runs = (await history.all()).filter(({ content }) => 'facts' in content);
  if (runs.length < 2) {
    void showInfo(t('There are not two runs to compare yet: evaluate a spec first.'));
    return undefined;
  }
  const items = runs.map((run) => ({
    label: localTime(run.time),
    description: runDescription(run, vscode.workspace.asRelativePath(run.spec), t),
    picked: given.some(({ path }) => path === run.path),
    run,
  }));
  const picked = await pickMany(items, {
    title: t('Compare Runs'),
    placeHolder: t('Two runs or more on the same data; each is compared with the oldest'),
    matchOnDescription: true,
  });
  return picked?.map((item) => item.run);
}
