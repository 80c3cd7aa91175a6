/**
 * One forked compute process as the host sees it: validated messages, output that goes to the log, one exit.
 * Always `fork`, never `spawn(process.execPath)`: on the desktop that path is the editor itself.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import {
  type HostMessage,
  receiveFromWorker,
  type WorkerMessage,
  type WorkerPayloads,
} from '../protocol/messages.ts';

export type LogLevel = WorkerPayloads['log']['level'];
export type Log = (level: LogLevel, message: string) => void;

export interface ProcessListener {
  onMessage(message: WorkerMessage): void;
  /** Called once, whatever ended the process, also when it could not be started. */
  onExit(reason: string): void;
}

export interface ComputeProcess {
  readonly pid: number | undefined;
  readonly alive: boolean;
  /** What ended the process, once it has ended: "exit code 1", "signal SIGKILL". */
  readonly ending: string | undefined;
  send(message: HostMessage): void;
  /** @returns what ends the listening. */
  listen(listener: ProcessListener): () => void;
  /** Closes the channel, which the process takes as its end, and kills it if it is still there after `graceMs`. */
  close(graceMs: number): void;
  kill(): void;
}

/** @param serverPath absolute path of the bundled server. Never throws: a failed start is an exit. */
export function startProcess(serverPath: string, log: Log): ComputeProcess {
  const child = fork(serverPath, [], {
    execArgv: [], // the host's own flags (an inspector's port, a loader) are not the child's
    env: childEnvironment(process.env),
    serialization: 'json',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const listeners = new Set<ProcessListener>();
  let ending: string | undefined;
  const end = (reason: string): void => {
    if (ending !== undefined) return;
    ending = reason;
    for (const listener of [...listeners]) listener.onExit(reason);
  };

  forwardLines(child.stdout, (line) => log('info', line));
  forwardLines(child.stderr, (line) => log('warn', line));
  child.on('error', (error) => end(error.message));
  child.on('exit', (code, signal) => end(signal === null ? `exit code ${code}` : `signal ${signal}`));
  child.on('message', (value) => {
    const received = receiveFromWorker(value);
    if ('problem' in received) log('warn', `Dropped a message from the compute process: ${received.problem}`);
    else if (received.message.type === 'log')
      log(received.message.payload.level, received.message.payload.message);
    else for (const listener of [...listeners]) listener.onMessage(received.message);
  });

  return {
    get pid() {
      return child.pid;
    },
    get alive() {
      return ending === undefined && child.connected;
    },
    get ending() {
      return ending;
    },
    send(message) {
      if (child.connected) child.send(message, () => {}); // a channel that just broke shows up as the exit
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close(graceMs) {
      if (child.connected) child.disconnect();
      killLater(child, graceMs);
    },
    kill() {
      child.kill('SIGKILL');
    },
  };
}

/** The host's environment without what would change how Node starts. */
export function childEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _options, VSCODE_INSPECTOR_OPTIONS: _inspector, ...rest } = env;
  return rest;
}

function killLater(child: ChildProcess, graceMs: number): void {
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
  timer.unref();
  child.once('exit', () => clearTimeout(timer));
}

export function forwardLines(stream: Readable | null, onLine: (line: string) => void): void {
  if (stream !== null)
    createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on('line', onLine);
}
