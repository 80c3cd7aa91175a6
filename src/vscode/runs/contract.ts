/** What `runs.cjs` and the host give each other; see findings/contract.ts. */
import type * as vscode from 'vscode';
import type { withSpec } from '../state/later.ts';
import type { History, HistoryRun } from '../state/runs/history.ts';
import type { Services } from '../state/services.ts';

/** What the host gives. */
export interface RunsHost {
  services: Services;
  history: History;
  withSpec: typeof withSpec;
  /** Shows the report of a run. */
  open(run: HistoryRun): unknown;
}

/** What the bundle gives, once it is started. */
export interface RunViews extends vscode.Disposable {
  /** `LIS: Show Runs`. @param specPath those of one spec; of all where absent */
  show(specPath?: string): void;
  /** Fills a panel that the editor restores after a reload. */
  restore(panel: vscode.WebviewPanel, state: unknown): void;
  /** `LIS: Compare Runs…`. @param run, selection rows of the side bar; asked for where absent */
  compare(run?: unknown, selection?: unknown): Promise<void>;
  /** Deletes runs, after a question. */
  delete(run: unknown, selection?: unknown): Promise<void>;
  /** The text of a comparison as a document. @param query of its address */
  document(query: string, token: vscode.CancellationToken): Promise<string>;
}

export interface RunsBundle {
  start(host: RunsHost): RunViews;
}
