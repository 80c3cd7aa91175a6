/**
 * The latest report of each spec that somebody asked about, kept in memory so that drawing a CodeLens reads no file.
 * Staleness costs one `stat` per input and is asked for on open, focus and save; data is never watched.
 */
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { isSpec } from '../spec/detect.ts';
import { type CheckedReport, type KnownReport, knownReport, partResults } from './results.ts';

/**
 * A run is written under another name and renamed, so its file is never seen half written. The editor reports one that is
 * deleted and written again at once as changed.
 */
const RUN_FILES = '**/.lis/runs/*.json';

export class Reports implements vscode.Disposable {
  readonly #storage: string;
  readonly #known = new Map<string, KnownReport | undefined>();
  readonly #changed = new vscode.EventEmitter<string>();
  readonly #runs = new vscode.EventEmitter<void>();
  readonly #disposables: vscode.Disposable[];
  #watching = false;
  /** The file of a run came or went, whoever wrote it. */
  readonly onDidChangeRuns = this.#runs.event;
  /** The spec (its path) whose latest report, or what is stale of it, is another one. */
  readonly onDidChange = this.#changed.event;

  constructor(storage: string) {
    this.#storage = storage;
    const refresh = (document: vscode.TextDocument): void => {
      if (isSpec(document.uri)) void this.refresh(document.uri.fsPath);
    };
    this.#disposables = [
      this.#changed,
      this.#runs,
      vscode.workspace.onDidOpenTextDocument(refresh),
      vscode.workspace.onDidSaveTextDocument(refresh),
      vscode.workspace.onDidGrantWorkspaceTrust(() => void this.#refreshAll()),
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
    this.watch();
    const { newestReports } = await import('./home.ts'); // the report's schema is loaded with the first spec
    const { staleOf } = await import('./stale.ts');
    const reports: CheckedReport[] = [];
    for (const { path, report } of await newestReports(specPath, this.#storage)) {
      reports.push({ path, report, staleInputs: await staleOf(report, specPath) });
    }
    const known = knownReport(reports);
    const before = this.#known.get(specPath);
    this.#known.set(specPath, known);
    if (identity(known) !== identity(before)) this.#changed.fire(specPath);
  }

  /**
   * Hears of the runs that come and go, also of the command line's, from the first spec on. The pattern is one of names in
   * the workspace, which the editor watches anyway: it adds no watch of its own.
   */
  watch(): void {
    if (this.#watching) return;
    this.#watching = true;
    const watcher = vscode.workspace.createFileSystemWatcher(RUN_FILES);
    const heard = ({ fsPath }: vscode.Uri): void => void this.#heard(fsPath);
    this.#disposables.push(
      watcher,
      watcher.onDidCreate(heard),
      watcher.onDidChange(heard),
      watcher.onDidDelete(heard),
    );
  }

  /** What is stale is known only now. */
  async #refreshAll(): Promise<void> {
    for (const specPath of this.#known.keys()) await this.refresh(specPath);
  }

  async #heard(runPath: string): Promise<void> {
    const folder = dirname(dirname(dirname(runPath)));
    for (const specPath of this.#known.keys()) {
      if (dirname(specPath) === folder) await this.refresh(specPath);
    }
    this.#runs.fire();
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }
}

/** What surfaces draw of a report changes with this. */
function identity(known: KnownReport | undefined): string {
  if (known === undefined) return '';
  const parts = [known, ...partResults(known)];
  return parts.map(({ path, staleInputs }) => [path, ...staleInputs].join('\n')).join('\n\n');
}
