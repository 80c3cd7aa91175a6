/**
 * The latest report of each spec that somebody asked about, kept in memory so that drawing a CodeLens reads no file.
 * Staleness costs one `stat` per input, and a reading where the time of a file alone is another one; it is asked for on open,
 * focus and save, and data is never watched.
 */

import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { HashOf } from '../../../report/kept/fingerprint.ts';
import type { Report } from '../../../report/schema.ts';
import type { ParsedSpec } from '../../../specfile/reading/parse.ts';
import { withSpec } from '../later.ts';
import { isSpec } from '../spec/detect.ts';
import { parsedSpec } from '../spec/parsed.ts';
import type { ContentHashes } from './hashes.ts';
import type { StoredReport } from './home.ts';
import { type CheckedReport, type KnownReport, knownReport, partResults } from './results.ts';

/**
 * A run is written under another name and renamed, so its file is never seen half written. The editor reports one that is
 * deleted and written again at once as changed.
 */
export const RUN_FILES = '**/.lis/runs/*.json';

export class Reports implements vscode.Disposable {
  readonly #storage: string;
  readonly #hashLarge: (path: string) => Promise<string>;
  #hashes: Promise<ContentHashes> | undefined;
  /** Readings so far, and the number of the one that spoke last, by spec. */
  #readings = 0;
  readonly #told = new Map<string, number>();
  readonly #known = new Map<string, KnownReport | undefined>();
  readonly #changed = new vscode.EventEmitter<string>();
  readonly #runs = new vscode.EventEmitter<void>();
  readonly #disposables: vscode.Disposable[];
  #watching = false;
  /** The file of a run came or went, whoever wrote it. */
  readonly onDidChangeRuns = this.#runs.event;
  /** The spec (its path) whose latest report, or what is stale of it, is another one. */
  readonly onDidChange = this.#changed.event;

  /** @param hashLarge hashes a large file outside of this process. @throws where that is not possible */
  constructor(storage: string, hashLarge: (path: string) => Promise<string>) {
    this.#storage = storage;
    this.#hashLarge = hashLarge;
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

  /**
   * Reads the newest report of a spec and checks its inputs; listeners hear of it when anything differs. A large file that may be
   * a mere copy counts as unchanged until it has been hashed, elsewhere and for as long as that takes.
   */
  async refresh(specPath: string): Promise<void> {
    this.watch();
    const reading = ++this.#readings;
    const { newestReports } = await withSpec(); // the report's schema is loaded with the first spec
    const reports = await newestReports(specPath, this.#storage);
    const hashes = await this.#contentHashes();
    let undecided = false;
    const quick = await checked(reports, specPath, async (file) => {
      const hash = await hashes.soon(file);
      undecided ||= hash === undefined;
      return hash;
    });
    this.#tell(specPath, quick, reading);
    if (!undecided) return;
    void checked(reports, specPath, (file) => hashes.of(file)).then((decided) =>
      this.#tell(specPath, decided, reading),
    );
  }

  /** Why the inputs of a report of the history are stale, large files apart that have not been hashed yet. */
  async staleInputs(report: Report, specPath: string): Promise<string[]> {
    const hashes = await this.#contentHashes();
    const { staleOf } = await withSpec();
    return staleOf(report, specPath, (file) => hashes.soon(file), specAt);
  }

  /** What an older reading says later is nothing new. */
  #tell(specPath: string, reports: readonly CheckedReport[], reading: number): void {
    if ((this.#told.get(specPath) ?? 0) > reading) return;
    this.#told.set(specPath, reading);
    const known = knownReport(reports);
    const before = this.#known.get(specPath);
    this.#known.set(specPath, known);
    if (identity(known) !== identity(before)) this.#changed.fire(specPath);
  }

  #contentHashes(): Promise<ContentHashes> {
    this.#hashes ??= withSpec().then(({ ContentHashes }) => new ContentHashes(this.#hashLarge));
    return this.#hashes;
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

/** Undefined where it has gone since its report was written. */
async function specAt(path: string): Promise<ParsedSpec | undefined> {
  const document = await vscode.workspace.openTextDocument(path).then(
    (opened) => opened,
    () => undefined,
  );
  return document && parsedSpec(document);
}

async function checked(
  reports: readonly StoredReport[],
  specPath: string,
  hashOf: HashOf,
): Promise<CheckedReport[]> {
  const { staleOf } = await withSpec();
  return Promise.all(
    reports.map(async ({ path, report }) => ({
      path,
      report,
      staleInputs: await staleOf(report, specPath, hashOf, specAt),
    })),
  );
}

/** What surfaces draw of a report changes with this. */
function identity(known: KnownReport | undefined): string {
  if (known === undefined) return '';
  const parts = [known, ...partResults(known)];
  return parts.map(({ path, staleInputs }) => [path, ...staleInputs].join('\n')).join('\n\n');
}
