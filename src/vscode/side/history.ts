/**
 * Every run of every spec, from beside the specs and from the extension's storage, and which of them the user pinned.
 * Pins are one person's bookmarks: they live in the workspace's state and not beside the reports, which a team shares.
 */
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { PastRun, RunHistory } from '../../report/history.ts';
import type { Services } from '../services.ts';
import { inOrder } from './titles.ts';

const PINS = 'lis.pinnedRuns';
/** Folders of runs that are watched at most; a run that this window starts is heard of without watching. */
const MOST_WATCHED = 100;

export interface HistoryRun extends PastRun {
  spec: vscode.Uri;
  pinned: boolean;
}

type Parts = Pick<Services, 'specs' | 'reports' | 'storage' | 'context'>;

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
    const pins = new Set(this.#pins());
    const lists = await Promise.all(
      specs.flatMap((spec) =>
        [spec.fsPath, storedHome(spec.fsPath, this.#parts.storage)].map(async (home) =>
          (await history.of(home)).map((run) => ({ ...run, spec, pinned: pins.has(run.path) })),
        ),
      ),
    );
    return inOrder(lists.flat());
  }

  async pin(path: string, pinned: boolean): Promise<void> {
    const others = this.#pins().filter((one) => one !== path);
    await this.#parts.context.workspaceState.update(PINS, pinned ? [...others, path] : others);
    this.#changed.fire();
  }

  /** Deletes the reports of runs, and forgets their pins. */
  async delete(runs: readonly HistoryRun[]): Promise<void> {
    const history = await this.#load();
    for (const { path } of runs) await history.delete(path);
    const gone = new Set(runs.map(({ path }) => path));
    await this.#parts.context.workspaceState.update(
      PINS,
      this.#pins().filter((path) => !gone.has(path)),
    );
    for (const path of new Set(runs.map(({ spec }) => spec.fsPath))) await this.#parts.reports.refresh(path);
    this.#changed.fire();
  }

  dispose(): void {
    for (const disposable of [...this.#disposables, ...this.#watchers.values()]) disposable.dispose();
  }

  #pins(): string[] {
    return this.#parts.context.workspaceState.get<string[]>(PINS, []);
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
