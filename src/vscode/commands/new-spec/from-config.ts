/** From a training config to a spec of one's own: the commented text beside the config, open to be changed. */
import { writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { SpecProblem } from '../../../specfile/reading/problem.ts';
import { showError, showWarning } from '../../show/messages.ts';
import type { Services } from '../../state/services.ts';
import { adaptedConfig } from '../../state/spec/adapted.ts';
import { specNames } from './names.ts';

const { t } = vscode.l10n;

/** @param dataset of several that a FuxiCTR config names */
export async function createSpec(
  { log }: Pick<Services, 'log'>,
  uri: vscode.Uri | undefined = vscode.window.activeTextEditor?.document.uri,
  dataset?: string,
): Promise<void> {
  if (uri === undefined) return;
  const document = await vscode.workspace.openTextDocument(uri);
  const config = await adaptedConfig(document, dataset);
  if (config === undefined) {
    void showWarning(t('Open a RecBole or FuxiCTR config to create a lis.yaml from it.'));
    return;
  }
  const problem = config.problems.find(({ severity }) => severity === 'error');
  if (problem !== undefined || config.text === undefined) return refuse(document, problem);
  const created = await write(uri.fsPath, config.text, dataset);
  log.info(`Created ${created} from ${uri.fsPath}.`);
  await vscode.window.showTextDocument(vscode.Uri.file(created));
}

/** Writes beside the config under the first name that is free. @returns the path */
async function write(config: string, text: string, dataset: string | undefined): Promise<string> {
  for (const name of specNames(basename(config), dataset)) {
    const path = join(dirname(config), name);
    try {
      await writeFile(path, text, { flag: 'wx' });
      return path;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  throw new Error(t('Every name for a new spec beside {0} is taken.', basename(config)));
}

async function refuse(document: vscode.TextDocument, problem: SpecProblem | undefined): Promise<void> {
  const name = basename(document.uri.fsPath);
  const start = problem?.range.start ?? { line: 0, column: 0 };
  const text = t(
    '{0}, line {1}: {2}',
    name,
    start.line + 1,
    problem?.message ?? t('the config names no data'),
  );
  const goTo = t('Go to Line');
  if ((await showError(text, goTo)) !== goTo) return;
  const position = new vscode.Position(start.line, start.column);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(position, position) });
}
