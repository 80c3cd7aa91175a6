/** `LIS: New LIS Evaluation…` on a file of item vectors: no log, but a model of one that a spec may already describe. */
import { basename, dirname, relative, sep } from 'node:path';
import * as vscode from 'vscode';
import { showWarning } from '../../show/messages.ts';
import { withSpec } from '../../state/later.ts';
import type { Services } from '../../state/services.ts';
import { parsedSpec } from '../../state/spec/parsed.ts';

const { t } = vscode.l10n;

/** Says what the file is and offers what can be done with it. @returns true where the user wants to choose the log */
export async function offerVectors(services: Services, file: vscode.Uri): Promise<boolean> {
  const near = await services.specs.nearest(file.fsPath);
  const add = near && t('Add to {0}', vscode.workspace.asRelativePath(near));
  const choose = t('Choose the Log…');
  const text = t('{0} looks like item vectors, not a log.', basename(file.fsPath));
  const chosen = await showWarning(text, ...(add === undefined ? [] : [add]), choose);
  if (chosen === choose) return true;
  if (near !== undefined && chosen === add) await addTo(services, near, file);
  return false;
}

async function addTo(services: Services, spec: vscode.Uri, file: vscode.Uri): Promise<void> {
  const { addingVectors, columnsFor } = await withSpec();
  const path = relative(dirname(spec.fsPath), file.fsPath).split(sep).join('/');
  const look = await services.columns.of(spec.fsPath, { patterns: [path] });
  const { document } = await parsedSpec(await vscode.workspace.openTextDocument(spec));
  const facts = look?.facts;
  const [item] = facts === undefined ? [] : columnsFor(['models', 0, 'item'], facts);
  const [vector] = facts === undefined ? [] : columnsFor(['models', 0, 'vector'], facts);
  const edit = document && item && vector && addingVectors(document, { path, item, vector });
  if (edit)
    await services.hints().edit(spec.fsPath, t('Add the vectors of {0} as a model', basename(path)), [edit]);
  else
    void showWarning(
      t('{0} could not be added to {1}: write it under `models:`.', path, basename(spec.fsPath)),
    );
}
