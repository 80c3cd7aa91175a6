/** Quick fixes of findings, in specs, configs, Python files and notebooks. */
import * as vscode from 'vscode';
import type { Audits } from '../audits.ts';
import type { CheckedDocuments } from '../code.ts';
import type { FindingsHost } from '../contract.ts';
import type { Notes } from '../notes/notes.ts';
import { codeFixes } from './code.ts';
import { columnFixes } from './columns.ts';
import { specFixes } from './spec.ts';

export function registerFindingFixes(
  host: FindingsHost,
  audits: Audits,
  notes: Notes,
  checked: CheckedDocuments,
): vscode.Disposable {
  const kinds = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] };
  const provideCodeActions: vscode.CodeActionProvider['provideCodeActions'] = async (
    document,
    range,
    { diagnostics },
  ) => {
    const { version } = document;
    const code = checked.of(document);
    const found = host.isSpec(document.uri)
      ? await ofSpec(document, range, diagnostics)
      : await ofUses(document, range, diagnostics);
    if (document.version !== version) return []; // the places are those of an older text
    return [...(code === undefined ? [] : codeFixes(document, range, code, diagnostics)), ...found];
  };
  const ofSpec = async (
    document: vscode.TextDocument,
    range: vscode.Range,
    diagnostics: readonly vscode.Diagnostic[],
  ) => {
    const known = await audits.of(document.uri.fsPath);
    if (known === undefined) return [];
    return specFixes(document, range, known, await host.parsedSpec(document), diagnostics);
  };
  const ofUses = async (
    document: vscode.TextDocument,
    range: vscode.Range,
    diagnostics: readonly vscode.Diagnostic[],
  ) => {
    const found = await notes.of(document);
    if (found?.audited === undefined) return [];
    return columnFixes(document, range, found, diagnostics);
  };
  return vscode.languages.registerCodeActionsProvider(
    [{ language: 'python' }, { language: 'yaml', scheme: 'file' }],
    { provideCodeActions },
    kinds,
  );
}
