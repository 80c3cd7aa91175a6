/** Deleting runs, after a question. */
import * as vscode from 'vscode';
import { confirm, sentenceOf, showError } from '../show/messages.ts';
import type { History, HistoryRun } from '../state/runs/history.ts';
import { namesOf } from './choose.ts';

const { t } = vscode.l10n;

export async function deleteRuns(history: History, runs: readonly HistoryRun[]): Promise<void> {
  if (runs.length === 0) return;
  const question =
    runs.length === 1 ? t('Delete the run {0}?', namesOf(runs)[0]!) : t('Delete {0} runs?', runs.length);
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
