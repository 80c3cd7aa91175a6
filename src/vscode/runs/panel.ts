/**
 * The panel **LIS Runs**: a table of all runs, and the comparison of some. One for a window; it hears of runs as they come and go,
 * whoever wrote them.
 */
import * as vscode from 'vscode';
import {
  ComparisonSchema,
  type HostToRunsPayloads,
  type RunsToHostMessage,
  receiveFromRuns,
} from '../../protocol/runs.ts';
import { sentenceOf, showError } from '../show/messages.ts';
import { showPage, strings } from '../show/webview.ts';
import type { HistoryRun } from '../state/runs/history.ts';
import { namesOf } from './choose.ts';
import type { RunsHost } from './contract.ts';
import { deleteRuns } from './deletion.ts';
import { comparisonOf, type NamedPath, showDocument } from './documents.ts';
import { rowsOf } from './rows.ts';

const { t } = vscode.l10n;

/** What changes files: nothing does before the workspace is trusted, whatever the page shows. */
const WRITING: ReadonlySet<RunsToHostMessage['type']> = new Set(['pin', 'annotate', 'delete']);

export class RunsPanel {
  readonly panel: vscode.WebviewPanel;
  readonly #host: RunsHost;
  readonly #listeners: vscode.Disposable;
  #runs: HistoryRun[] = [];
  /** What to show a page that does not listen yet. */
  #waiting: (() => void)[] = [];
  #ready = false;
  #readings = 0;

  constructor(panel: vscode.WebviewPanel, host: RunsHost) {
    this.panel = panel;
    this.#host = host;
    this.#listeners = vscode.Disposable.from(
      panel.webview.onDidReceiveMessage((value: unknown) => this.#receive(value)),
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.#ready = false;
      }),
      host.history.onDidChange(() => this.#ready && void this.#send()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => void this.#send()),
    );
    showPage(panel, host.services.context.extensionUri, 'runs');
  }

  /** Brings it to the front, with the runs of a spec or of all. */
  show(specPath: string | undefined): void {
    this.panel.reveal();
    this.#whenReady(() => this.#post('select', specPath === undefined ? {} : { specPath }));
  }

  /** Shows runs side by side, each against the oldest. */
  compare(runs: readonly HistoryRun[]): void {
    this.panel.reveal();
    const paths = oldestFirst(runs).map(({ path }) => path);
    this.#whenReady(() => void this.#compare(paths));
  }

  dispose(): void {
    this.#listeners.dispose();
  }

  #whenReady(act: () => void): void {
    if (this.#ready) act();
    else this.#waiting.push(act);
  }

  #receive(value: unknown): void {
    const received = receiveFromRuns(value);
    if ('problem' in received) this.#host.services.log.warn(`Runs: ${received.problem}`);
    else void this.#answer(received.message);
  }

  async #answer({ type, payload }: RunsToHostMessage): Promise<void> {
    const { history, services } = this.#host;
    if (WRITING.has(type) && !vscode.workspace.isTrusted) return;
    switch (type) {
      case 'ready':
        this.#post('strings', strings());
        await this.#send();
        this.#ready = true;
        for (const act of this.#waiting.splice(0)) act();
        break;
      case 'open':
        for (const run of this.#known([payload.path])) await this.#host.open(run);
        break;
      case 'pin':
        await this.#write(payload.path, (path) => history.pin(path, payload.pinned));
        break;
      case 'annotate':
        await this.#write(payload.path, (path) => history.annotate(path, payload));
        break;
      case 'delete':
        await deleteRuns(history, this.#known(payload.paths));
        break;
      case 'compare':
        await this.#compare(payload.paths, payload.paths);
        break;
      case 'document': {
        const runs = this.#named(payload.paths);
        await showDocument(this.#host, runs, t('Comparison of {0} runs', runs.length));
        break;
      }
      case 'failed':
        services.log.error(`Runs: ${payload.message}`);
        break;
    }
  }

  async #send(): Promise<void> {
    const reading = ++this.#readings;
    const runs = await this.#host.history.all();
    if (reading !== this.#readings) return; // a later look has it all
    this.#runs = runs;
    this.#post('runs', { runs: rowsOf(runs), trusted: vscode.workspace.isTrusted });
  }

  /** @param asked what the page asked for; absent where it did not */
  async #compare(paths: readonly string[], asked?: string[]): Promise<void> {
    const runs = this.#named(paths);
    const known = runs.map(({ path }) => path);
    const answer = await (runs.length < 2
      ? Promise.reject(new Error(t('There are not two runs to compare any more.')))
      : comparisonOf(this.#host, runs)
    ).then(
      ({ comparison }) => ({ comparison: ComparisonSchema.parse(JSON.parse(comparison)) }),
      (error: unknown) => ({ problem: sentenceOf(error) }),
    );
    const shown = known.length < 2 ? [...paths] : known;
    this.#post('comparison', { paths: shown, ...(asked && { asked }), ...answer });
  }

  /** Says why what was asked for cannot be kept. */
  async #write(path: string, write: (path: string) => Promise<void>): Promise<void> {
    try {
      for (const run of this.#known([path])) await write(run.path);
    } catch (error) {
      void showError(t('This cannot be kept: {0}', sentenceOf(error)));
      await this.#send();
    }
  }

  /** Those that are in the list: a page names no other file. */
  #known(paths: readonly string[]): HistoryRun[] {
    return paths.flatMap((path) => this.#runs.find((run) => run.path === path) ?? []);
  }

  #named(paths: readonly string[]): NamedPath[] {
    const names = namesOf(this.#runs); // as the list has them
    return oldestFirst(this.#known(paths)).map((run) => ({
      name: names[this.#runs.indexOf(run)]!,
      path: run.path,
    }));
  }

  #post<Name extends keyof HostToRunsPayloads>(type: Name, payload: HostToRunsPayloads[Name]): void {
    void this.panel.webview.postMessage({ type, payload });
  }
}

function oldestFirst(runs: readonly HistoryRun[]): HistoryRun[] {
  return [...runs].sort((a, b) => (a.time < b.time ? -1 : 1));
}
