/** One question to the compute process and its end: answered, failed, cancelled, or cut off by the process's own end. */

import { Cancelled, Failure } from '../common/failure.ts';
import type { HostMessage, WorkerMessage } from '../protocol/messages.ts';
import type { ComputeProcess } from './process.ts';

export interface Question<T> {
  ask: Exclude<HostMessage, { type: 'cancel' | 'programEnded' | 'tokenFound' }>;
  signal: AbortSignal;
  /** The answer in a message about this question; undefined for one that goes on. */
  answer(message: WorkerMessage): T | undefined;
  /** What is done with a process that has not answered the cancellation so long after; without it, it is waited for. */
  grace?: { milliseconds: number; end(): void };
}

/**
 * Sends the question and waits for its end.
 * @throws Failure as the process sent it, `compute-crashed` when it ended; Cancelled
 */
export function converse<T>(
  compute: ComputeProcess,
  { ask, signal, answer, grace }: Question<T>,
): Promise<T> {
  const { runId } = ask.payload;
  return new Promise<T>((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    let hush: (() => void) | undefined;
    const onAbort = (): void => {
      compute.send({ type: 'cancel', payload: { runId } });
      if (grace !== undefined) timer = setTimeout(grace.end, grace.milliseconds);
    };
    const settle = (end: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      hush?.();
      end();
    };
    const onMessage = (message: WorkerMessage): void => {
      if (!('runId' in message.payload) || message.payload.runId !== runId) return;
      if (message.type === 'cancelled') {
        settle(() => reject(new Cancelled()));
      } else if (message.type === 'failed') {
        const { kind, code, message: sentence, where } = message.payload;
        settle(() => reject(new Failure(kind, code, sentence, definedOnly(where))));
      } else {
        const given = answer(message);
        if (given !== undefined) settle(() => resolve(given));
      }
    };
    const onExit = (reason: string): void =>
      settle(() => reject(signal.aborted ? new Cancelled() : crashed(reason)));

    if (compute.ending !== undefined) {
      onExit(compute.ending);
    } else if (signal.aborted) {
      reject(new Cancelled());
    } else {
      hush = compute.listen({ onMessage, onExit });
      signal.addEventListener('abort', onAbort, { once: true });
      compute.send(ask);
    }
  });
}

function crashed(reason: string): Failure {
  const killed = reason === 'signal SIGKILL';
  const advice = killed
    ? 'The system usually does this when memory runs out: use fewer threads or a smaller log, then run it again'
    : 'The log has its last words; run it again to start a new process';
  return new Failure(
    killed ? 'resource' : 'internal',
    'compute-crashed',
    `The compute process ended while it worked (${reason}). ${advice}.`,
  );
}

/** Drops absent keys: the wire cannot tell them from undefined ones, exact optional types can. */
function definedOnly<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as never;
}
