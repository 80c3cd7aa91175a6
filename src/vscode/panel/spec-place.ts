/** From the panel to the spec: beside the panel, never over it. */
import * as vscode from 'vscode';
import { parsedSpec } from '../spec/parsed.ts';

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
    void vscode.window.showWarningMessage(vscode.l10n.t('{0} does not exist any more.', uri.fsPath));
  }
}

/** The place that defines a source, or the spec's beginning where it names none of that name any more. */
export async function goToSource(uri: vscode.Uri, name: string): Promise<void> {
  const place = await vscode.workspace.openTextDocument(uri).then(
    async (document) => {
      const { spec, rangeOf } = await parsedSpec(document);
      const index = spec?.sources.findIndex((source) => source.name === name) ?? -1;
      return index === -1 ? undefined : rangeOf(['sources', index], 'value');
    },
    () => undefined,
  );
  const start = place && new vscode.Position(place.start.line, place.start.column);
  await openSpec(uri, start && new vscode.Range(start, start));
}
