/** One session with a server of Spark Connect: its settings, what a question would answer, and the rows that answer it. */
import { randomUUID } from 'node:crypto';
import * as zlib from 'node:zlib';
import { Cancelled, Failure } from '../../../common/failure.ts';
import { PATIENCE, type Patience, pause } from './again.ts';
import type { ServerAddress } from './channel.ts';
import { execute } from './execute.ts';
import { failureOf, isCallFault, isOtherServer, mayPass, restarted } from './faults.ts';
import { loadChannel } from './load-channel.ts';
import type { Answer, ArrowBatch, Calls, Identity, Relation, StructField } from './messages.ts';

/**
 * What every question is asked under, so that values mean here what they mean in DuckDB: times in UTC, names of columns by their exact letters, and
 * text in Parquet files of old writers as text. From 4.1 on, Spark compresses what it sends if it is asked to; other servers pass that over.
 */
const SETTINGS = {
  'spark.sql.session.timeZone': 'UTC',
  'spark.sql.caseSensitive': 'true',
  'spark.sql.parquet.binaryAsString': 'true',
  'spark.sql.execution.arrow.compression.codec': 'zstdDecompressSync' in zlib ? 'zstd' : 'lz4',
};

/** The session is told to end; a server that does not hear of it ends it by itself, later. */
const CLOSE_MS = 2000;

export interface SparkSession {
  /** Spark's version; undefined where the server does not tell. */
  version(): Promise<string | undefined>;
  /** The columns that a question would answer. @throws Failure, Cancelled */
  columns(relation: Relation): Promise<StructField[]>;
  /** @throws Failure, Cancelled; rows that were read before count for nothing then */
  batches(relation: Relation): AsyncGenerator<ArrowBatch>;
  close(): Promise<void>;
}

export interface SessionOptions {
  signal: AbortSignal;
  patience?: Patience;
}

/** @throws Failure where the server is not reached or refuses the token, Cancelled */
export async function openSparkSession(
  address: ServerAddress,
  { signal, patience = PATIENCE }: SessionOptions,
): Promise<SparkSession> {
  const server = address.target;
  if (signal.aborted) throw new Cancelled();
  const { openChannel } = await loadChannel();
  const channel = openChannel(address);
  const identified: Identity = {
    session_id: randomUUID(),
    user_context: { user_id: 'lis-lens' },
    client_type: 'lis-lens',
  };
  let observed: string | undefined;
  const identity = (): Identity => ({
    ...identified,
    ...(observed !== undefined && { client_observed_server_side_session_id: observed }),
  });
  const heard = ({ server_side_session_id: id }: Answer): void => {
    if (id === undefined || id === '') return;
    if (observed !== undefined && id !== observed) throw restarted(server);
    observed = id;
  };

  async function ask<K extends keyof Calls>(
    name: K,
    request: Omit<Calls[K]['request'], keyof Identity>,
  ): Promise<Calls[K]['answer']> {
    for (let failures = 1; ; failures++) {
      if (signal.aborted) throw new Cancelled();
      const began = observed !== undefined;
      try {
        const answer = await abortable(
          channel.call(name, { ...identity(), ...request } as Calls[K]['request']),
          signal,
        );
        heard(answer);
        return answer;
      } catch (error) {
        if (!isCallFault(error)) throw error;
        if (began && isOtherServer(error)) throw restarted(server);
        const most = began ? patience.later : patience.first;
        if (!mayPass(error) || failures >= most) {
          throw failureOf(error, { server, began, sentToken: channel.sendsToken });
        }
        await pause(failures, signal);
      }
    }
  }

  const session: SparkSession = {
    async version() {
      try {
        return (await ask('analyzePlan', { spark_version: {} })).spark_version?.version;
      } catch (error) {
        if (error instanceof Failure && error.code === 'spark-refused') return undefined;
        throw error;
      }
    },
    async columns(root) {
      const { schema } = await ask('analyzePlan', { schema: { plan: { root } } });
      return schema?.schema?.struct?.fields ?? [];
    },
    batches: (root) => execute({ channel, identity, server, heard, signal, patience }, { root }),
    async close() {
      await channel.call('releaseSession', identity(), CLOSE_MS).catch(() => undefined);
      channel.close();
    },
  };
  try {
    const pairs = Object.entries(SETTINGS).map(([key, value]) => ({ key, value }));
    await ask('config', { operation: { set: { pairs } } });
  } catch (error) {
    channel.close();
    throw error;
  }
  return session;
}

function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(new Cancelled());
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
