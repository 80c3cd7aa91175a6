/**
 * The latest report of each spec that somebody asked about, kept in memory so that drawing a CodeLens reads no file.
 * Staleness costs one `stat` per input and is asked for on open, focus and save; data is never watched.
 */
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { isSpec } from '../spec/detect.ts';
import { type CheckedReport, lastResults, type SourceResult } from './results.ts';

export interface KnownReport extends CheckedReport {
  /** The last result of each source by name: of this report, or of an earlier one where this is about some of them only. */
  sources: ReadonlyMap<string, SourceResult>;
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
    const { newestReports } = await import('./home.ts'); // the report's schema is loaded with the first spec
    const { staleInputs } = await import('../../report/fingerprint.ts');
    const reports: CheckedReport[] = [];
    for (const { path, report } of await newestReports(specPath, this.#storage)) {
      reports.push({ path, report, staleInputs: await staleInputs(report, dirname(specPath)) });
    }
    const [newest] = reports;
    const known = newest && { ...newest, sources: lastResults(reports) };
    const before = this.#known.get(specPath);
    this.#known.set(specPath, known);
    if (identity(known) !== identity(before)) this.#changed.fire(specPath);
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }
}

/** What surfaces draw of a report changes with this. */
function identity(known: KnownReport | undefined): string {
  if (known === undefined) return '';
  const parts = [known, ...known.sources.values()];
  return parts.map(({ path, staleInputs }) => [path, ...staleInputs].join('\n')).join('\n\n');
}
