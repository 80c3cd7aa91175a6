/** The engine of Spark against a real server: the client, and specs whose tables a cluster reads. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeFeed } from '../../../../examples/feed/generate.ts';
import { simulate } from '../../../../examples/feed/impressions.ts';
import { ensurePackagedFile } from '../../../../scripts/lib/python.mjs';
import type { Failure } from '../../../../src/common/failure.ts';
import { ArrowReader } from '../../../../src/data/arrow/reader.ts';
import type { Dataset } from '../../../../src/data/dataset.ts';
import { defaultEngine } from '../../../../src/data/default-engine.ts';
import { createDuckDbEngine } from '../../../../src/data/duckdb/engine.ts';
import type { Engine } from '../../../../src/data/engine.ts';
import type { OpenRemote } from '../../../../src/data/remote.ts';
import { openChannel } from '../../../../src/data/spark/connect/channel.ts';
import { execute } from '../../../../src/data/spark/connect/execute.ts';
import type { Identity, Relation } from '../../../../src/data/spark/connect/messages.ts';
import { openSparkSession, type SparkSession } from '../../../../src/data/spark/connect/session.ts';
import { createSparkEngine } from '../../../../src/data/spark/engine.ts';
import { evaluate } from '../../../../src/evaluation/evaluate.ts';
import type { Report } from '../../../../src/report/schema.ts';
import { type SpecInput, SpecSchema } from '../../../../src/specfile/schema.ts';
import { writeParquetFile } from '../../../support/parquet-file.ts';
import type { TestServer } from '../../../support/spark/process.ts';
import { startProxy } from '../../../support/spark/proxy.ts';
import { csv, failureOf, folderWith, logRows, runContext } from '../support.ts';

/** Rows of very many small tasks: they arrive at once, and end in minutes at the earliest. */
const ENDLESS: Relation = { sql: { query: 'SELECT id FROM range(0, 10000000000, 1, 10000)' } };
const never = (): AbortSignal => new AbortController().signal;

let server: TestServer;
let missing: string | undefined;
let engine: Engine;

/** What holds of every server: the tests of the file that calls this. @param start starts one, or says why there is none */
export function clusterSuite(start: () => Promise<TestServer | { reason: string }>): void {
  beforeAll(async () => {
    const started = await start();
    if ('reason' in started) missing = started.reason;
    else server = started;
    engine = await defaultEngine();
  }, 600_000);
  afterAll(() => server?.stop());
  describe('the client', clientTests);
  describe('a table that the cluster reads', tableTests);
  describe('a report', reportTests);
}

function test(name: string, body: () => Promise<void>): void {
  it(name, async ({ skip }) => {
    if (missing !== undefined) skip(missing);
    await body();
  });
}

const address = () => ({ target: server.target, tls: false });

