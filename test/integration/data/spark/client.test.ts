/** The client of Spark Connect against a server that misbehaves as the test says. */
import { status } from '@grpc/grpc-js';
import { afterEach, describe, expect, it } from 'vitest';
import type { Failure } from '../../../../src/common/failure.ts';
import type { ArrowBatch, Relation } from '../../../../src/data/spark/connect/messages.ts';
import { openSparkSession, type SparkSession } from '../../../../src/data/spark/connect/session.ts';
import { freePort } from '../../../support/spark/process.ts';
import {
  batch,
  complete,
  type Script,
  type ScriptedServer,
  startScripted,
} from '../../../support/spark/scripted-server.ts';

const QUESTION: Relation = { sql: { query: 'SELECT 1' } };
const LOST = { code: status.UNAVAILABLE, details: 'connection reset' };
const rows = (count: number, from?: number): ArrowBatch => ({
  row_count: count,
  data: Buffer.alloc(4),
  ...(from !== undefined && { start_offset: from }),
});

const patience = { first: 2, later: 3 };
const toStop: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of toStop.splice(0).reverse()) await stop();
});

async function serve(script: Script): Promise<ScriptedServer> {
  const server = await startScripted(script);
  toStop.push(server.stop);
  return server;
}

async function connect(
  server: ScriptedServer,
  { token, signal = new AbortController().signal }: { token?: string; signal?: AbortSignal } = {},
): Promise<SparkSession> {
  const session = await openSparkSession({ target: server.target, tls: false, token }, { signal, patience });
  toStop.push(() => session.close());
  return session;
}

async function read(session: SparkSession): Promise<number[]> {
  const counts: number[] = [];
  for await (const { row_count } of session.batches(QUESTION)) counts.push(row_count ?? 0);
  return counts;
}

const failing = (work: Promise<unknown>): Promise<Failure> =>
  work.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: Failure) => error,
  );

