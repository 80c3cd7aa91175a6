/**
 * Every run of every spec, from beside the specs and from the extension's storage.
 */

import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { AnnotationChanges } from '../../../report/kept/annotations.ts';
import type { PastRun, RunHistory } from '../../../report/kept/history.ts';
import { withSpec } from '../later.ts';
import { RUN_FILES } from '../reports/reports.ts';
import type { Services } from '../services.ts';
import { inOrder } from './order.ts';

export interface HistoryRun extends PastRun {
  spec: vscode.Uri;
}

type Parts = Pick<Services, 'specs' | 'reports' | 'storage'>;

const NOT_IN = '**/{node_modules,.git,.venv,venv,site-packages}/**';
/** More runs than this are not looked through for those of configs. */
const MOST_FILES = 2000;

async function runFiles(): Promise<string[]> {
  const found = await vscode.workspace.findFiles(RUN_FILES, NOT_IN, MOST_FILES);
  return found.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath);
}

export class History implements vscode.Disposable {
  readonly #parts: Parts;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #disposables: vscode.Disposable[];
  readonly #given = new WeakSet<object>();
  /** Every run of the workspace, searched for when somebody first asks. */
  #files: Promise<string[]> | undefined;
  /** A run came, went, or was pinned. */
  readonly onDidChange = this.#changed.event;

  constructor(parts: Parts) {
    this.#parts = parts;
    const changed = (): void => this.#changed.fire();
    const runsChanged = (): void => {
      this.#files = undefined;
      changed();
    };
    this.#disposables = [
      this.#changed,
      parts.specs.onDidChange(changed),
      parts.reports.onDidChange(changed),
      parts.reports.onDidChangeRuns(runsChanged),
      vscode.workspace.onDidChangeWorkspaceFolders(runsChanged),
    ];
  }

  /** Pinned runs first, then the newest. */
  async all(): Promise<HistoryRun[]> {
    const [history, { storedHome }] = await Promise.all([this.#load(), withSpec()]);
    const specs = await this.#parts.specs.listed();
    if (specs.length > 0) this.#parts.reports.watch();
    const lists = await Promise.all(
      specs.flatMap((spec) =>
        [spec.fsPath, storedHome(spec.fsPath, this.#parts.storage)].map(async (home) =>
          (await history.of(home)).map((run) => ({ ...run, spec })),
        ),
      ),
    );
    const listed = lists.flat();
    const runs = inOrder([...listed, ...(await this.#ofOthers(history, listed))]);
    for (const run of runs) this.#given.add(run);
    return runs;
  }

  /** Whether a run is one of ours: a link may hand a command anything that looks like one, with any path. */
  gave(run: unknown): run is HistoryRun {
    return typeof run === 'object' && run !== null && this.#given.has(run);
  }

  /** Those who show runs ask for them again. */
  lookAgain(): void {
    this.#files = undefined;
    this.#changed.fire();
  }

  /** @throws where the folder of the run cannot be written */
  async pin(path: string, pinned: boolean): Promise<void> {
    await (await this.#load()).pin(path, pinned);
    this.#changed.fire();
  }

  /** Gives a run tags, a note, or both. @throws where the folder of the run cannot be written */
  async annotate(path: string, changes: AnnotationChanges): Promise<void> {
    await (await this.#load()).annotate(path, changes);
    this.#changed.fire();
  }

  /** Deletes the reports of runs. @throws where one cannot be deleted; those before it are gone */
  async delete(runs: readonly HistoryRun[]): Promise<void> {
    const history = await this.#load();
    try {
      for (const { path } of runs) await history.delete(path);
    } finally {
      for (const path of new Set(runs.map(({ spec }) => spec.fsPath)))
        await this.#parts.reports.refresh(path);
      this.#changed.fire();
    }
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  /** The runs of what is in no list: of configs that carry a spec and are not open. Each lies beside its config. */
  async #ofOthers(history: RunHistory, listed: readonly HistoryRun[]): Promise<HistoryRun[]> {
    this.#files ??= runFiles();
    const known = new Set(listed.map(({ path }) => path));
    const others = (await this.#files).filter((path) => !known.has(path));
    if (others.length > 0) this.#parts.reports.watch();
    const found = await Promise.all(
      [...new Set(others.map(dirname))].map(async (folder) => {
        const runs = await history.among(others.filter((path) => dirname(path) === folder));
        return Promise.all(
          runs.map(async (run): Promise<HistoryRun[]> => {
            if (!('facts' in run.content)) return []; // which config it is of cannot be told
            const spec = join(folder, '..', '..', run.content.facts.specName);
            const there = await stat(spec).catch(() => undefined);
            return there?.isFile() ? [{ ...run, spec: vscode.Uri.file(spec) }] : [];
          }),
        );
      }),
    );
    return found.flat(2);
  }

  #load(): Promise<RunHistory> {
    return withSpec().then(({ runHistory }) => runHistory);
  }
}
