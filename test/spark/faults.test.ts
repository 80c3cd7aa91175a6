/**
 * What may break in a cluster while a run reads its log there, on Apache Spark with two workers: each leaves a complete report, equal to that of this
 * machine, or none and a message that says what happened.
 */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { stringify } from 'yaml';
import { writeFeed } from '../../examples/feed/generate.ts';
import { simulate } from '../../examples/feed/impressions.ts';
import { defaultEngine } from '../../src/data/default-engine.ts';
import { openSparkSession } from '../../src/data/spark/connect/session.ts';
import { evaluate } from '../../src/evaluation/evaluate.ts';
import type { Report } from '../../src/report/schema.ts';
import { folderWith, runContext } from '../integration/data/support.ts';
import { query } from '../support/query.ts';
import { type ApacheSpark, type Driver, type SparkEvent, startApache } from '../support/spark/apache.ts';
import { startProxy, type TestProxy } from '../support/spark/proxy.ts';
import { type Outcome, runLis } from '../support/terminal.ts';

const ROWS = 12_000;
const TOKEN = 'a-token-of-the-tests';
const TOKEN_IN = 'LIS_TEST_SPARK_TOKEN';
const PATIENT = { timeout: 20_000, interval: 200 };
/** The log is as many files, each of them a task: some are done and others are not when something breaks. */
const PARTS = 24;
/** A row takes a millisecond in the cluster, so that a run reads for some seconds. */
const SLOWLY = "length(java_method('java.lang.Thread', 'sleep', 1L)) > 0";
/** Bytes that have come when something breaks: the first parts, not the last. */
const FIRST_PARTS = 60_000;
const SETTINGS = {
  'spark.sql.catalogImplementation': 'hive',
  'spark.sql.files.minPartitionNum': String(PARTS),
};

let spark: ApacheSpark;
let driver: Driver;
let missing: string | undefined;
let expected: Report;
const folder = folderWith();
const proxies: TestProxy[] = [];

function test(name: string, body: () => Promise<void>): void {
  it(name, async ({ skip }) => {
    if (missing !== undefined) skip(missing);
    await body();
  });
}

async function sql(statement: string): Promise<void> {
  const { signal } = new AbortController();
  const session = await openSparkSession({ target: driver.target, tls: false, token: TOKEN }, { signal });
  for await (const _ of session.batches({ sql: { query: statement } }));
  await session.close();
}

/** The same spec, whoever reads its log. Paths of files are relative: of this machine. */
function specOf(path: unknown, engine?: object): string {
  return stringify({
    version: 1,
    ...(engine && { engine: { kind: 'spark', token: { env: TOKEN_IN }, ...engine } }),
    log: {
      path,
      user: 'user_id',
      item: 'item_id',
      label: 'click',
      time: 'ts',
      features: ['hour', 'position'],
    },
    items: { path: 'data/items.parquet', key: 'item_id', features: ['category'] },
    split: { from: '2026-03-12', slices: 'daily' },
    sources: [{ name: 'co-click', build: 'co-click', window: 7 }],
    ranker: { kind: 'lr', epochs: 3 },
    seeds: 1,
  });
}

const slowly = (target: string): string => specOf({ table: 'db.slow' }, { url: `sc://${target}` });

function reportsLeft(): number {
  const runs = join(folder, '.lis', 'runs');
  return existsSync(runs) ? readdirSync(runs).length : 0;
}

interface Ran extends Outcome {
  /** Files that the run has left where reports are kept. */
  left: number;
  report?: Report;
}

/** Runs the command `lis evaluate`. */
async function evaluateThere(spec: string): Promise<Ran> {
  rmSync(join(folder, '.lis', 'cache'), { recursive: true, force: true });
  writeFileSync(join(folder, 'lis.yaml'), spec);
  const before = reportsLeft();
  const outcome = await runLis(folder, ['evaluate', '--threads', '1', '--quiet', '--format', 'json']);
  const report = outcome.code === 0 ? { report: JSON.parse(outcome.stdout) as Report } : {};
  return { ...outcome, left: reportsLeft() - before, ...report };
}

/** What a report says, without what it says of this run. */
function numbersOf({ arms, sources, models, data, base, verdicts, seed }: Report) {
  return { arms, sources, models, data, base, verdicts, seed };
}

function expectComplete({ code, stderr, left, report }: Ran): void {
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(left).toBeGreaterThan(0);
  expect(report && numbersOf(report)).toEqual(numbersOf(expected));
}

function expectNone({ code, stdout, stderr, left }: Ran, message: RegExp): void {
  expect(stderr).toMatch(message);
  expect(stderr).not.toContain(TOKEN);
  expect({ code, stdout, left }).toMatchObject({ stdout: '', left: 0 });
  expect(code).toBeGreaterThan(1);
}

/** Through which the driver is reached; does something when the first rows have come. */
async function whenRowsCome(act: (cut: () => void) => unknown): Promise<TestProxy> {
  const proxy = await startProxy(driver.target, FIRST_PARTS, act);
  proxies.push(proxy);
  return proxy;
}

const idsOf = (events: readonly SparkEvent[], kind: string): (number | undefined)[] =>
  events
    .filter(({ Event }) => Event === kind)
    .map((event) => event['Job ID'] ?? event['Task Info']?.['Task ID']);

