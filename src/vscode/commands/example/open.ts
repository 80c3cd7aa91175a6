/** `LIS: Open Example…`: a copy of the example feed in a folder of the user's, with its data generated there and then. */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { Cancelled } from '../../../common/failure.ts';
import { logTo } from '../../show/log.ts';
import { sentenceOf, showError, showInfo } from '../../show/messages.ts';
import { openDialog } from '../../show/picks.ts';
import type { Services } from '../../state/services.ts';
import { withWork } from '../../state/work.ts';
import { copyExample } from './files.ts';

const NAME = 'lis-example';
/** Set just before the example's window opens, so that it can show where to begin. */
export const WELCOME = 'lis.exampleToShow';

const { t } = vscode.l10n;

export async function openExample({ context, log }: Services): Promise<void> {
  const [picked] = await openDialog({
    title: t('Folder for the example'),
    openLabel: t('Create Example Here'),
    canSelectFiles: false,
    canSelectFolders: true,
  });
  if (picked === undefined) return;
  const folder = await freeFolder(picked.fsPath);
  try {
    const { runScript } = await import('../../processes/compute.ts');
    await withWork(t('LIS: creating the example'), async ({ signal }) => {
      await copyExample(context.asAbsolutePath(join('examples', 'feed')), folder);
      await runScript(
        context.asAbsolutePath('dist/example.mjs'),
        ['--out', join(folder, 'data')],
        logTo(log),
        signal,
      );
    });
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    if (error instanceof Cancelled) return;
    const sentence = sentenceOf(error);
    log.error(sentence);
    void showError(t('The example was not created: {0}', sentence));
    return;
  }
  log.info(`The example is in ${folder}.`);
  void vscode.commands.executeCommand('setContext', 'lis.exampleCreated', true); // a step of the walkthrough
  await open(context, vscode.Uri.file(folder));
}

/** A folder that does not exist yet: nobody's files are mixed with the example's. */
async function freeFolder(parent: string): Promise<string> {
  for (let n = 1; ; n++) {
    const folder = join(parent, n === 1 ? NAME : `${NAME}-${n}`);
    if ((await readdir(folder).catch(() => undefined)) === undefined) return folder;
  }
}

async function open(context: vscode.ExtensionContext, folder: vscode.Uri): Promise<void> {
  const here = t('Open');
  const apart = t('Open in New Window');
  const empty = (vscode.workspace.workspaceFolders ?? []).length === 0;
  const text = t('The example is in {0}.', folder.fsPath);
  const choice = empty ? here : await showInfo(text, here, apart);
  if (choice === undefined) return;
  await context.globalState.update(WELCOME, folder.fsPath);
  await vscode.commands.executeCommand('vscode.openFolder', folder, { forceNewWindow: choice === apart });
}
