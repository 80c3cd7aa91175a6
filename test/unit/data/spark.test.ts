import { describe, expect, it } from 'vitest';
import type { ArrowField } from '../../../src/data/arrow/schema.ts';
import { isLoopback } from '../../../src/data/spark/connect/loopback.ts';
import { createSparkEngine } from '../../../src/data/spark/engine.ts';
import { columnAt, columnsOf, tableRelation } from '../../../src/data/spark/relations.ts';
import { fieldsOf } from '../../../src/data/spark/types.ts';
import { SpecSchema } from '../../../src/specfile/schema.ts';
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
  const spec = (url: string, tls = false) =>
    SpecSchema.parse({
      version: 1,
      engine: { kind: 'spark', url, tls, token: { env: 'SPARK_TOKEN' } },
      log: { path: '/a.parquet', user: 'u', item: 'i', label: 'y', time: 't' },
    });
  const run = {
    signal: new AbortController().signal,
    onProgress: () => undefined,
    threads: 1,
    memoryBytes: 2 ** 30,
  };

  it.each([
    [
      'is not sent to another machine without TLS',
      'sc://spark.example.com',
      { SPARK_TOKEN: 'x' },
      'spark-token-plain',
    ],
    ['must be there', 'sc://127.0.0.1', {}, 'spark-no-token'],
    ['must not be empty', 'sc://127.0.0.1', { SPARK_TOKEN: '' }, 'spark-no-token'],
  ])('%s', async (_, url, env, code) => {
    const parsed = spec(url);
    const engine = createSparkEngine(parsed.engine!, () => NO_ENGINE, { env });
    await expect(engine.load(parsed, '/', run)).rejects.toMatchObject({ kind: 'usage', code });
  });
});

describe('addresses of this machine', () => {
  it.each([
    ['127.0.0.1:15002', true],
    ['localhost:1', true],
    ['[::1]:15002', true],
    ['10.0.0.1:15002', false],
    ['localhost.example.com:1', false],
    ['127.0.0.1.example.com:1', false],
  ])('%s: %s', (target, expected) => expect(isLoopback(target)).toBe(expected));
});
