/**
 * The terminal of a task that runs a program of the user's: the program is a child process of ours, as on the command line, so
 * that it gets its arguments as the spec has them and can be ended for certain, with all that it started.
 */
import * as vscode from 'vscode';
import type { ProgramCall, ProgramEnd } from '../../common/progress.ts';
import { forTerminal } from '../../inert/terminal.ts';
import { oneLine } from '../../inert/visible.ts';
import { runChildProcess } from '../../programs/child-process.ts';
import { showOutput, terminalEnv } from '../../programs/terminal-output.ts';

const { t } = vscode.l10n;

type Ended = Omit<ProgramEnd, 'output'>;

/** What a terminal sends for Ctrl-C. */
const CTRL_C = '\u0003';

export class ProgramTerminal implements vscode.Pseudoterminal {
  readonly #call: ProgramCall;
  readonly #signal: AbortSignal;
  readonly #stop = new AbortController();
  readonly #text = new vscode.EventEmitter<string>();
  readonly #over = new vscode.EventEmitter<number | undefined>();
  #resolve!: (end: Ended) => void;
  #reject!: (error: unknown) => void;
  #opened = false;
  /** Why it ends before its time, where not its run but somebody at the terminal wants it to. */
  #stoppedBy: string | undefined;
  /** How the program ended; rejects where it could not be started. */
  readonly ended: Promise<Ended>;
  readonly onDidWrite = this.#text.event;
  readonly onDidClose = this.#over.event as vscode.Event<number>;

  constructor(call: ProgramCall, signal: AbortSignal) {
    this.#call = call;
    this.#signal = signal;
    this.ended = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.ended.catch(() => undefined); // it may fail before anybody waits
  }

  open(size: vscode.TerminalDimensions | undefined): void {
    this.#opened = true;
    void this.#run(size);
  }

  /** The user closed the terminal, or ended the task. */
  close(): void {
    this.#end(t('the closing of its terminal'));
  }

  handleInput(data: string): void {
    if (data.includes(CTRL_C)) this.#end(t('Ctrl+C in its terminal'));
  }

  /** Its task or its run is over: a program that has not begun by now never will. */
  unopened(reason: string): void {
    if (this.#opened) return;
    this.#end(reason);
    this.#resolve({ reason, complaint: [] });
  }

  #end(reason: string): void {
    this.#stoppedBy ??= reason;
    this.#stop.abort();
  }

  async #run(size: vscode.TerminalDimensions | undefined): Promise<void> {
    const { program, args } = this.#call;
    this.#text.fire(`\u001b[2m${oneLine([program, ...args].join(' '))}\u001b[0m\r\n`);
    const signal = AbortSignal.any([this.#signal, this.#stop.signal]);
    const show = (output: Parameters<typeof showOutput>[0]): void =>
      showOutput(output, (text) => this.#text.fire(text));
    try {
      if (signal.aborted) throw new Error(t('It was cancelled before it began.'));
      const end = await runChildProcess(this.#call, signal, show, terminalEnv(process.env, size));
      const { exitCode, ...cut } = end;
      if (signal.aborted)
        this.#write(`\n${t('Ended: {0}.', this.#stoppedBy ?? t('the run was cancelled'))}\n`);
      const stopped = signal.aborted && this.#stoppedBy !== undefined;
      this.#resolve(stopped ? { ...cut, reason: this.#stoppedBy } : end);
      // Without a code nobody is alarmed by an end that was asked for.
      this.#over.fire(signal.aborted ? undefined : (exitCode ?? 1));
    } catch (error) {
      this.#write(`${error instanceof Error ? error.message : String(error)}\n`);
      this.#reject(error);
      this.#over.fire(signal.aborted ? undefined : 1);
    }
  }

  #write(text: string): void {
    this.#text.fire(forTerminal(text).replaceAll('\n', '\r\n'));
  }
}
