/**
 * The evaluations under way, by spec. Surfaces read the state and hear of changes; they never talk to the compute
 * process themselves. Running a spec again replaces its own run; runs of different specs wait for each other.
 */
import * as vscode from 'vscode';
import { Cancelled } from '../../../common/failure.ts';
import type { ComputeClient, ComputeRequest, RunResult } from '../../../compute/client.ts';
import { mayCancel, type RunState } from './run-state.ts';

export interface RunHandle {
  /** @throws Failure, Cancelled */
  result: Promise<RunResult>;
  cancel(): void;
}

interface Entry {
  state: RunState;
  abort: AbortController;
  /** Milliseconds since some moment. */
  started: number;
}

export class Runs implements vscode.Disposable {
  readonly #connect: () => Promise<ComputeClient>;
  readonly #entries = new Map<string, Entry>();
  #disposed = false;
  readonly #failures = new Map<string, Error>();
  readonly #changed = new vscode.EventEmitter<string>();
  /** The spec whose run started, went on, or ended. */
  readonly onDidChange = this.#changed.event;

  /** @param connect makes the client with the first run. */
  constructor(connect: () => Promise<ComputeClient>) {
    this.#connect = connect;
  }

  of(specPath: string): RunState | undefined {
    return this.#entries.get(specPath)?.state;
  }

  /** What ended the last run of a spec, unless it was in order, cancelled, or the spec has been saved since. */
  failure(specPath: string): Error | undefined {
    return this.#failures.get(specPath);
  }

  /** The failure no longer describes the spec. */
  forgive(specPath: string): void {
    if (this.#failures.delete(specPath)) this.#changed.fire(specPath);
  }

  /** Whether anything runs. */
  get busy(): boolean {
    return this.#entries.size > 0;
  }

  start(request: ComputeRequest): RunHandle {
    const { specPath } = request;
    this.#entries.get(specPath)?.abort.abort();
    this.#failures.delete(specPath);
    const waiting = this.#entries.size > 0;
    const message = waiting ? vscode.l10n.t('waiting for the other evaluation') : vscode.l10n.t('starting');
    const parts = request.overrides.sources;
    const entry: Entry = {
      state: { message, fraction: 0, parts },
      abort: new AbortController(),
      started: performance.now(),
    };
    this.#set(specPath, entry);
    const result = this.#evaluate(request, entry)
      .catch((error: Error) => {
        const replaced = this.#entries.get(specPath) !== entry;
        if (!replaced && !(error instanceof Cancelled)) this.#failures.set(specPath, error);
        throw error;
      })
      .finally(() => {
        if (this.#entries.get(specPath) === entry) this.#set(specPath, undefined);
      });
    return { result, cancel: () => entry.abort.abort() };
  }

  /** Cancels the run of one spec, or all runs. */
  cancel(specPath?: string): void {
    const entries = specPath === undefined ? [...this.#entries.values()] : [this.#entries.get(specPath)];
    for (const entry of entries) entry?.abort.abort();
  }

  /** The same for a press on what started the run, which one that just began outlives. */
  cancelPressed(specPath: string): void {
    const entry = this.#entries.get(specPath);
    if (entry !== undefined && mayCancel(entry.started, performance.now())) this.cancel(specPath);
  }

  /** Whether the window, or the extension in it, is ending. */
  get disposed(): boolean {
    return this.#disposed;
  }

  dispose(): void {
    this.#disposed = true;
    this.cancel();
    this.#changed.dispose();
  }

  async #evaluate(request: ComputeRequest, entry: Entry): Promise<RunResult> {
    const client = await this.#connect();
    return client.evaluate(request, {
      signal: entry.abort.signal,
      onProgress: ({ message, fraction, rows, secondsLeft }) => {
        entry.state = { ...entry.state, message, fraction, rows, secondsLeft };
        this.#changed.fire(request.specPath);
      },
    });
  }

  #set(specPath: string, entry: Entry | undefined): void {
    if (entry === undefined) this.#entries.delete(specPath);
    else this.#entries.set(specPath, entry);
    void vscode.commands.executeCommand('setContext', 'lis.running', this.#entries.size > 0);
    this.#changed.fire(specPath);
  }
}
