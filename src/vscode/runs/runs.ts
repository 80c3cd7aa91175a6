/**
 * The evaluations under way, by spec. Surfaces read the state and hear of changes; they never talk to the compute
 * process themselves. Running a spec again replaces its own run; runs of different specs wait for each other.
 */
import * as vscode from 'vscode';
import type { ComputeClient, ComputeRequest, RunResult } from '../../worker/client.ts';

export interface RunState {
  message: string;
  /** 0..1 */
  fraction: number;
  /** Seconds left, once known. */
  secondsLeft?: number | undefined;
}

export interface RunHandle {
  /** @throws Failure, Cancelled */
  result: Promise<RunResult>;
  cancel(): void;
}

interface Entry {
  state: RunState;
  abort: AbortController;
}

export class Runs implements vscode.Disposable {
  readonly #connect: () => Promise<ComputeClient>;
  readonly #entries = new Map<string, Entry>();
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

  start(request: ComputeRequest): RunHandle {
    const { specPath } = request;
    this.#entries.get(specPath)?.abort.abort();
    const waiting = this.#entries.size > 0;
    const message = waiting ? vscode.l10n.t('waiting for the other evaluation') : vscode.l10n.t('starting');
    const entry: Entry = { state: { message, fraction: 0 }, abort: new AbortController() };
    this.#set(specPath, entry);
    const result = this.#evaluate(request, entry).finally(() => {
      if (this.#entries.get(specPath) === entry) this.#set(specPath, undefined);
    });
    return { result, cancel: () => entry.abort.abort() };
  }

  /** Cancels the run of one spec, or all runs. */
  cancel(specPath?: string): void {
    const entries = specPath === undefined ? [...this.#entries.values()] : [this.#entries.get(specPath)];
    for (const entry of entries) entry?.abort.abort();
  }

  dispose(): void {
    this.cancel();
    this.#changed.dispose();
  }

  async #evaluate(request: ComputeRequest, entry: Entry): Promise<RunResult> {
    const client = await this.#connect();
    return client.evaluate(request, {
      signal: entry.abort.signal,
      onProgress: ({ message, fraction, secondsLeft }) => {
        entry.state = { message, fraction, secondsLeft };
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
