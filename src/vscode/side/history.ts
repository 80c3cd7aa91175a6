/**
 * Every run of every spec, from beside the specs and from the extension's storage.
 */
import * as vscode from 'vscode';
import type { PastRun, RunHistory } from '../../report/history.ts';
import type { Services } from '../services.ts';
import { inOrder } from './titles.ts';

export interface HistoryRun extends PastRun {
  spec: vscode.Uri;
}

type Parts = Pick<Services, 'specs' | 'reports' | 'storage'>;

export class History implements vscode.Disposable {
  readonly #parts: Parts;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #disposables: vscode.Disposable[];
  readonly #given = new WeakSet<object>();
  #history: Promise<RunHistory> | undefined;
  /** A run came, went, or was pinned. */
  readonly onDidChange = this.#changed.event;

  constructor(parts: Parts) {
    this.#parts = parts;
    const changed = (): void => this.#changed.fire();
    this.#disposables = [
      this.#changed,
      parts.specs.onDidChange(changed),
      parts.reports.onDidChange(changed),
      parts.reports.onDidChangeRuns(changed),
    ];
  }

  /** Pinned runs first, then the newest. */
  async all(): Promise<HistoryRun[]> {
    const [history, { storedHome }] = await Promise.all([this.#load(), import('../with-spec.ts')]);
    const specs = await this.#parts.specs.listed();
    if (specs.length > 0) this.#parts.reports.watch();
    const lists = await Promise.all(
      specs.flatMap((spec) =>
        [spec.fsPath, storedHome(spec.fsPath, this.#parts.storage)].map(async (home) =>
          (await history.of(home)).map((run) => ({ ...run, spec })),
        ),
      ),
    );
    const runs = inOrder(lists.flat());
    for (const run of runs) this.#given.add(run);
    return runs;
  }

  /** Whether a run is one of ours: a link may hand a command anything that looks like one, with any path. */
  gave(run: unknown): run is HistoryRun {
    return typeof run === 'object' && run !== null && this.#given.has(run);
  }

  /** Those who show runs ask for them again. */
  lookAgain(): void {
    this.#changed.fire();
  }

  /** @throws where the folder of the run cannot be written */
  async pin(path: string, pinned: boolean): Promise<void> {
    await (await this.#load()).pin(path, pinned);
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

  #load(): Promise<RunHistory> {
    this.#history ??= import('../with-spec.ts').then(({ RunHistory }) => new RunHistory());
    return this.#history;
  }
}
