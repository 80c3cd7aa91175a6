/**
 * The latest report of each spec that somebody asked about, kept in memory so that drawing a CodeLens reads no file.
 * Staleness costs one `stat` per input and is asked for on open, focus and save; data is never watched.
 */
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { Report } from '../../report/schema.ts';
import { isSpec } from '../spec/detect.ts';

export interface KnownReport {
  path: string;
  report: Report;
  /** Inputs that are gone or changed since the run, as the report names them. */
  staleInputs: string[];
}

export class Reports implements vscode.Disposable {
  readonly #storage: string;
  readonly #known = new Map<string, KnownReport | undefined>();
  readonly #changed = new vscode.EventEmitter<string>();
  readonly #disposables: vscode.Disposable[];
  /** The spec (its path) whose latest report, or what is stale of it, is another one. */
  readonly onDidChange = this.#changed.event;

  constructor(storage: string) {
    this.#storage = storage;
    const refresh = (document: vscode.TextDocument): void => {
      if (isSpec(document.uri)) void this.refresh(document.uri.fsPath);
    };
    this.#disposables = [
      this.#changed,
      vscode.workspace.onDidOpenTextDocument(refresh),
      vscode.workspace.onDidSaveTextDocument(refresh),
      vscode.window.onDidChangeActiveTextEditor((editor) => editor && refresh(editor.document)),
      vscode.window.onDidChangeWindowState((state) => {
        if (state.focused) for (const editor of vscode.window.visibleTextEditors) refresh(editor.document);
      }),
    ];
    for (const document of vscode.workspace.textDocuments) refresh(document);
  }

  /** The report as last read; `undefined` before the first reading and where there is none. */
  get(specPath: string): KnownReport | undefined {
    return this.#known.get(specPath);
  }

  /** The report of any spec, read now where nobody has asked before. */
  async load(specPath: string): Promise<KnownReport | undefined> {
    if (!this.#known.has(specPath)) await this.refresh(specPath);
    return this.#known.get(specPath);
  }

  /** Reads the newest report of a spec and checks its inputs; listeners hear of it when anything differs. */
  async refresh(specPath: string): Promise<void> {
    const { newestReport } = await import('./home.ts'); // the report's schema is loaded with the first spec
    const { staleInputs } = await import('../../report/fingerprint.ts');
    const newest = await newestReport(specPath, this.#storage);
    const before = this.#known.get(specPath);
    const known = newest && {
      path: newest.path,
      report: newest.report,
      staleInputs: await staleInputs(newest.report, dirname(specPath)),
    };
    this.#known.set(specPath, known);
    const same =
      known?.path === before?.path && known?.staleInputs.join('\n') === before?.staleInputs.join('\n');
    if (!same) this.#changed.fire(specPath);
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }
}
