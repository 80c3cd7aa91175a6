/**
 * The compute process as a conversation: messages in, messages out, one run at a time. Apart from the process's own
 * wiring (server.ts), so that every order of messages can be tested without a process.
 *
 * A second job while one runs is refused as `busy`: the client queues them, so that the process holds the memory of one. A
 * look at files is small, and has a place of its own beside the job.
 */

import { Cancelled, Failure } from '../common/failure.ts';
import type { Progress } from '../common/progress.ts';
import { defaultMemory, defaultThreads } from '../evaluation/resources.ts';
import {
  type HostMessage,
  type JobMessage,
  LOOK_ENDS,
  type LookMessage,
  receiveFromHost,
  type WorkerMessage,
  type WorkerPayloads,
} from '../protocol/messages.ts';
import { throttle } from '../protocol/throttle.ts';
import { type HostPrograms, hostPrograms } from './host-programs.ts';
import { type HostTokens, hostTokens } from './host-tokens.ts';
import { type JobParts, runJob } from './jobs.ts';
import { type LookParts, runLook } from './looks.ts';

/** At most ten progress messages a second: more would be drawing, not information. */
const PROGRESS_INTERVAL_MS = 100;

export interface SessionParts extends JobParts, LookParts {
  send(message: WorkerMessage): void;
}

export interface Session {
  /** Takes any value from the channel; what is not a message is logged and dropped. */
  receive(value: unknown): void;
  /** Ends the current run, if any, without a word: the host is gone. */
  abandon(): void;
  /** Reports a defect that escaped the run, so that the host can name it before the process ends. */
  fail(error: unknown): void;
}

/** What is under way. */
interface Task {
  runId: string;
  abort: AbortController;
  /** The programs that the host runs for it. */
  programs?: HostPrograms | undefined;
  /** The tokens that the host finds for it. */
  tokens?: HostTokens | undefined;
}

export function createSession(parts: SessionParts): Session {
  const { send } = parts;
  let current: Task | undefined;
  const looks = new Map<LookMessage['type'], Task>();

  const log = (level: WorkerPayloads['log']['level'], message: string): void =>
    send({ type: 'log', payload: { level, message } });

  const sendFailure = (runId: string, error: unknown): void => {
    const failure = asFailure(error);
    if (failure.kind === 'internal') log('error', stackOf(error));
    const { kind, code, message } = failure;
    const { specPath, ...place } = failure.where;
    const where = specPath === undefined ? place : { ...place, specPath: [...specPath] };
    send({ type: 'failed', payload: { runId, kind, code, message, where } });
  };

  const run = async (job: JobMessage): Promise<void> => {
    const { runId, threads = defaultThreads(), memoryBytes = defaultMemory() } = job.payload;
    const abort = new AbortController();
    const programs =
      job.type === 'evaluate' && job.payload.runsPrograms === true ? hostPrograms(runId, send) : undefined;
    const tokens = job.payload.keepsTokens === true ? hostTokens(runId, send) : undefined;
    current = { runId, abort, programs, tokens };
    const { signal } = abort;
    const onProgress = throttle(
      (value: Progress) => send({ type: 'progress', payload: { runId, progress: value } }),
      PROGRESS_INTERVAL_MS,
    );
    try {
      const ofHost = { runProgram: programs?.run, findToken: tokens?.find };
      const context = { signal, onProgress, threads, memoryBytes, ...ofHost };
      send(await runJob(parts, job, context));
    } catch (error) {
      if (error instanceof Cancelled || signal.aborted) send({ type: 'cancelled', payload: { runId } });
      else sendFailure(runId, error);
    } finally {
      onProgress.stop();
      current = undefined;
    }
  };

  const lookAt = async (message: LookMessage): Promise<void> => {
    const { runId } = message.payload;
    const abort = new AbortController();
    looks.set(message.type, { runId, abort });
    try {
      send(await runLook(parts, message, abort.signal));
    } catch (error) {
      if (error instanceof Cancelled || abort.signal.aborted) send({ type: 'cancelled', payload: { runId } });
      else sendFailure(runId, error);
    } finally {
      looks.delete(message.type);
    }
  };

  const refuse = (runId: string, message: string): void =>
    sendFailure(runId, new Failure('usage', 'busy', message));

  const handle = (message: HostMessage): void => {
    const { runId } = message.payload;
    if (message.type === 'cancel') {
      for (const task of [current, ...looks.values()]) if (task?.runId === runId) task.abort.abort();
    } else if (message.type === 'programEnded') {
      if (current?.runId === runId) current.programs?.ended(message.payload);
    } else if (message.type === 'tokenFound') {
      if (current?.runId === runId) current.tokens?.found(message.payload);
    } else if (isLook(message)) {
      if (!looks.has(message.type)) void lookAt(message);
      else refuse(runId, 'Other files are being looked at; ask again when that has ended.');
    } else if (current === undefined) {
      void run(message);
    } else {
      refuse(runId, 'Another job is running; cancel it or wait for its end.');
    }
  };

  return {
    receive(value) {
      const received = receiveFromHost(value);
      if ('message' in received) handle(received.message);
      else log('warn', `Dropped a message from the editor: ${received.problem}`);
    },
    abandon() {
      current?.abort.abort();
      for (const { abort } of looks.values()) abort.abort();
    },
    fail(error) {
      if (current === undefined) log('error', stackOf(error));
      else sendFailure(current.runId, error);
    },
  };
}

function isLook(message: HostMessage): message is LookMessage {
  return message.type in LOOK_ENDS;
}

function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const reason = error instanceof Error ? error.message : String(error);
  const advice = 'The log has the details; please report it with them.';
  return new Failure('internal', 'internal', `The work stopped on an internal error: ${reason}. ${advice}`);
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