async function withSession<T>(signal: AbortSignal, work: (session: SparkSession) => Promise<T>): Promise<T> {
  const session = await openSparkSession(address(), { signal });
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

async function countOf(session: SparkSession, query: string): Promise<number> {
  let rows = 0;
  for await (const { row_count = 0 } of session.batches({ sql: { query } })) rows += row_count;
  return rows;
}

function clientTests(): void {
  test('reads batches, and learns columns without rows', async () => {
    await withSession(never(), async (session) => {
      expect(await countOf(session, 'SELECT * FROM range(100000)')).toBe(100_000);
      expect(await session.columns({ sql: { query: "SELECT 1 AS a, 'x' AS b" } })).toMatchObject([
        { name: 'a', data_type: { kind: 'integer' } },
        { name: 'b', data_type: { kind: 'string' } },
      ]);
    });
  });

  test('says what the server refuses', async () => {
    await withSession(never(), async (session) => {
      const failure = await failureOf(countOf(session, 'SELECT nope FROM range(10)'));
      expect(failure).toMatchObject({ kind: 'data', code: 'spark-refused' });
      expect(failure.message).toContain('nope');
    });
  });

  test('ends a question of a cancelled run within a second', async () => {
    const cancel = new AbortController();
    await withSession(cancel.signal, async (session) => {
      let ended = 0;
      const reading = (async () => {
        for await (const _ of session.batches(ENDLESS))
          if (!cancel.signal.aborted) setTimeout(() => cancel.abort(), 100);
      })();
      cancel.signal.addEventListener('abort', () => {
        ended = performance.now();
      });
      const error = await reading.catch((reason: Failure) => reason);
      expect(error).toMatchObject({ name: 'Cancelled' });
      expect(performance.now() - ended).toBeLessThan(1000);
    });
  });

  test('goes on where it was after a lost connection', async () => {
    const proxy = await startProxy(server.target, 500_000, (cut) => cut());
    try {
      const { signal } = new AbortController();
      const session = await openSparkSession({ target: proxy.target, tls: false }, { signal });
      const seen = new Set<bigint>();
      const query = 'SELECT xxhash64(id) AS id FROM range(0, 400000, 1, 40)'; // what no compression makes shorter
      for await (const { data } of session.batches({ sql: { query } })) {
        const reader = await ArrowReader.of(data as Uint8Array);
        for await (const { columns } of reader.batches([[0]], 2 ** 24)) {
          const [column] = columns;
          if (column?.layout === 'numbers') for (const id of column.numbers) seen.add(BigInt(id));
        }
      }
      expect(proxy.done()).toBe(true);
      expect(seen.size).toBe(400_000);
      await session.close();
    } finally {
      proxy.stop();
    }
  });

  test('takes no rows of a question that somebody interrupted', async () => {
    const identity: Identity = {
      session_id: randomUUID(),
      user_context: { user_id: 'lis-lens' },
      client_type: 'lis-lens',
    };
    const channel = openChannel(address());
    const patience = { first: 2, later: 3 };
    const heard = () => undefined;
    const batches = execute(
      { channel, identity: () => identity, server: server.target, heard, signal: never(), patience },
      { root: ENDLESS },
    );
    const first = await batches.next();
    expect(first.value?.row_count).toBeGreaterThan(0);
    await channel.call('interrupt', { ...identity, interrupt_type: 'INTERRUPT_TYPE_ALL' });
    const failure = await failureOf(
      (async () => {
        for await (const _ of batches);
      })(),
    );
    expect(failure).toMatchObject({ kind: 'resource', code: 'spark-incomplete' });
    channel.close();
  });
}

type Rest = Partial<Omit<SpecInput, 'log' | 'engine'>>;

/** An engine to which the cluster sends codes wherever it can, however few rows there are, and the columns that it sent so. */
function codedEngine(): { engine: Engine; coded: string[] } {
  const coded: string[] = [];
  const watched =
    (open: OpenRemote): OpenRemote =>
    async (named, log) => {
      const table = await open(named, log);
      return (
        table && {
          ...table,
          values(path, bits) {
            coded.push(`${named.id}.${table.fields[path[0] ?? 0]?.name}`);
            return table.values(path, bits);
          },
          rows(paths, which) {
            if (paths.some((path) => isDeepStrictEqual(path, table.lengths)))
              coded.push(`${named.id}.lengths`);
            return table.rows(paths, which);
          },
        }
      );
    };
  const engine = createSparkEngine(
    { kind: 'spark', url: `sc://${server.target}`, tls: false },
    (remote) => createDuckDbEngine({ remote: remote && watched(remote) }),
    { worth: () => true, leastVectors: 0 },
  );
  return { engine, coded };
}

/** The same log as this machine and as the cluster reads it. @param cluster the engine that reads it there */
async function loadTwice(
  folder: string,
  log: Partial<SpecInput['log']>,
  rest: Rest = {},
  cluster = engine,
): Promise<[Dataset, Dataset]> {
  const spec = (path: (path: string) => string, cluster: boolean) =>
    SpecSchema.parse({
      version: 1,
      ...(cluster && { engine: { kind: 'spark', url: `sc://${server.target}` } }),
      log: { user: 'user', item: 'item', label: 'y', time: 't', ...log, path: path(String(log.path)) },
      split: { evaluate: '20%', slices: 5 },
      ...(rest.items && { items: { ...rest.items, path: path(String(rest.items.path)) } }),
      ...(rest.sources && {
        sources: rest.sources.map((source) =>
          'pairs' in source
            ? { ...source, pairs: path(String(source.pairs)) }
            : 'embeddings' in source
              ? { ...source, embeddings: path(String(source.embeddings)) }
              : source,
        ),
      }),
    });
  const here = await engine.load(
    spec((path) => path, false),
    folder,
    runContext(),
  );
  const there = await cluster.load(
    spec((path) => join(folder, path), true),
    folder,
    runContext(),
  );
  return [here, there];
}

/** All of a dataset but the files that it was read from, which are named by their path here and by their place there. */
export const content = ({ inputs: _, warnings, ...data }: Dataset) => ({
  ...data,
  warnings: warnings.map(({ message, ...warning }) => ({
    ...warning,
    message: message.replaceAll(/\/\S*\/lis-data-test-\w+\//g, ''),
  })),
});

function tableTests(): void {
  test('is what it is on this machine, as Parquet of every type', async () => {
    const folder = folderWith();
    await writeParquetFile(
      join(folder, 'log.parquet'),
      `SELECT CAST(i % 7 AS BIGINT) AS "user", 'item-' || (i * 5) % 11 AS item, CAST(i % 3 = 0 AS TINYINT) AS y,
        TIMESTAMP '2026-01-01' + INTERVAL (i) MINUTE AS t, CAST(i % 4 AS DECIMAL(9, 2)) / 8 AS price,
        CASE WHEN i % 5 > 0 THEN 'c' || i % 3 END AS category, CAST(i AS FLOAT) / 3 AS score, i % 2 = 0 AS flag,
        DATE '2026-01-01' + CAST(i % 9 AS INTEGER) AS day, {'a b': i % 6, 'c': 'x'} AS nested
        FROM range(3000) AS r(i)`,
    );
    const features = [
      'category',
      'flag',
      'day',
      'nested.a b',
      { name: 'price', type: 'numeric' as const },
      { name: 'score', type: 'numeric' as const },
    ];
    const [here, there] = await loadTwice(folder, { path: 'log.parquet', features });
    expect(content(there)).toEqual(content(here));
    expect(there.inputs).toMatchObject([{ role: 'log', path: join(folder, 'log.parquet'), rows: 3000 }]);
    expect(there.inputs[0]).not.toHaveProperty('bytes');
  });

  test('is what it is on this machine, as text', async () => {
    const rows = logRows(500).map((row, i) => ({
      ...row,
      user: `00${row.user}`,
      text: i % 4 === 0 ? '' : `"a, ""${i % 3}"" b"`,
      dwell: i % 5 === 0 ? 'NULL' : i / 8,
    }));
    const [head = '', ...lines] = csv(rows).trimEnd().split('\n');
    const folder = folderWith({
      'log.csv': `${csv(rows)}`,
      'log.tsv': `${head}\n${lines.join('\n')}\n`.replaceAll(',', '\t'),
      'bare.csv': `${lines.join('\n')}\n`,
      'log.jsonl': `${rows.map((row) => JSON.stringify({ ...row, dwell: Number(row.dwell) || null })).join('\n')}\n`,
    });
    const features = ['text', { name: 'dwell', type: 'numeric' as const }];
    for (const log of [
      { path: 'log.csv' },
      { path: 'log.tsv' },
      { path: 'bare.csv', header: head.split(',') },
      { path: 'log.jsonl' },
    ]) {
      const [here, there] = await loadTwice(folder, { ...log, features });
      expect(content(there)).toEqual(content(here));
    }
  });

  test('is what it is on this machine, as MovieLens-100k', async () => {
    const kept = await ensurePackagedFile();
    if ('reason' in kept) throw new Error(kept.reason);
    const [head = '', ...lines] = readFileSync(kept.path, 'utf8').split('\n');
    const names = head.replaceAll(/:\w+/g, '');
    const folder = folderWith({ 'log.tsv': [names, ...lines].join('\n') });
    const log = {
      path: 'log.tsv',
      user: 'user_id',
      item: 'item_id',
      label: 'rating >= 4',
      time: 'timestamp',
    };
    const same = ([here, there]: [Dataset, Dataset]) => {
      expect(there.rows).toBe(100_000);
      for (const key of Object.keys(here) as (keyof Dataset)[])
        if (key !== 'inputs' && key !== 'warnings')
          expect(isDeepStrictEqual(there[key], here[key]), key).toBe(true);
    };
    same(await loadTwice(folder, log));
    const withTexts = lines
      .filter((line) => line !== '')
      .map((line) => line.replace(/^(\d+)\t(\d+)/, 'a-rather-long-user-$1\tthe-film-of-number-$2'));
    writeFileSync(join(folder, 'texts.tsv'), [names, ...withTexts].join('\n'));
    const { engine: cluster, coded } = codedEngine();
    same(await loadTwice(folder, { ...log, path: 'texts.tsv' }, {}, cluster));
    expect(coded.slice(0, 2)).toEqual(['log.user_id', 'log.item_id']);
  });

  test('may be many files, and join tables and pairs', async () => {
    const rows = logRows(600);
    const folder = folderWith({
      'items.csv': csv(Array.from({ length: 9 }, (_, item) => ({ item, kind: `k${item % 3}` }))),
      'pairs.csv': csv(
        rows.slice(0, 40).map(({ item, user }) => ({ a: item, b: (item + user) % 11, w: user })),
      ),
    });
    mkdirSync(join(folder, 'days'));
    for (const day of [0, 1, 2])
      writeFileSync(join(folder, 'days', `d${day}.csv`), csv(rows.slice(day * 200, day * 200 + 200)));
    const [here, there] = await loadTwice(
      folder,
      { path: 'days/*.csv' },
      {
        items: { path: 'items.csv', key: 'item', features: ['kind'] },
        sources: [{ name: 'p', pairs: 'pairs.csv', left: 'a', right: 'b', weight: 'w' }],
      },
    );
    expect(content(there)).toEqual(content(here));
    expect(there.warnings.map(({ code }) => code)).toContain('unknown-items');
    expect(there.inputs.map(({ role, part }) => part ?? role)).toEqual(['log', 'items', 'p']);
  });

  test('is what it is on this machine where texts and decimals are sent as codes', async () => {
    const folder = folderWith();
    const odd = ['Ünï', "o''brien", '"quoted"', '007', '7', ' blank ', 'a,b', '日本', '1e3', 'x'.repeat(300)];
    const texts = odd.map((text) => `'${text}'`).join(', ');
    await writeParquetFile(
      join(folder, 'log.parquet'),
      `SELECT [${texts}][1 + i % 10] || '' AS "user", CAST('12345678901234567890' || i % 9 AS DECIMAL(30, 0)) AS item,
        i % 3 = 0 AS y, strftime(TIMESTAMP '2026-01-01' + INTERVAL (i // 2) MINUTE, '%Y-%m-%d %H:%M:%S') AS t,
        CASE WHEN i % 5 > 0 THEN ['', 'NULL', 'a', 'A', 'à'][1 + i % 5] END AS category,
        CAST(i % 4 AS DECIMAL(9, 2)) / 8 AS price, CASE WHEN i % 2 = 0 THEN CAST(i % 6 AS DECIMAL(12, 3)) END AS cost,
        {'a b': 'in ' || i % 6} AS nested FROM (SELECT unnest([i, i]) AS i FROM range(2000) AS r(i))`,
    );
    await writeParquetFile(
      join(folder, 'items.parquet'),
      `SELECT CAST('12345678901234567890' || i AS DECIMAL(30, 0)) AS item, 'kind ' || i % 3 AS kind FROM range(12) AS r(i)`,
    );
    await writeParquetFile(
      join(folder, 'pairs.parquet'),
      `SELECT CAST('12345678901234567890' || i % 11 AS DECIMAL(30, 0)) AS a, CAST('12345678901234567890' || i % 7 AS DECIMAL(30, 0)) AS b,
        CASE WHEN i % 4 > 0 THEN [${texts}][1 + i % 10] END AS u FROM range(300) AS r(i)`,
    );
    const features = [
      'category',
      'nested.a b',
      { name: 'price', type: 'numeric' as const },
      { name: 'cost', type: 'numeric' as const },
    ];
    const { engine: cluster, coded } = codedEngine();
    const rest: Rest = {
      items: { path: 'items.parquet', key: 'item', features: ['kind'] },
      sources: [{ name: 'p', pairs: 'pairs.parquet', left: 'a', right: 'b', user: 'u' }],
    };
    const [here, there] = await loadTwice(folder, { path: 'log.parquet', features }, rest, cluster);
    expect(content(there)).toEqual(content(here));
    expect(there.userNames).toContain("o'brien");
    expect(here.warnings.length).toBeGreaterThan(0);
    expect(new Set(coded)).toEqual(
      new Set([
        ...['user', 'item', 't', 'category', 'cost', 'nested'].map((name) => `log.${name}`),
        ...['items.item', 'items.kind', 'source0.a', 'source0.b', 'source0.u'],
      ]),
    );
    // The same rows have the same hash, however they came.
    const [, plain] = await loadTwice(folder, { path: 'log.parquet', features }, rest);
    expect(there.inputs).toEqual(plain.inputs);
  });

  test('is what it is on this machine where the texts of text files are sent as codes', async () => {
    const rows = logRows(500).map((row, i) => ({
      ...row,
      user: `00${row.user}`,
      text: i % 4 === 0 ? '' : `"a, ""${i % 3}"" b"`,
    }));
    const folder = folderWith({ 'log.csv': csv(rows) });
    const { engine: cluster, coded } = codedEngine();
    const [here, there] = await loadTwice(folder, { path: 'log.csv', features: ['text'] }, {}, cluster);
    expect(content(there)).toEqual(content(here));
    expect(coded).toContain('log.user');
    const missing = folderWith({
      'log.csv': csv(rows.map((row, i) => ({ ...row, user: i < 3 ? 'NULL' : row.user }))),
    });
    const faults = [engine, cluster].map((other, i) =>
      failureOf(
        other.load(
          SpecSchema.parse({
            version: 1,
            ...(i === 1 && { engine: { kind: 'spark', url: `sc://${server.target}` } }),
            log: {
              path: i === 1 ? join(missing, 'log.csv') : 'log.csv',
              user: 'user',
              item: 'item',
              label: 'y',
              time: 't',
            },
          }),
          missing,
          runContext(),
        ),
      ),
    );
    const [ofFile, ofCluster] = await Promise.all(faults);
    expect(ofCluster?.code).toBe(ofFile?.code);
    expect(ofCluster?.message).toContain('3 rows');
  });

  test('keeps the vectors that nobody needs, and the report is the same', async () => {
    const folder = folderWith();
    await writeParquetFile(
      join(folder, 'log.parquet'),
      `SELECT 'user ' || i % 30 AS "user", 'item ' || (i * 5) % 11 AS item, CAST(i % 11 AS SMALLINT) AS short,
        i % 3 = 0 AS y, TIMESTAMP '2026-01-01' + INTERVAL (i) MINUTE AS t FROM range(600) AS r(i)`,
    );
    /** 400 items, of which the log knows 11; `odd` says what some vectors are. */
    const write = (name: string, odd: string): Promise<void> =>
      writeParquetFile(
        join(folder, name),
        `SELECT CASE WHEN i <> 399 THEN 'item ' || i END AS item, CAST(i AS BIGINT) AS number,
          CASE ${odd} ELSE list_transform(range(200), k -> i * k + i - 7)::FLOAT[] END AS v FROM range(400) AS r(i)`,
      );
    const file = (embeddings: string, item = 'item'): Rest => ({
      sources: [{ name: 'v', embeddings, item, vector: 'v' }],
    });
    await write(
      'fine.parquet',
      'WHEN i = 3 THEN NULL WHEN i = 20 THEN NULL WHEN i = 21 THEN []::FLOAT[] WHEN i = 22 THEN list_transform(range(200), k -> 0)::FLOAT[] WHEN i = 23 THEN list_transform(range(200), k -> 1e30)::FLOAT[]',
    );
    for (const [item, logItem] of [
      ['item', 'item'],
      ['number', 'short'],
    ]) {
      const { engine: cluster, coded } = codedEngine();
      const log = { path: 'log.parquet', item: String(logItem) };
      const [here, there] = await loadTwice(folder, log, file('fine.parquet', item), cluster);
      expect(content(there)).toEqual(content(here));
      expect(here.warnings.map(({ code }) => code)).toEqual(
        expect.arrayContaining(['missing-vectors', 'zero-vectors']),
      );
      expect(there.inputs[1]?.rows).toBe(400);
      expect(coded).toContain('source0.lengths');
      const checked = await cluster.check(
        SpecSchema.parse({
          version: 1,
          engine: { kind: 'spark', url: `sc://${server.target}` },
          log: { path: `${folder}/log.parquet`, user: 'user', item: logItem, label: 'y', time: 't' },
          ...file(`${folder}/fine.parquet`, item),
        }),
        folder,
        runContext(),
      );
      expect(checked.columns[1]?.columns.map(({ name }) => name)).toEqual(['item', 'number', 'v']);
    }
    for (const [odd, code] of [
      ['WHEN i = 50 THEN [1, 2, 3]::FLOAT[]', 'ragged-vectors'],
      [
        "WHEN i = 50 THEN list_transform(range(200), k -> CASE WHEN k = 9 THEN 'nan' ELSE '1' END)::FLOAT[]",
        'bad-vector',
      ],
      [
        'WHEN i = 50 THEN list_transform(range(200), k -> CASE WHEN k <> 9 THEN k END)::FLOAT[]',
        'bad-vector',
      ],
    ] as const) {
      await write('odd.parquet', odd);
      const fault = (by: Engine, path: string, cluster: boolean) =>
        failureOf(
          by.load(
            SpecSchema.parse({
              version: 1,
              ...(cluster && { engine: { kind: 'spark', url: `sc://${server.target}` } }),
              log: { path: `${path}log.parquet`, user: 'user', item: 'item', label: 'y', time: 't' },
              ...file(`${path}odd.parquet`),
            }),
            folder,
            runContext(),
          ),
        );
      const here = await fault(engine, '', false);
      const { engine: cluster, coded } = codedEngine();
      const there = await fault(cluster, `${folder}/`, true);
      expect(here.code).toBe(code);
      expect(there.message.replaceAll(`${folder}/`, '')).toBe(here.message);
      expect(coded).toContain('source0.lengths');
    }
  });

  test('has the faults that it has on this machine', async () => {
    const folder = folderWith({ 'log.csv': csv(logRows(50)) });
    const spec = (log: Partial<SpecInput['log']>) =>
      SpecSchema.parse({
        version: 1,
        engine: { kind: 'spark', url: `sc://${server.target}` },
        log: { path: join(folder, 'log.csv'), user: 'user', item: 'item', label: 'y', time: 't', ...log },
      });
    const fault = (log: Partial<SpecInput['log']>) =>
      failureOf(engine.check(spec(log), folder, runContext()));
    expect(await fault({ user: 'usr' })).toMatchObject({
      code: 'no-column',
      where: { specPath: ['log', 'user'] },
    });
    expect((await fault({ user: 'usr' })).message).toContain('`user`');
    expect(await fault({ path: join(folder, 'other.csv') })).toMatchObject({
      code: 'missing-file',
      where: { specPath: ['log', 'path'] },
    });
    expect(await fault({ path: { table: 'db.none' } })).toMatchObject({ code: 'spark-refused' });
    expect(await fault({ path: '/data/log.xlsx' })).toMatchObject({ code: 'unknown-format' });
    expect(await fault({ path: '/data/**/log.csv' })).toMatchObject({ code: 'spark-glob' });
    expect(await fault({ path: ['/data/log.csv', '/data/log.parquet'] })).toMatchObject({
      code: 'mixed-formats',
    });
    expect(await fault({ path: ['/data/log.csv', 'log.csv'] })).toMatchObject({ code: 'spark-mixed-places' });
    const checked = await engine.check(spec({}), folder, runContext());
    expect(checked).toMatchObject({ rows: 50, files: [{ role: 'log', path: join(folder, 'log.csv') }] });
  });
}

function reportTests(): void {
  test('has the same numbers whoever reads the log', async () => {
    const folder = folderWith();
    await writeFeed(simulate(12_000, 1), join(folder, 'data'));
    const spec = (path: string, engine: string) => `version: 1
${engine}log: {path: ${path}/impressions.parquet, user: user_id, item: item_id, label: click, time: ts, features: [hour, position]}
items: {path: ${path}/items.parquet, key: item_id, features: [category]}
users: {path: ${path}/users.parquet, key: user_id, features: [{name: age, type: numeric}, region]}
split: {from: 2026-03-12, slices: daily}
sources:
  - {name: co-click, build: co-click, window: 7}
ranker: {kind: lr, epochs: 3}
seeds: 1
`;
    const report = async (text: string, by = engine): Promise<Report> => {
      const specPath = join(folder, 'lis.yaml');
      writeFileSync(specPath, text);
      return evaluate({ specPath, run: runContext({ threads: 1 }) }, by);
    };
    const here = await report(spec('data', ''));
    const remote = spec(join(folder, 'data'), `engine: {kind: spark, url: 'sc://${server.target}'}\n`);
    const there = await report(remote);
    const numbers = ({ arms, sources, models, data, base, verdicts, seed }: Report) => ({
      arms,
      sources,
      models,
      data,
      base,
      verdicts,
      seed,
    });
    expect(numbers(there)).toEqual(numbers(here));
    const { engine: cluster, coded } = codedEngine();
    expect(numbers(await report(remote, cluster))).toEqual(numbers(here));
    expect(coded).toContain('items.category');
    expect(there.arms.length).toBeGreaterThan(3);
    expect(Object.keys(there.resources.versions)).toContain('spark');
  });
}
