/**
 * Every run of every spec, from beside the specs and from the extension's storage.
 */
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { PastRun, RunHistory } from '../../report/history.ts';
import type { Services } from '../services.ts';
import { inOrder } from './titles.ts';

/** Folders of runs that are watched at most; a run that this window starts is heard of without watching. */
const MOST_WATCHED = 100;

export interface HistoryRun extends PastRun {
  spec: vscode.Uri;
}

type Parts = Pick<Services, 'specs' | 'reports' | 'storage'>;

export class History implements vscode.Disposable {
  readonly #parts: Parts;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #disposables: vscode.Disposable[];
  readonly #watchers = new Map<string, vscode.Disposable>();
  #history: Promise<RunHistory> | undefined;
  /** A run came, went, or was pinned. */
  readonly onDidChange = this.#changed.event;

  constructor(parts: Parts) {
    this.#parts = parts;
    const changed = (): void => this.#changed.fire();
    this.#disposables = [this.#changed, parts.specs.onDidChange(changed), parts.reports.onDidChange(changed)];
  }

  /** Pinned runs first, then the newest. */
  async all(): Promise<HistoryRun[]> {
    const [history, { storedHome }] = await Promise.all([this.#load(), import('../reports/home.ts')]);
    const specs = await this.#parts.specs.all();
    this.#watch(specs);
    const lists = await Promise.all(
      specs.flatMap((spec) =>
        [spec.fsPath, storedHome(spec.fsPath, this.#parts.storage)].map(async (home) =>
          (await history.of(home)).map((run) => ({ ...run, spec })),
        ),
      ),
    );
    return inOrder(lists.flat());
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
    for (const disposable of [...this.#disposables, ...this.#watchers.values()]) disposable.dispose();
  }

  #load(): Promise<RunHistory> {
    this.#history ??= import('../../report/history.ts').then(({ RunHistory }) => new RunHistory());
    return this.#history;
  }

  /** Hears of what the command line writes: one flat folder of reports per folder of specs, no data. */
  #watch(specs: readonly vscode.Uri[]): void {
    for (const spec of specs) {
      const folder = dirname(spec.fsPath);
      if (this.#watchers.has(folder) || this.#watchers.size >= MOST_WATCHED) continue;
      const pattern = new vscode.RelativePattern(vscode.Uri.joinPath(spec, '..', '.lis', 'runs'), '*.json');
      const watcher = vscode.workspace.createFileSystemWatcher(pattern);
      const heard = (): void => void this.#heard(folder);
      this.#watchers.set(
        folder,
        vscode.Disposable.from(
          watcher,
          watcher.onDidCreate(heard),
          watcher.onDidChange(heard),
          watcher.onDidDelete(heard),
        ),
      );
    }
  }

  async #heard(folder: string): Promise<void> {
    for (const { fsPath } of await this.#parts.specs.all()) {
      if (dirname(fsPath) === folder) await this.#parts.reports.refresh(fsPath);
    }
    this.#changed.fire();
  }
}
