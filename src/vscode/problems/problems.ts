/**
 * Problems of specs, each at the exact range of what is wrong: those that parsing finds, as one types, and the one that
 * ended the last run, until the spec changes or runs again.
 */
import * as vscode from 'vscode';
import type { Failure } from '../../report/failure.ts';
import type { ParsedSpec } from '../../spec/parse.ts';
import { isSpec } from '../spec/detect.ts';
import { parsedSpec } from '../spec/parsed.ts';

/** Typing goes on faster than this; what stands after it is meant. */
const SETTLED_MS = 200;
const SOURCE = 'LIS';

export class SpecProblems implements vscode.Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('lis');
  readonly #runs = new Map<string, vscode.Diagnostic>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #disposables: vscode.Disposable[];

  constructor() {
    this.#disposables = [
      this.#collection,
      vscode.workspace.onDidOpenTextDocument((document) => void this.#update(document)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#updateLater(document);
      }),
      vscode.workspace.onDidCloseTextDocument((document) => this.#forget(document)),
    ];
    for (const document of vscode.workspace.textDocuments) void this.#update(document);
  }

  /** Marks the place of a failed run in its spec, where the failure names one. */
  async showRun(document: vscode.TextDocument, failure: Failure): Promise<void> {
    const parsed = await parsedSpec(document);
    const range = placeOf(document, parsed, failure);
    // What parsing finds is shown already; the same sentence twice would be noise.
    if (range === undefined || parsed.problems.some((problem) => problem.code === failure.code)) return;
    this.#runs.set(document.uri.toString(), diagnostic(range, failure.message, failure.code, 'error'));
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
    const { problems } = await parsedSpec(document);
    if (document.isClosed || document.version !== version) return; // the newer text has its own update
    const found = problems.map(({ range: { start, end }, message, code, severity }) =>
      diagnostic(new vscode.Range(start.line, start.column, end.line, end.column), message, code, severity),
    );
    const run = this.#runs.get(document.uri.toString());
    this.#collection.set(document.uri, run === undefined ? found : [...found, run]);
  }

  #forget(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    this.#runs.delete(key);
    this.#collection.delete(document.uri);
  }
}

function diagnostic(
  range: vscode.Range,
  message: string,
  code: string,
  severity: 'error' | 'warning',
): vscode.Diagnostic {
  const { Error: error, Warning: warning } = vscode.DiagnosticSeverity;
  const result = new vscode.Diagnostic(range, message, severity === 'error' ? error : warning);
  result.source = SOURCE;
  result.code = code;
  return result;
}

/** The value of the key that a failure names, else the rest of the line it names, else nothing. */
function placeOf(
  document: vscode.TextDocument,
  parsed: ParsedSpec,
  { where }: Failure,
): vscode.Range | undefined {
  if (where.file !== undefined && where.file !== document.uri.fsPath) return undefined;
  const named = where.specPath && parsed.rangeOf([...where.specPath], 'value');
  if (named !== undefined) {
    return new vscode.Range(named.start.line, named.start.column, named.end.line, named.end.column);
  }
  if (where.line === undefined) return undefined;
  const line = document.lineAt(Math.min(where.line, document.lineCount) - 1);
  return new vscode.Range(new vscode.Position(line.lineNumber, (where.column ?? 1) - 1), line.range.end);
}
