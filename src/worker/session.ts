/**
 * The compute process as a conversation: messages in, messages out, one run at a time. Apart from the process's own
 * wiring (server.ts), so that every order of messages can be tested without a process.
 *
 * A second job while one runs is refused as `busy`: the client queues them, so that the process holds the
 * memory of one.
 */
import { defaultMemory, defaultThreads } from '../evaluation/resources.ts';
import {
  type HostMessage,
  type JobMessage,
  receiveFromHost,
  type WorkerMessage,
  type WorkerPayloads,
} from '../protocol/messages.ts';
import { throttle } from '../protocol/throttle.ts';
import { Cancelled, Failure } from '../report/failure.ts';
import type { Progress } from '../report/progress.ts';
import { type JobParts, runJob } from './jobs.ts';

/** At most ten progress messages a second: more would be drawing, not information. */
const PROGRESS_INTERVAL_MS = 100;

export interface SessionParts extends JobParts {
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

export function createSession(parts: SessionParts): Session {
  const { send } = parts;
  let current: { runId: string; abort: AbortController } | undefined;

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
    current = { runId, abort };
    const { signal } = abort;
    const onProgress = throttle(
      (value: Progress) => send({ type: 'progress', payload: { runId, progress: value } }),
      PROGRESS_INTERVAL_MS,
    );
    try {
      send(await runJob(parts, job, { signal, onProgress, threads, memoryBytes }));
    } catch (error) {
      if (error instanceof Cancelled || signal.aborted) send({ type: 'cancelled', payload: { runId } });
      else sendFailure(runId, error);
    } finally {
      onProgress.stop();
      current = undefined;
    }
  };

  const handle = (message: HostMessage): void => {
    if (message.type === 'cancel') {
      if (current?.runId === message.payload.runId) current.abort.abort();
    } else if (current === undefined) {
      void run(message);
    } else {
      const busy = new Failure('usage', 'busy', 'Another job is running; cancel it or wait for its end.');
      sendFailure(message.payload.runId, busy);
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
    },
    fail(error) {
      if (current === undefined) log('error', stackOf(error));
      else sendFailure(current.runId, error);
    },
  };
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
