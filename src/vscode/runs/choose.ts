/** Which runs a command is about: rows of the side bar, or those that somebody picks from a list. */
import * as vscode from 'vscode';
import { runNames } from '../../report/words/run-name.ts';
import { runInWords } from '../../report/words/verdict-words.ts';
import { showInfo } from '../show/messages.ts';
import { pickMany } from '../show/picks.ts';
import type { History, HistoryRun } from '../state/runs/history.ts';
import { runDescription } from '../words/descriptions.ts';

const { t } = vscode.l10n;

/** The selection where the clicked run is part of it, else that run. */
export function chosenRuns(history: History, run: unknown, selection: unknown): HistoryRun[] {
  if (!history.gave(run)) return [];
  const rows = Array.isArray(selection) ? selection.filter((row) => history.gave(row)) : [];
  return rows.includes(run) ? rows : [run];
}

/** How lists and comparisons call them. */
export function namesOf(runs: readonly HistoryRun[]): string[] {
  return runNames(
    runs.map(({ time, content, spec }) => ({
      time,
      facts: 'facts' in content ? content.facts : undefined,
      specName: vscode.workspace.asRelativePath(spec),
    })),
  );
}

/** @returns undefined where nobody chose any */
export async function pickRuns(
  history: History,
  given: readonly HistoryRun[],
): Promise<HistoryRun[] | undefined> {
  const runs = (await history.all()).filter(({ content }) => 'facts' in content);
  if (runs.length < 2) {
    void showInfo(t('There are not two runs to compare yet: evaluate a spec first.'));
    return undefined;
  }
  const names = namesOf(runs);
  const items = runs.map((run, i) => {
    const verdict = 'facts' in run.content ? runInWords(run.content.facts, t) : undefined;
    const about = runDescription(run, vscode.workspace.asRelativePath(run.spec), t);
    return {
      label: names[i]!,
      description: [verdict, about].filter((text) => text !== undefined).join(' · '),
      picked: given.some(({ path }) => path === run.path),
      run,
    };
  });
  const picked = await pickMany(items, {
    title: t('Compare Runs'),
    placeHolder: t('Two runs or more on the same data; each is compared with the oldest'),
    matchOnDescription: true,
  });
  return picked?.map(({ run }) => run);
}