describe('rows of a question', () => {
  it('are those before the word that the result is complete', async () => {
    const server = await serve({
      streams: [{ answers: [batch('a', rows(3)), batch('b', rows(2)), complete('c')], end: 'end' }],
    });
    expect(await read(await connect(server))).toEqual([3, 2]);
    const [asked] = server.asked.executed;
    expect(asked?.request_options[0]?.reattach_options.reattachable).toBe(true);
    expect(server.asked.released).toMatchObject([{ operation_id: asked?.operation_id, release_all: {} }]);
  });

  it('go on behind the last answer when the connection is lost, or a stream ends early', async () => {
    const server = await serve({
      streams: [
        { answers: [batch('a', rows(3, 0))], end: LOST },
        { answers: [batch('b', rows(2, 3))], end: 'end' },
        { answers: [batch('c', rows(4, 5)), complete('d')], end: 'end' },
      ],
    });
    expect(await read(await connect(server))).toEqual([3, 2, 4]);
    expect(server.asked.reattached.map(({ last_response_id }) => last_response_id)).toEqual(['a', 'b']);
    expect(server.asked.executed).toHaveLength(1);
  });

  it('are asked for anew where the question never arrived', async () => {
    const unknown = {
      code: status.INTERNAL,
      details: '[INVALID_HANDLE.OPERATION_NOT_FOUND] no such operation',
    };
    const server = await serve({
      streams: [
        { answers: [], end: LOST },
        { answers: [], end: unknown },
        { answers: [batch('a', rows(1)), complete('b')], end: 'end' },
      ],
    });
    expect(await read(await connect(server))).toEqual([1]);
    const [first, second] = server.asked.executed;
    expect(second?.operation_id).toBe(first?.operation_id);
  });

  it.each([
    ['ends again and again', [{ answers: [batch('a', rows(3))], end: 'end' as const }], 'spark-incomplete'],
    [
      'has forgotten the rest',
      [
        { answers: [batch('a', rows(3))], end: 'end' as const },
        { answers: [], end: { code: status.INTERNAL, details: 'INVALID_HANDLE.OPERATION_ABANDONED' } },
      ],
      'spark-incomplete',
    ],
    [
      'leaves out a batch',
      [{ answers: [batch('a', rows(3, 0)), batch('b', rows(2, 4)), complete('c')], end: 'end' as const }],
      'spark-incomplete',
    ],
    [
      'says that somebody interrupted it',
      [
        {
          answers: [batch('a', rows(3))],
          end: { code: status.INTERNAL, details: '[OPERATION_CANCELED] Operation has been canceled.' },
        },
      ],
      'spark-incomplete',
    ],
    [
      'is another one when it comes back',
      [
        { answers: [], end: LOST },
        {
          answers: [],
          end: { code: status.INTERNAL, details: '[INVALID_HANDLE.SESSION_CHANGED] SQLSTATE: HY000' },
        },
      ],
      'spark-restarted',
    ],
    [
      'has lost the session in the middle',
      [
        { answers: [batch('a', rows(3))], end: LOST },
        {
          answers: [],
          end: { code: status.INTERNAL, details: '[INVALID_HANDLE.SESSION_NOT_FOUND] SQLSTATE: HY000' },
        },
      ],
      'spark-restarted',
    ],
    ['is gone for good', [0, 1, 2].map(() => ({ answers: [], end: LOST })), 'spark-lost'],
    [
      'refuses',
      [{ answers: [], end: { code: status.INTERNAL, details: 'no such column\n at Trace' } }],
      'spark-refused',
    ],
    [
      'may not collect so much',
      [
        {
          answers: [],
          end: {
            code: status.INTERNAL,
            details:
              'Job aborted due to stage failure: Total size of serialized results of 9 tasks (1.1 GiB) is bigger than spark.driver.maxResultSize (1024.0 MiB).',
          },
        },
      ],
      'spark-result-size',
    ],
    [
      'sends too much at once',
      [
        {
          answers: [],
          end: { code: status.RESOURCE_EXHAUSTED, details: 'message larger than max (1 vs 2)' },
        },
      ],
      'spark-message-size',
    ],
  ])('are none where the server %s', async (_, streams, code) => {
    const server = await serve({ streams });
    const failure = await failing(read(await connect(server)));
    expect(failure.code).toBe(code);
    expect(failure.message).not.toContain('Trace');
    expect(server.asked.interrupted).toHaveLength(1);
  });

  it('are none where the server was restarted', async () => {
    const server = await serve({ streams: [{ answers: [complete('a')], end: 'end' }] });
    const session = await connect(server);
    server.restart();
    expect((await failing(read(session))).code).toBe('spark-restarted');
    expect((await failing(session.columns(QUESTION))).code).toBe('spark-restarted');
  });

  it('stop arriving when the run is cancelled, and the server is told', async () => {
    const server = await serve({ streams: [{ answers: [batch('a', rows(3))], end: 'open' }] });
    const cancel = new AbortController();
    const session = await connect(server, { signal: cancel.signal });
    const began = performance.now();
    setTimeout(() => cancel.abort(), 50);
    expect((await failing(read(session))).name).toBe('Cancelled');
    expect(performance.now() - began).toBeLessThan(1000);
    const [asked] = server.asked.executed;
    expect(server.asked.interrupted).toMatchObject([{ operation_id: asked?.operation_id }]);
  });

  it('end in the cluster too when nobody reads on', async () => {
    const server = await serve({
      streams: [{ answers: [batch('a', rows(3)), batch('b', rows(3))], end: 'open' }],
    });
    const session = await connect(server);
    for await (const first of session.batches(QUESTION)) {
      expect(first.row_count).toBe(3);
      break;
    }
    expect(server.asked.interrupted).toHaveLength(1);
    expect(server.asked.released).toHaveLength(1);
  });

  it('are released while they are read', async () => {
    const big = { row_count: 1, data: Buffer.alloc(9 * 2 ** 20) };
    const server = await serve({
      streams: [{ answers: [batch('a', big), batch('b', big), complete('c')], end: 'end' }],
    });
    expect(await read(await connect(server))).toEqual([1, 1]);
    expect(server.asked.released).toMatchObject([
      { release_until: { response_id: 'b' } },
      { release_all: {} },
    ]);
  });
});

describe('a session', () => {
  it('sends its token, and tells which one was refused without showing it', async () => {
    const server = await serve({ streams: [], token: 'right' });
    const session = await connect(server, { token: 'right' });
    expect(await session.version()).toBe('4.2.0');
    expect(server.asked.tokens).toEqual(['Bearer right', 'Bearer right']);
    const failure = await failing(connect(server, { token: 'wrong' }));
    expect(failure.code).toBe('spark-token-refused');
    expect(failure.message).not.toContain('wrong');
  });

  it('tells that a token is wanted where the spec names none', async () => {
    const server = await serve({ streams: [], token: 'right' });
    const failure = await failing(connect(server));
    expect(failure).toMatchObject({
      kind: 'usage',
      code: 'spark-wants-token',
      where: { specPath: ['engine'] },
    });
    expect(failure.message).toContain('token: {env: NAME}');
  });

  it('says soon that nobody answers', async () => {
    const target = `127.0.0.1:${await freePort()}`;
    const { signal } = new AbortController();
    const failure = await failing(openSparkSession({ target, tls: false }, { signal, patience }));
    expect(failure.code).toBe('spark-unreachable');
    expect(failure.message).toContain(target);
  });

  it('is told to end', async () => {
    const server = await serve({ streams: [] });
    const session = await connect(server);
    await session.close();
    expect(server.asked.closed).toHaveLength(1);
  });

  it('is not opened for a run that is cancelled', async () => {
    const server = await serve({ streams: [] });
    expect((await failing(connect(server, { signal: AbortSignal.abort() }))).name).toBe('Cancelled');
  });
});
