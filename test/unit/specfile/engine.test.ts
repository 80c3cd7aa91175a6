import { describe, expect, it } from 'vitest';
import { tablesOf } from '../../../src/specfile/authoring/data-problems.ts';
import { parseSpec } from '../../../src/specfile/index.ts';
import { isOfCluster, tableIn } from '../../../src/specfile/remote-paths.ts';
import { serverOf } from '../../../src/specfile/schema-engine.ts';

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

  it('takes the name of a variable as its token, not the token', () => {
    const [problem] = parsed('{kind: spark, url: sc://host, token: abc}').problems;
    expect(problem).toMatchObject({ severity: 'error', path: ['engine', 'token'] });
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
