/** Opens the place of a finding: in the spec, in a Python file, or in the cell of a notebook. */
import * as vscode from 'vscode';
import { showError, showInfo } from '../../show/messages.ts';
import { rangeOf } from '../../state/spec/range.ts';
import type { FindingsHost } from '../contract.ts';
import { placeOf } from '../place.ts';
import type { CodeNode, DataNode } from './nodes.ts';

const { t } = vscode.l10n;

export async function goToFinding(node: DataNode | CodeNode, host: FindingsHost): Promise<void> {
  const uri = node.kind === 'data' ? node.subject : node.uri;
  if (!host.mayLookAt(uri.fsPath)) return;
  try {
    if (node.kind === 'data') await goToData(node, host);
    else await goToCode(node);
  } catch {
    void showError(t('{0} cannot be opened.', uri.fsPath));
  }
}

async function goToData({ subject, drafted, finding }: DataNode, host: FindingsHost): Promise<void> {
  if (drafted) {
    const write = t('New LIS Evaluation');
    if ((await showInfo(`${finding.message} ${finding.remedy}`, write)) === write)
      await vscode.commands.executeCommand('lis.newEvaluation', subject);
    return;
  }
  const document = await vscode.workspace.openTextDocument(subject);
  const place = placeOf(finding, await host.parsedSpec(document));
  const line = Math.min(finding.line ?? 1, document.lineCount) - 1;
  const start = place === undefined ? new vscode.Position(line, 0) : rangeOf(place).start;
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(start, start) });
}

async function goToCode({ uri, finding: { cell, line } }: CodeNode): Promise<void> {
  const place = new vscode.Position(line - 1, 0);
  const selection = new vscode.Range(place, place);
  if (cell === undefined) {
    await vscode.window.showTextDocument(uri, { selection });
    return;
  }
  const notebook = await vscode.workspace.openNotebookDocument(uri);
  const editor = await vscode.window.showNotebookDocument(notebook, {
    selections: [new vscode.NotebookRange(cell - 1, cell)],
  });
  editor.revealRange(new vscode.NotebookRange(cell - 1, cell), vscode.NotebookEditorRevealType.InCenter);
}
