import { describe, expect, it } from 'vitest';
import type { Failure } from '../../../src/common/failure.ts';
import type { FindToken } from '../../../src/common/progress.ts';
import type { ArrowField } from '../../../src/data/arrow/schema.ts';
import { isLoopback } from '../../../src/data/spark/connect/loopback.ts';
import { createSparkEngine } from '../../../src/data/spark/engine.ts';
import { columnAt, columnsOf, tableRelation } from '../../../src/data/spark/relations.ts';
import { tokenFor } from '../../../src/data/spark/token.ts';
import { fieldsOf } from '../../../src/data/spark/types.ts';
import { type Spec, SpecSchema } from '../../../src/specfile/schema.ts';
import { NO_ENGINE } from '../../support/engine.ts';

const path = ['log', 'path'];

describe('the relation of a table', () => {
  it.each([
    ['/data/log.parquet', 'parquet'],
    ['s3://bucket/log/day=*/*.pq', 'parquet'],
    ['hdfs://name/warehouse/log/', 'parquet'],
    ['/data/log.jsonl.gz', 'json'],
    ['/data/log.orc', 'orc'],
    ['/data/log.tsv', 'csv'],
  ])('reads %s as %s', (pattern, format) => {
    const { relation } = tableRelation({ patterns: [pattern], path });
    expect(relation).toMatchObject({ read: { data_source: { format, paths: [pattern] } } });
  });

  it('names a table of the catalogue', () => {
    expect(tableRelation({ patterns: ['table:db.impressions'], path })).toEqual({
      relation: { read: { named_table: { unparsed_identifier: 'db.impressions' } } },
      untyped: false,
    });
  });

  it('leaves the values of text files untyped, and names their columns where the spec does', () => {
    const { relation, untyped } = tableRelation({ patterns: ['/a.csv'], header: ['x', 'y'], path });
    expect(untyped).toBe(true);
    expect(relation).toMatchObject({ to_df: { column_names: ['x', 'y'] } });
  });

  it('asks for the columns in use by their exact names', () => {
    const text = { kind: 'text', wide: false } as const;
    const fields: ArrowField[] = [
      { name: 'a`b', type: text, children: [] },
      { name: 'r', type: { kind: 'struct' }, children: [{ name: 'x.y', type: text, children: [] }] },
    ];
    const input = { sql: { query: 'SELECT 1' } };
    const columns = [[1, 0], [0]].map((at) => columnAt(fields, at));
    const project = columnsOf(input, columns, 5);
    expect(JSON.stringify(project)).toContain('"unparsed_identifier":"`r`.`x.y`"');
    expect(JSON.stringify(project)).toContain('"unparsed_identifier":"`a``b`"');
    expect(project).toMatchObject({ project: { input: { limit: { input, limit: 5 } } } });
  });
});

describe('types of Spark', () => {
  it('are those of the Arrow data that they arrive in', () => {
    const types = fieldsOf([
      { name: 'a', data_type: { kind: 'decimal', decimal: { precision: 12, scale: 2 } } },
      { name: 'b', data_type: { kind: 'array', array: { element_type: { kind: 'float' } } } },
      { name: 'c', data_type: { kind: 'timestamp_ntz' } },
      {
        name: 'd',
        data_type: { kind: 'struct', struct: { fields: [{ name: 'e', data_type: { kind: 'long' } }] } },
      },
      { name: 'f', data_type: { kind: 'map' } },
      { name: 'g', data_type: { kind: 'decimal' } },
    ]);
    expect(types.map(({ type }) => type)).toMatchObject([
      { kind: 'decimal', precision: 12, scale: 2 },
      { kind: 'list' },
      { kind: 'timestamp', unit: 'microsecond', zoned: false },
      { kind: 'struct' },
      { kind: 'binary' },
      { kind: 'decimal', precision: 10, scale: 0 },
    ]);
    expect(types[1]?.children[0]?.type).toEqual({ kind: 'float', bits: 32 });
    expect(types[3]?.children.map(({ name }) => name)).toEqual(['e']);
  });
});

