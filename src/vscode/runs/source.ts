/** `LIS: Evaluate Source…`: one source alone, from its CodeLens or from a pick of the spec's sources. */
import * as vscode from 'vscode';
import { sourceTitle } from '../codelens/titles.ts';
import type { Services } from '../services.ts';
import { isSpec } from '../spec/detect.ts';
import { parsedSpec } from '../spec/parsed.ts';
import { type EvaluateParts, evaluateSpec } from './evaluate.ts';

const { t } = vscode.l10n;

/** @param name of the source; asked for where the surface does not know it */
export async function evaluateSource(
  parts: EvaluateParts & Pick<Services, 'reports'>,
  uri?: vscode.Uri,
  name?: string,
): Promise<void> {
  const target = uri ?? vscode.window.activeTextEditor?.document.uri;
  if (target === undefined || !isSpec(target)) {
    await evaluateSpec(parts, target); // which says what is missing
    return;
  }
  const chosen = name ?? (await pick(parts.reports, await vscode.workspace.openTextDocument(target)));
  if (chosen !== undefined) await evaluateSpec(parts, target, { sources: [chosen] });
}

async function pick(
  reports: Services['reports'],
  document: vscode.TextDocument,
): Promise<string | undefined> {
  const { spec } = await parsedSpec(document);
  const known = reports.get(document.uri.fsPath);
  const items = (spec?.sources ?? []).map(({ name }) => {
    const result = known?.sources.get(name);
    return { label: name, description: sourceTitle(result, undefined, t).replace(/^▶ · /, '') };
  });
  if (items.length === 0) {
    const text =
      spec === undefined
        ? t('Repair the errors of this spec first; Problems lists them.')
        : t('This spec has no sources to evaluate.');
    void vscode.window.showWarningMessage(text);
    return undefined;
  }
  const chosen = await vscode.window.showQuickPick(items, {
    title: t('Evaluate one source'),
    placeHolder: t('The other sources keep their last results'),
    matchOnDescription: true,
  });
  return chosen?.label;
}
