/**
 * The rows of a question, batch by batch, over as many connections as it takes. The server keeps what it has sent until it is released, and goes on
 * behind the last answer that arrived (`ReattachExecute`). Rows count only once `result_complete` has arrived: a stream that merely ends, as
 * that of an interrupted operation does, is no result.
 */
import { randomUUID } from 'node:crypto';
import { Cancelled } from '../../../common/failure.ts';
import { PATIENCE, type Patience, pause } from './again.ts';
import type { Channel } from './channel.ts';
import {
  failureOf,
  incompleteResult,
  isCallFault,
  isOtherServer,
  isUnknownThere,
  lostConnection,
  mayPass,
  restarted,
} from './faults.ts';
import type { ArrowBatch, ExecuteAnswer, ExecuteRequest, Identity, Plan } from './messages.ts';

/** What a server keeps of answers that were read, at most: it is told so often to forget them. */
const RELEASE_BYTES = 16 * 2 ** 20;
/** A server ends a stream every two minutes; one that ends sooner and brings nothing is counted as a fault. */
const PATIENT_MS = 5000;
/** For what is said at the end: the server forgets by itself what it does not hear of. */
const LAST_WORDS_MS = 2000;

export interface Execution {
  channel: Channel;
  /** Of every request. */
  identity: () => Identity;
  /** `host:port`, for messages. */
  server: string;
  /** Looks at each answer before it counts. */
  heard: (answer: ExecuteAnswer) => void;
  signal: AbortSignal;
  patience?: Patience | undefined;
}

/**
 * @returns batches in the order of the result. Whoever stops reading ends the operation in the cluster too.
 * @throws Failure where the server refuses, is lost, or ends its answer early; Cancelled
 */
export async function* execute(
  { channel, identity, server, heard, signal, patience = PATIENCE }: Execution,
  plan: Plan,
): AsyncGenerator<ArrowBatch> {
  const operation_id = randomUUID();
  const asked: ExecuteRequest = {
    ...identity(),
    operation_id,
    plan,
    request_options: [{ reattach_options: { reattachable: true } }],
  };
  const begin = () => channel.stream('executePlan', asked);
  const goOn = () =>
    channel.stream('reattachExecute', { ...identity(), operation_id, last_response_id: last });
  let last: string | undefined;
  let complete = false;
  let failures = 0;
  let rows = 0;
  let kept = 0;
  if (signal.aborted) throw new Cancelled();
  let stream = begin();
  const stop = () => {
    void say(
      channel.call(
        'interrupt',
        { ...identity(), interrupt_type: 'INTERRUPT_TYPE_OPERATION_ID', operation_id },
        LAST_WORDS_MS,
      ),
    );
    stream.cancel();
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    for (;;) {
      const opened = performance.now();
      let fault: unknown;
      let next = goOn;
      try {
        for await (const answer of stream as AsyncIterable<ExecuteAnswer>) {
          heard(answer);
          failures = 0;
          last = answer.response_id ?? last;
          const batch = answer.arrow_batch;
          if (batch !== undefined) {
            if (batch.start_offset !== undefined && batch.start_offset !== rows)
              throw incompleteResult(server);
            rows += batch.row_count ?? 0;
            yield batch;
            kept += batch.data?.length ?? 0;
            if (kept >= RELEASE_BYTES && last !== undefined) {
              kept = 0;
              const release_until = { response_id: last };
              void say(channel.call('releaseExecute', { ...identity(), operation_id, release_until }));
            }
          }
          if (answer.result_complete !== undefined) {
            complete = true;
            return;
          }
        }
      } catch (error) {
        if (signal.aborted) throw new Cancelled();
        if (!isCallFault(error)) throw error;
        if (isOtherServer(error)) throw restarted(server);
        if (isUnknownThere(error)) {
          // It never came to the question, which may be asked anew; or it has forgotten the rest of the answer.
          if (last !== undefined) throw incompleteResult(server);
          next = begin;
        } else if (!mayPass(error)) {
          throw failureOf(error, { server, began: true, sentToken: channel.sendsToken });
        }
        fault = error;
      }
      if (signal.aborted) throw new Cancelled();
      if (fault !== undefined || performance.now() - opened < PATIENT_MS) failures++;
      if (failures >= patience.later)
        throw fault === undefined ? incompleteResult(server) : lostConnection(server);
      if (failures > 0) await pause(failures, signal);
      stream = next();
    }
  } finally {
    signal.removeEventListener('abort', stop);
    if (!complete && !signal.aborted) stop();
    await say(
      channel.call('releaseExecute', { ...identity(), operation_id, release_all: {} }, LAST_WORDS_MS),
    );
  }
}

/** What the server makes of it changes nothing here. */
async function say(call: Promise<unknown>): Promise<void> {
  await call.catch(() => undefined);
}
