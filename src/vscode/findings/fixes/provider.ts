/** Quick fixes of findings, and of what a report asks for, in specs, configs, Python files and notebooks. */
import * as vscode from 'vscode';
import type { Audits } from '../audits.ts';
import type { CheckedDocuments } from '../code.ts';
import type { FindingsHost } from '../contract.ts';
import { hintActions } from '../hints/actions.ts';
import type { SpecHints } from '../hints/hints.ts';
import type { Notes } from '../notes/notes.ts';
import { referenceFixes } from '../reference/reference.ts';
import { codeFixes } from './code.ts';
import { columnFixes } from './columns.ts';
import { reportOnce } from './once.ts';
import { specFixes } from './spec.ts';

const NO_SPEC = { exclude: () => undefined, ignore: () => undefined };

interface Parts {
  host: FindingsHost;
  audits: Audits;
  notes: Notes;
  checked: CheckedDocuments;
  hints: SpecHints;
}

export function registerFindingFixes({ host, audits, notes, checked, hints }: Parts): vscode.Disposable {
  const { QuickFix, RefactorRewrite } = vscode.CodeActionKind;
  const kinds = { providedCodeActionKinds: [QuickFix, RefactorRewrite] };
  const provideCodeActions: vscode.CodeActionProvider['provideCodeActions'] = async (
    document,
    range,
    { diagnostics },
  ) => {
    const { version } = document;
    const code = checked.of(document);
    const found = host.isSpec(document.uri)
      ? await ofSpec(document, range, diagnostics)
      : [
          ...(await referenceFixes(document, range, host, diagnostics)),
          ...(await ofUses(document, range, diagnostics)),
        ];
    if (document.version !== version) return []; // the places are those of an older text
    return reportOnce([
      ...(code === undefined ? [] : codeFixes(document, range, code, diagnostics)),
      ...found,
    ]);
  };
  const ofSpec = async (
    document: vscode.TextDocument,
    range: vscode.Range,
    diagnostics: readonly vscode.Diagnostic[],
  ) => {
    const known = await audits.of(document.uri.fsPath);
    const parsed = await host.parsedSpec(document);
    const offered = hintActions(document, range, parsed, await hints.offered(document), diagnostics);
    const found = known === undefined ? [] : specFixes(document, range, known, parsed, diagnostics);
    // The audit and the report may ask for the same edit.
    const told = new Set(found.map(({ title }) => title));
    return [...found, ...offered.filter(({ title }) => !told.has(title))];
  };
  const ofUses = async (
    document: vscode.TextDocument,
    range: vscode.Range,
    diagnostics: readonly vscode.Diagnostic[],
  ) => {
    const found = await notes.of(document);
    if (found === undefined || !found.columns.some(({ range: use }) => use.intersection(range))) return [];
    const spec = await vscode.workspace.openTextDocument(found.spec).then(
      (opened) => opened,
      () => undefined, // gone: its report speaks on
    );
    const inSpec = spec === undefined ? NO_SPEC : await hints.inSpec(spec);
    return columnFixes(document, range, found, diagnostics, inSpec);
  };
  return vscode.languages.registerCodeActionsProvider(
    [{ language: 'python' }, { language: 'yaml', scheme: 'file' }],
    { provideCodeActions },
    kinds,
  );
}