describe('a run that reads its log in a cluster', () => {
  beforeAll(async () => {
    const started = await startApache(2);
    if ('reason' in started) {
      missing = started.reason;
      return;
    }
    spark = started;
    driver = await spark.driver({ token: TOKEN, settings: SETTINGS });
    await writeFeed(simulate(ROWS, 1), join(folder, 'data'));
    mkdirSync(join(folder, 'log'));
    const log = `'${join(folder, 'data', 'impressions.parquet')}'`;
    for (let part = 0; part < PARTS; part++) {
      const file = join(folder, 'log', `${String(part).padStart(2, '0')}.parquet`);
      await query(
        `COPY (SELECT * FROM ${log} WHERE file_row_number % ${PARTS} = ${part}) TO '${file}' (FORMAT parquet)`.replace(
          log,
          `read_parquet(${log}, file_row_number = true)`,
        ),
      );
    }
    await sql('CREATE DATABASE db');
    await sql(`CREATE TABLE db.log USING parquet LOCATION '${join(folder, 'log')}'`);
    await sql(`CREATE VIEW db.slow AS SELECT * FROM db.log WHERE ${SLOWLY}`);
    const here = await evaluateThere(specOf('data/impressions.parquet'));
    if (here.report === undefined) throw new Error(here.stderr);
    expected = here.report;
  });
  afterEach(() => {
    for (const proxy of proxies.splice(0)) proxy.stop();
    vi.unstubAllEnvs();
  });
  afterAll(() => spark?.stop());
  beforeEach(() => {
    vi.stubEnv(TOKEN_IN, TOKEN);
  });

  test('is refused without a token, and with one that is wrong', async () => {
    const url = `sc://${driver.target}`;
    expectNone(await evaluateThere(specOf({ table: 'db.log' }, { url, token: undefined })), /wants a token/);
    vi.stubEnv(TOKEN_IN, 'another');
    expectNone(await evaluateThere(slowly(driver.target)), /refused the token/);
    vi.stubEnv(TOKEN_IN, '');
    expectNone(await evaluateThere(slowly(driver.target)), /holds no token/);
  });

  test('reads tables of the catalogue, and is complete', async () => {
    expectComplete(await evaluateThere(specOf({ table: 'db.log' }, { url: `sc://${driver.target}` })));
  });

  test('goes on where it was when the connection breaks', async () => {
    const proxy = await whenRowsCome((cut) => cut());
    expectComplete(await evaluateThere(slowly(proxy.target)));
    expect(proxy.done()).toBe(true);
  });

  test('is complete though a worker and its executor die', async () => {
    let executors: number[] = [];
    const proxy = await whenRowsCome(() => {
      const [worker] = spark.workers;
      executors = worker?.executors() ?? [];
      void worker?.kill();
    });
    expectComplete(await evaluateThere(slowly(proxy.target)));
    expect(executors.length).toBeGreaterThan(0);
    expect(idsOf(driver.events(), 'SparkListenerExecutorRemoved')).toHaveLength(1);
    await spark.addWorker();
  });

  test('waits for workers when all of them die, and is complete once one is there', async () => {
    const proxy = await whenRowsCome(async () => {
      await Promise.all(spark.workers.map((worker) => worker.kill()));
      await spark.addWorker();
    });
    expectComplete(await evaluateThere(slowly(proxy.target)));
    expect(proxy.done()).toBe(true);
    await spark.addWorker();
  });

  test('ends the job of the cluster when it is cancelled', async () => {
    const cancel = new AbortController();
    const jobsBefore = idsOf(driver.events(), 'SparkListenerJobEnd').length;
    let cancelled = 0;
    const proxy = await whenRowsCome(() => {
      cancelled = performance.now();
      cancel.abort();
    });
    const specPath = join(folder, 'lis.yaml');
    writeFileSync(specPath, slowly(proxy.target));
    const before = reportsLeft();
    const run = evaluate({ specPath, run: runContext({ signal: cancel.signal }) }, await defaultEngine());
    expect(await run.catch((error: unknown) => error)).toMatchObject({ name: 'Cancelled' });
    expect(performance.now() - cancelled).toBeLessThan(1000);
    expect(reportsLeft()).toBe(before);
    // As the driver has written it down: the job has failed, and no task of any job is left.
    await vi.waitFor(() => {
      const events = driver.events();
      const ends = events.filter(({ Event }) => Event === 'SparkListenerJobEnd');
      expect(ends.length).toBeGreaterThan(jobsBefore);
      expect(ends.at(-1)?.['Job Result']?.Result).toBe('JobFailed');
    }, PATIENT);
    await sql('SELECT count(*) FROM range(10)'); // the end of a job writes down all that came before
    const events = driver.events();
    const started = idsOf(events, 'SparkListenerTaskStart');
    expect(new Set(idsOf(events, 'SparkListenerTaskEnd'))).toEqual(new Set(started));
    expect(started.length).toBeGreaterThan(0);
    expect(events.some((event) => event['Task Info']?.Killed)).toBe(true);
  });

  test('ends, and leaves nothing, when the driver is restarted', async () => {
    let back: Promise<Driver> | undefined;
    const port = Number(driver.target.split(':')[1]);
    const proxy = await whenRowsCome(() => {
      back = driver.stop().then(() => spark.driver({ port, token: TOKEN, settings: SETTINGS }));
    });
    expectNone(await evaluateThere(slowly(proxy.target)), /restarted|was lost/);
    driver = (await back) ?? driver;
    expectComplete(await evaluateThere(specOf({ table: 'db.log' }, { url: `sc://${driver.target}` })));
  });
});
