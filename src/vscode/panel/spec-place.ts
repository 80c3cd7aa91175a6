/** From the panel to the spec: beside the panel, never over it. */
import * as vscode from 'vscode';
import { showWarning } from '../show/messages.ts';
import { parsedSpec } from '../state/spec/parsed.ts';
import { pathOfPart } from '../state/spec/parts.ts';

export async function openSpec(uri: vscode.Uri, selection?: vscode.Range): Promise<void> {
  const open = vscode.window.tabGroups.all.find((group) =>
    group.tabs.some(
      ({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString(),
    ),
  );
  try {
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, {
      viewColumn: open?.viewColumn ?? vscode.ViewColumn.Beside,
      ...(selection && { selection }),
    });
  } catch {
    void showWarning(vscode.l10n.t('{0} does not exist any more.', uri.fsPath));
  }
}

/** The place that defines a source or a model; else that of the path, else the spec's beginning. */
export async function goToPart(
  uri: vscode.Uri,
  name: string,
  specPath?: readonly (string | number)[],
): Promise<void> {
  const place = await vscode.workspace.openTextDocument(uri).then(
    async (document) => {
      const { spec, rangeOf } = await parsedSpec(document);
      const path = (spec && pathOfPart(spec, name)) ?? specPath;
      return path && rangeOf(path, 'value');
    },
    () => undefined,
  );
  const start = place && new vscode.Position(place.start.line, place.start.column);
  await openSpec(uri, start && new vscode.Range(start, start));
}
