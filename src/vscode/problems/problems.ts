/**
 * Problems of specs, each at the exact range of what is wrong: those that parsing finds, as one types; files and columns
 * that are not there; the verdicts of the last results; and the one that ended the last run, until the spec changes or runs
 * again.
 */

import * as vscode from 'vscode';
import type { Failure } from '../../common/failure.ts';
import type { ReadSpec } from '../../specfile/configs/read.ts';
import type { ParsedSpec } from '../../specfile/reading/parse.ts';
import type { SpecPath, SpecProblem } from '../../specfile/reading/problem.ts';
import type { Columns } from '../state/columns/columns.ts';
import { withSpec } from '../state/later.ts';
import type { Problems } from '../state/problems.ts';
import type { Reports } from '../state/reports/reports.ts';
import { isSpec } from '../state/spec/detect.ts';
import { parsedSpec } from '../state/spec/parsed.ts';
import { ofProblem, ofVerdict, runDiagnostic } from './diagnostics.ts';

/** Typing goes on faster than this; what stands after it is meant. */
const SETTLED_MS = 200;
/** Problems of the text alone are shown this late at most, whatever the files take. */
const FILES_MAY_TAKE_MS = 150;

export class SpecProblems implements Problems, vscode.Disposable {
  readonly #columns: Columns;
  readonly #reports: Reports;
  readonly #collection = vscode.languages.createDiagnosticCollection('lis');
  readonly #runs = new Map<string, vscode.Diagnostic>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #disposables: vscode.Disposable[];

  constructor(columns: Columns, reports: Reports) {
    this.#columns = columns;
    this.#reports = reports;
    const visible = (): void => {
      for (const { document } of vscode.window.visibleTextEditors) void this.#update(document);
    };
    this.#disposables = [
      this.#collection,
      vscode.workspace.onDidOpenTextDocument((document) => void this.#update(document)),
      vscode.workspace.onDidSaveTextDocument((document) => void this.#update(document)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#updateLater(document);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => this.#forget(document)),
      vscode.workspace.onDidGrantWorkspaceTrust(visible),
      vscode.window.onDidChangeVisibleTextEditors(visible),
      vscode.window.onDidChangeWindowState(({ focused }) => focused && visible()),
      reports.onDidChange(visible),
    ];
    for (const document of vscode.workspace.textDocuments) void this.#update(document);
  }

  async of(document: vscode.TextDocument): Promise<SpecProblem[]> {
    const parsed = await parsedSpec(document);
    return this.#withFiles(document, parsed);
  }

  async showRun(document: vscode.TextDocument, failure: Failure): Promise<void> {
    const parsed = await parsedSpec(document);
    const diagnostic = runDiagnostic(document, parsed, failure);
    if (diagnostic === undefined) return;
    this.#runs.set(document.uri.toString(), diagnostic);
    await this.#update(document);
  }

  clearRun(document: vscode.TextDocument): void {
    if (this.#runs.delete(document.uri.toString())) void this.#update(document);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #updateLater(document: vscode.TextDocument): void {
    if (!isSpec(document.uri)) return;
    const key = document.uri.toString();
    this.#runs.delete(key);
    clearTimeout(this.#timers.get(key));
    this.#timers.set(
      key,
      setTimeout(() => void this.#update(document), SETTLED_MS),
    );
  }

  async #update(document: vscode.TextDocument): Promise<void> {
    if (!isSpec(document.uri)) return;
    const { version } = document;
    const parsed = await parsedSpec(document);
    const show = (problems: readonly SpecProblem[]): void => {
      if (document.isClosed || document.version !== version) return; // the newer text has its own update
      this.#show(document, parsed, problems);
    };
    const early = setTimeout(() => show(parsed.problems), FILES_MAY_TAKE_MS);
    const problems = await this.#withFiles(document, parsed);
    clearTimeout(early);
    show(problems);
  }

  #show(document: vscode.TextDocument, parsed: ParsedSpec, problems: readonly SpecProblem[]): void {
    const results = this.#reports.get(document.uri.fsPath);
    const run = this.#runs.get(document.uri.toString());
    // What is shown already is not said again: the same sentence twice would be noise.
    const news = run !== undefined && !problems.some(({ code }) => code === run.code) ? [run] : [];
    const verdicts = results === undefined ? [] : ofVerdict(parsed, results, document.getText());
    this.#collection.set(document.uri, [...problems.map(ofProblem), ...news, ...verdicts]);
  }

  /** Those of the text, with repairs that name columns of the files, and those of the files. Files of documents that nobody sees (opened to be read) are not looked at. */
  async #withFiles(document: vscode.TextDocument, parsed: ReadSpec): Promise<SpecProblem[]> {
    const seen = vscode.window.visibleTextEditors.some((editor) => editor.document === document);
    // What keeps a training config from being evaluated is said when somebody evaluates it.
    if (!seen || !vscode.workspace.isTrusted || parsed.config !== undefined) return parsed.problems;
    const { dataProblems, tablesOf, withColumns } = await withSpec();
    const looks = await Promise.all(
      tablesOf(parsed).map(async (table) => {
        const look = await this.#columns.of(document.uri.fsPath, table);
        return [table.at.join('\n'), look] as const;
      }),
    );
    const found = new Map(looks);
    const lookAt = ({ at }: { at: SpecPath }) => found.get(at.join('\n'));
    return [...withColumns(parsed, parsed.problems, lookAt), ...dataProblems(parsed, lookAt)];
  }

  #forget(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    this.#runs.delete(key);
    this.#collection.delete(document.uri);
  }
}
