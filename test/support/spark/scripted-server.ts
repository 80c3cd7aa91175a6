/** A server of Spark Connect that answers as a test says: for the faults that no real server shows when it is asked to. */
import { randomUUID } from 'node:crypto';
import { type Metadata, Server, ServerCredentials, type ServiceError, status } from '@grpc/grpc-js';
import { sparkService } from '../../../src/data/spark/connect/channel.ts';
import type {
  AnalyzeRequest,
  ArrowBatch,
  ExecuteAnswer,
  ExecuteRequest,
  Identity,
  InterruptRequest,
  ReattachRequest,
  ReleaseRequest,
} from '../../../src/data/spark/connect/messages.ts';

/** What a stream does after its answers: ends as if all were well, breaks with a code, or stays open. */
export type End = 'end' | 'open' | { code: number; details: string };

export interface Scripted {
  answers: readonly Pick<ExecuteAnswer, 'response_id' | 'arrow_batch' | 'result_complete'>[];
  end: End;
}

export interface Script {
  /** One for each stream that is opened, in their order. */
  streams: readonly Scripted[];
  /** Refuses calls without this. */
  token?: string;
}

export interface ScriptedServer {
  target: string;
  /** What was asked, in order. */
  asked: {
    executed: ExecuteRequest[];
    reattached: ReattachRequest[];
    released: ReleaseRequest[];
    interrupted: InterruptRequest[];
    tokens: string[];
    closed: Identity[];
  };
  /** The server behind the address is another one from now on. */
  restart(): void;
  stop(): void;
}

export const batch = (response_id: string, arrow_batch: ArrowBatch) => ({ response_id, arrow_batch });
export const complete = (response_id: string) => ({ response_id, result_complete: {} });

interface StreamCall {
  request: never;
  metadata: Metadata;
  write(answer: ExecuteAnswer): void;
  end(): void;
  emit(event: 'error', error: Partial<ServiceError>): void;
}

interface UnaryCall {
  request: never;
  metadata: Metadata;
}

export async function startScripted({ streams, token }: Script): Promise<ScriptedServer> {
  const asked: ScriptedServer['asked'] = {
    executed: [],
    reattached: [],
    released: [],
    interrupted: [],
    tokens: [],
    closed: [],
  };
  let side = randomUUID();
  let next = 0;
  const refused = ({ metadata }: { metadata: Metadata }): Partial<ServiceError> | undefined => {
    const sent = String(metadata.get('authorization')[0] ?? '');
    asked.tokens.push(sent);
    if (token === undefined || sent === `Bearer ${token}`) return undefined;
    return { code: status.UNAUTHENTICATED, details: 'invalid token' };
  };
  const play = (call: StreamCall): void => {
    const refusal = refused(call);
    if (refusal !== undefined) {
      call.emit('error', refusal);
      return;
    }
    const { answers, end } = streams[next++] ?? { answers: [], end: 'end' };
    for (const answer of answers) call.write({ ...answer, server_side_session_id: side });
    if (end === 'end') call.end();
    else if (end !== 'open') setTimeout(() => call.emit('error', end), 20); // behind what was written
  };
  const answer =
    (keep: (request: never) => object) =>
    (call: UnaryCall, done: (error: Partial<ServiceError> | null, answer?: object) => void): void => {
      const refusal = refused(call);
      if (refusal !== undefined) done(refusal);
      else done(null, { ...keep(call.request), server_side_session_id: side });
    };
  const server = new Server();
  server.addService(sparkService(), {
    ExecutePlan: (call: StreamCall) => {
      asked.executed.push(call.request);
      play(call);
    },
    ReattachExecute: (call: StreamCall) => {
      asked.reattached.push(call.request);
      play(call);
    },
    ReleaseExecute: answer((request: ReleaseRequest) => {
      asked.released.push(request);
      return {};
    }),
    Interrupt: answer((request: InterruptRequest) => {
      asked.interrupted.push(request);
      return {};
    }),
    AnalyzePlan: answer((request: AnalyzeRequest) =>
      request.spark_version === undefined ? { schema: {} } : { spark_version: { version: '4.2.0' } },
    ),
    Config: answer(() => ({})),
    ReleaseSession: answer((request: Identity) => {
      asked.closed.push(request);
      return {};
    }),
  } as never);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(error);
      else resolve(bound);
    });
  });
  return {
    target: `127.0.0.1:${port}`,
    asked,
    restart: () => {
      side = randomUUID();
    },
    stop: () => server.forceShutdown(),
  };
}