describe('the token', () => {
  const FAR = 'sc://spark.example.com';
  const SERVER = 'spark.example.com:15002';
  const spec = (url: string, token: { env: string } | { secret: string }, tls: boolean) =>
    SpecSchema.parse({
      version: 1,
      engine: { kind: 'spark', url, tls, token },
      log: { path: '/a.parquet', user: 'u', item: 'i', label: 'y', time: 't' },
    }).engine!;
  const ENV = { env: 'SPARK_TOKEN' };
  const SECRET = { secret: 'spark-prod' };

  it.each([
    ['is not sent to another machine without TLS', FAR, ENV, false, 'x', 'spark-token-plain'],
    ['is not sent there from a storage either', FAR, SECRET, false, 'x', 'spark-token-plain'],
    ['must be there', 'sc://127.0.0.1', ENV, false, undefined, 'spark-no-token'],
    ['must not be empty', 'sc://127.0.0.1', ENV, false, '', 'spark-no-token'],
    ['must not be empty beside its server', FAR, ENV, true, `${FAR}/;token=`, 'spark-no-token'],
    ['must say which server it is for', FAR, ENV, true, 'x', 'spark-token-unbound'],
    ['is not sent to another server', FAR, ENV, true, 'sc://evil.example.com/;token=x', 'spark-token-other'],
    ['is not sent to another port', FAR, ENV, true, `${FAR}:443/;token=x`, 'spark-token-other'],
    [
      'is not sent to another server of this machine',
      'sc://127.0.0.1',
      ENV,
      false,
      `${FAR}/;token=x`,
      'spark-token-other',
    ],
    [
      'is not sent to this machine where its server is not understood',
      'sc://127.0.0.1',
      ENV,
      false,
      'SC://me@spark.example.com/;token=x',
      'spark-token-unbound',
    ],
    ['stands in a variable where there is no storage', FAR, SECRET, true, undefined, 'spark-no-secrets'],
    ['is of one line', 'sc://127.0.0.1', ENV, false, 'x\ny', 'spark-token-letters'],
    ['has no letter that none may have', FAR, ENV, true, `${FAR}/;token=x%C3%A9`, 'spark-token-letters'],
  ])('%s', async (_, url, token, tls, value, code) => {
    const parsed = spec(url, token, tls);
    const env = { SPARK_TOKEN: value };
    const run = {
      signal: new AbortController().signal,
      onProgress: () => undefined,
      threads: 1,
      memoryBytes: 2 ** 30,
    };
    const engine = createSparkEngine(parsed, () => NO_ENGINE, { env });
    const failure = await engine.load({ engine: parsed } as Spec, '/', run).catch((error: Failure) => error);
    expect(failure).toMatchObject({ kind: 'usage', code, where: { specPath: ['engine', 'token'] } });
    expect((failure as Failure).message).not.toMatch(/token=x|\bx\b/);
  });

  const { signal } = new AbortController();
  const find = (token: { env: string } | { secret: string }, env: NodeJS.ProcessEnv, findToken?: FindToken) =>
    tokenFor(spec(FAR, token, true), SERVER, { signal, findToken }, env);

  it.each([
    ['sc://spark.example.com/;token=abc', 'abc'],
    ['sc://Spark.Example.COM:15002/;use_ssl=true;token=a%2Bb%3D', 'a+b='],
    [' sc://spark.example.com:15002;token=100%;user_id=me\n', '100%'],
  ])('is found in %j', async (value, token) => {
    expect(await find(ENV, { SPARK_TOKEN: value })).toBe(token);
  });

  it('is found as it is for a server of this machine', async () => {
    const engine = spec('sc://localhost', ENV, false);
    expect(await tokenFor(engine, 'localhost:15002', { signal }, { SPARK_TOKEN: 'abc\n' })).toBe('abc');
  });

  it('is found in the storage of the editor, for the server of the spec', async () => {
    const stored: FindToken = async ({ name, server }) =>
      name === 'spark-prod' && server === SERVER ? 'abc' : undefined;
    const env = { LIS_TOKEN_SPARK_PROD: `${FAR}/;token=other` };
    expect(await find(SECRET, env, stored)).toBe('abc');
    const failure = await find({ secret: 'spark-dev' }, env, stored).catch((error: Failure) => error);
    expect(failure).toMatchObject({ code: 'spark-no-token' });
    expect(await find(SECRET, env)).toBe('other');
  });

  it('is not shown where the storage has one that no server can be sent', async () => {
    const failure = await find(SECRET, {}, async () => 'x … y').catch((error: Failure) => error);
    expect(failure).toMatchObject({ code: 'spark-token-letters', where: { specPath: ['engine', 'token'] } });
    expect((failure as Failure).message).toContain('stored as spark-prod');
    expect((failure as Failure).message).not.toMatch(/x … y/);
  });
});

describe('addresses of this machine', () => {
  it.each([
    ['127.0.0.1:15002', true],
    ['localhost:1', true],
    ['LocalHost:1', true],
    ['[::1]:15002', true],
    ['10.0.0.1:15002', false],
    ['localhost.example.com:1', false],
    ['127.0.0.1.example.com:1', false],
  ])('%s: %s', (target, expected) => expect(isLoopback(target)).toBe(expected));
});
