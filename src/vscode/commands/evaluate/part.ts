/** `LIS: Evaluate Source or Model…`: one part alone, from its CodeLens or from a pick of the spec's sources and models. */
import * as vscode from 'vscode';
import { showWarning } from '../../show/messages.ts';
import { pickOne } from '../../show/picks.ts';
import type { Services } from '../../state/services.ts';
import { isSpec } from '../../state/spec/detect.ts';
import { parsedSpec } from '../../state/spec/parsed.ts';
import { partsOf, type Section } from '../../state/spec/parts.ts';
import { modelTitleFacts } from '../../words/model-titles.ts';
import { sourceFacts } from '../../words/titles.ts';
import { type EvaluateParts, evaluateSpec } from './evaluate.ts';

const { t } = vscode.l10n;

/** @param name of the source or model; asked for where the surface does not know it */
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
  if (chosen !== undefined) await evaluateSpec(parts, target, { parts: [chosen] });
}

async function pick(
  reports: Services['reports'],
  document: vscode.TextDocument,
): Promise<string | undefined> {
  const { spec } = await parsedSpec(document);
  const known = reports.get(document.uri.fsPath);
  const parts = partsOf(spec);
  if (parts.length === 0) {
    const text =
      spec === undefined
        ? t('Repair the errors of this spec first; Problems lists them.')
        : t('This spec has no sources and no models to evaluate.');
    void showWarning(text);
    return undefined;
  }
  const headings: Record<Section, string> = { sources: t('Sources'), models: t('Models') };
  const items = parts.flatMap(({ section, index, name }): vscode.QuickPickItem[] => {
    const facts =
      section === 'sources'
        ? sourceFacts(known?.sources.get(name), undefined, t)
        : modelTitleFacts(known?.models.get(name), undefined, t);
    const heading = { label: headings[section], kind: vscode.QuickPickItemKind.Separator };
    const item = { label: name, description: facts.join(' · ') || t('not evaluated yet') };
    return index === 0 ? [heading, item] : [item];
  });
  const chosen = await pickOne(items, {
    title: t('Evaluate one source or model'),
    placeHolder: t('The others keep their last results'),
    matchOnDescription: true,
  });
  return chosen?.label;
}
