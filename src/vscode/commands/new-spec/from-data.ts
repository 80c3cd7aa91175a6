/** `LIS: New LIS Evaluation…`: a first spec from a data file, with the reasons for every choice in it. */
import { stat, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { Cancelled, Failure } from '../../../common/failure.ts';
import type { DraftedSpec } from '../../../compute/client.ts';
import { sentenceOf, showError, showInfo, showWarning } from '../../show/messages.ts';
import { pickLog } from '../../show/picks.ts';
import type { Services } from '../../state/services.ts';
import { computeSettings } from '../../state/settings.ts';
import { withWork } from '../../state/work.ts';
import { offerVectors } from './from-vectors.ts';
import { specFolder, specPath } from './place.ts';

const { t } = vscode.l10n;

/** @param selection all files that the Explorer has selected, the parts of one log; an editor's menu passes no list. */
export async function newEvaluation(
  services: Services,
  uri?: vscode.Uri,
  selection?: vscode.Uri[],
): Promise<void> {
  const data =
    uri === undefined
      ? await pickLog(t('The log to evaluate on: one row per impression or rating'), t('Evaluate on This'))
      : Array.isArray(selection)
        ? selection
        : [uri];
  const [first] = data;
  if (first === undefined) return;
  const root = vscode.workspace.getWorkspaceFolder(first)?.uri.fsPath;
  const exists = (path: string): Promise<boolean> =>
    stat(path).then(
      () => true,
      () => false,
    );
  try {
    const path = await specPath(specFolder(first.fsPath, root), first.fsPath, exists);
    const client = await services.connect();
    const draft = await withWork(t('LIS: looking at {0}', basename(first.fsPath)), (hooks) =>
      client.draft({ data: data.map(({ fsPath }) => fsPath), out: path, ...computeSettings(first) }, hooks),
    );
    await writeFile(path, draft.text, { flag: 'wx' }); // fails rather than replaces what appeared meanwhile
    await vscode.window.showTextDocument(vscode.Uri.file(path), { preview: false });
    await tell(services, path, draft);
  } catch (error) {
    if (error instanceof Cancelled) return;
    if (error instanceof Failure && error.code === 'item-vectors') {
      if (await offerVectors(services, first)) await newEvaluation(services);
      return;
    }
    const sentence = sentenceOf(error);
    services.log.error(sentence);
    void showError(t('No spec was written: {0}', sentence));
  }
}

async function tell(
  services: Services,
  path: string,
  { from, facts, undecided }: DraftedSpec,
): Promise<void> {
  services.log.info(`Wrote ${path} from ${from}.`);
  for (const { key, value, why } of facts)
    services.log.info(
      `  ${[key, value ?? 'not decided', ...(why === undefined ? [] : [`(${why})`])].join(' ')}`,
    );
  const name = basename(path);
  if (undecided.length > 0) {
    const keys = undecided.join(', ');
    void showWarning(
      t(
        '{0} is written from {1}, but not decided: {2}. The candidates stand in its comments.',
        name,
        from,
        keys,
      ),
    );
    return;
  }
  const assumed = facts
    .filter(({ key }) => ['user', 'item', 'label', 'time', 'split'].includes(key))
    .flatMap(({ key, value }) => (value === undefined ? [] : [`${key} ${value}`]));
  const evaluate = t('Evaluate');
  const text = t(
    '{0} is written from {1}. It assumes: {2}. Check the choices.',
    name,
    from,
    assumed.join(', '),
  );
  if ((await showInfo(text, evaluate)) === evaluate)
    await vscode.commands.executeCommand('lis.evaluate', vscode.Uri.file(path));
}
