/** `LIS: Export Leaked Features…`: the features of every arm as Parquet, for a ranker of the user's own. */
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { Cancelled } from '../../../common/failure.ts';
import { sentenceOf, showError, showInfo, showWarning } from '../../show/messages.ts';
import { openDialog } from '../../show/picks.ts';
import type { Services } from '../../state/services.ts';
import { computeSettings } from '../../state/settings.ts';
import { isSpec } from '../../state/spec/detect.ts';
import { withWork } from '../../state/work.ts';
import { exportFolder } from './folder.ts';

const { t } = vscode.l10n;

export async function exportFeatures(services: Services, given?: vscode.Uri): Promise<void> {
  const uri = given ?? vscode.window.activeTextEditor?.document.uri;
  if (uri === undefined || !isSpec(uri)) {
    void showWarning(t('Open a spec (lis.yaml or *.lis.yaml) to export its features.'));
    return;
  }
  const [picked] = await openDialog({
    title: t('Folder for the features of {0}', basename(uri.fsPath)),
    openLabel: t('Export Here'),
    defaultUri: vscode.Uri.joinPath(uri, '..'),
    canSelectFiles: false,
    canSelectFolders: true,
  });
  if (picked === undefined) return;
  const document = await vscode.workspace.openTextDocument(uri);
  const folder = await exportFolder(picked.fsPath, basename(uri.fsPath), (path) =>
    readdir(path).catch(() => undefined),
  );
  try {
    const client = await services.connect();
    const { files } = await withWork(t('LIS: exporting the features of {0}', basename(uri.fsPath)), (hooks) =>
      client.exportFeatures(
        {
          specPath: uri.fsPath,
          ...(document.isDirty && { specText: document.getText() }),
          folder,
          ...computeSettings(document),
        },
        hooks,
      ),
    );
    services.log.info(`Exported ${files.map(({ file }) => join(folder, file)).join(', ')}.`);
    await offerFolder(folder, files.length);
  } catch (error) {
    if (error instanceof Cancelled) return;
    const sentence = sentenceOf(error);
    services.log.error(sentence);
    void showError(t('The features were not exported: {0}', sentence));
  }
}

async function offerFolder(folder: string, files: number): Promise<void> {
  const open = t('Open manifest.json');
  const text = t('{0} files of features in {1}; manifest.json says what each column is.', files, folder);
  if ((await showInfo(text, open)) !== open) return;
  await vscode.window.showTextDocument(vscode.Uri.file(join(folder, 'manifest.json')));
}
