import { describe, expect, it } from 'vitest';
import { tablesOf } from '../../../src/specfile/authoring/data-problems.ts';
import { parseSpec } from '../../../src/specfile/index.ts';
import { isOfCluster, tableIn } from '../../../src/specfile/remote-paths.ts';
import { connectionOf, sameServer, secretVariable, serverOf } from '../../../src/specfile/servers.ts';

const log = (path: string) => `log: {path: ${path}, user: u, item: i, label: y, time: t}\n`;
const parsed = (engine: string, path = 's3://bucket/log/*.parquet') =>
  parseSpec(`version: 1\nengine: ${engine}\n${log(path)}`);

describe('engine', () => {
  it('names a cluster', () => {
    const { spec, problems } = parsed(
      '{kind: spark, url: sc://spark.example.com:443, tls: true, token: {env: T}}',
    );
    expect(problems).toEqual([]);
    expect(spec?.engine).toEqual({
      kind: 'spark',
      url: 'sc://spark.example.com:443',
      tls: true,
      token: { env: 'T' },
    });
  });

  it('is not there by default', () => {
    expect(parseSpec(`version: 1\n${log('a.csv')}`).spec?.engine).toBeUndefined();
  });

  it.each([
    ['sc://host', 'host:15002'],
    ['sc://host:1/', 'host:1'],
    ['sc://[::1]:7', '[::1]:7'],
  ])('has the server of %s at %s', (url, server) => expect(serverOf({ url })).toBe(server));

  it.each(['http://host', 'sc://host/;token=abc', 'sc://', 'sc://user@host', 'host:15002'])(
    'refuses %s as its address',
    (url) => {
      const [problem] = parsed(`{kind: spark, url: '${url}'}`).problems;
      expect(problem).toMatchObject({ severity: 'error', path: ['engine', 'url'] });
    },
  );

  it.each(['abc', '{env: a b}', '{secret: "a b"}', '{}', '{env: A, secret: a}', '{name: a}'])(
    'takes the name of a variable or of a stored token, not %s',
    (token) => {
      const [problem] = parsed(`{kind: spark, url: sc://host, token: ${token}}`).problems;
      expect(problem).toMatchObject({ severity: 'error' });
      expect(problem?.path.slice(0, 2)).toEqual(['engine', 'token']);
    },
  );

  it('may name a stored token', () => {
    const { spec, problems } = parsed(
      '{kind: spark, url: sc://host, tls: true, token: {secret: spark-prod}}',
    );
    expect(problems).toEqual([]);
    expect(spec?.engine?.token).toEqual({ secret: 'spark-prod' });
    expect(secretVariable('spark-prod')).toBe('LIS_TOKEN_SPARK_PROD');
  });

  it.each([
    ['sc://host', { server: 'host:15002', token: undefined }],
    ['sc://host:1/;token=a=b;user_id=c', { server: 'host:1', token: 'a=b' }],
    ['sc://host/;use_ssl=true', { server: 'host:15002', token: undefined }],
    ['eyJhbGciOi.a.b', undefined],
    ['https://host/;token=a', undefined],
    ['sc://user@host/;token=a', undefined],
  ])('is told of by a variable as %s', (text, expected) => expect(connectionOf(text)).toEqual(expected));

  it('is one server in capital and small letters', () => {
    expect(sameServer('Host.example.com:1', 'host.EXAMPLE.com:1')).toBe(true);
    expect(sameServer('host:1', 'host:2')).toBe(false);
    expect(sameServer('host.example.com:1', 'host.example.com.evil:1')).toBe(false);
  });
});

describe('paths of a cluster', () => {
  it('are addresses, absolute paths and tables of a catalogue', () => {
    const { spec, problems } = parsed('{kind: spark, url: sc://host}', '{table: db.impressions}');
    expect(problems).toEqual([]);
    expect(spec?.log.path.map(tableIn)).toEqual(['db.impressions']);
    expect(['s3://b/x', '/data/x', 'table:db.t', 'hdfs://n/x'].every(isOfCluster)).toBe(true);
    expect(['data/x', '../x', 'C:\\x', '**/x'].some(isOfCluster)).toBe(false);
  });

  it('are not looked for on this machine where the spec names the cluster', () => {
    const engine = '{kind: spark, url: sc://host}';
    expect(tablesOf(parsed(engine))).toEqual([]);
    expect(tablesOf(parsed(engine, 'a.csv'))).toMatchObject([{ patterns: ['a.csv'] }]);
    expect(tablesOf(parseSpec(`version: 1\n${log('/data/a.csv')}`))).toHaveLength(1);
  });
});
