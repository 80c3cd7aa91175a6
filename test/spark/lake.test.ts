/**
 * Delta on Apache Spark, by jars of Maven Central that Spark fetches itself; and a driver that may collect little. There is no jar of Iceberg for
 * Spark 4.2 yet: Iceberg is tested with Sail (`test/integration/data/spark/lake.test.ts`).
 */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cacheFolder } from '../../scripts/lib/kept.mjs';
import type { Dataset } from '../../src/data/dataset.ts';
import { defaultEngine } from '../../src/data/default-engine.ts';
import { openSparkSession } from '../../src/data/spark/connect/session.ts';
import { type SpecInput, SpecSchema } from '../../src/specfile/schema.ts';
import { content } from '../integration/data/spark/suite.ts';
import { failureOf, folderWith, runContext } from '../integration/data/support.ts';
import { writeParquetFile } from '../support/parquet-file.ts';
import { type ApacheSpark, startApache } from '../support/spark/apache.ts';

const DELTA = 'io.delta:delta-spark_4.2_2.13:4.4.0';
const SETTINGS = {
  'spark.jars.packages': DELTA,
  'spark.jars.excludes': 'org.apache.hadoop:hadoop-client-api,org.apache.hadoop:hadoop-client-runtime', // Spark has its own
  'spark.jars.ivy': join(cacheFolder(), 'spark-jars'),
  'spark.sql.extensions': 'io.delta.sql.DeltaSparkSessionExtension',
  'spark.sql.catalog.spark_catalog': 'org.apache.spark.sql.delta.catalog.DeltaCatalog',
  'spark.driver.maxResultSize': '1m',
};
const ROWS = 600;

const folder = folderWith();
let spark: ApacheSpark | undefined;
let missing: string | undefined;
let target = '';

function test(name: string, body: () => Promise<void>): void {
  it(name, async ({ skip }) => {
    if (missing !== undefined) skip(missing);
    await body();
  });
}

async function load(path: SpecInput['log']['path'], cluster = true): Promise<Dataset> {
  const spec = SpecSchema.parse({
    version: 1,
    ...(cluster && { engine: { kind: 'spark', url: `sc://${target}` } }),
    log: { path, user: 'user', item: 'item', label: 'y', time: 't', features: ['kind'] },
    split: { evaluate: '20%', slices: 5 },
  });
  return (await defaultEngine()).load(spec, folder, runContext());
}

async function sql(statement: string): Promise<void> {
  const { signal } = new AbortController();
  const session = await openSparkSession({ target, tls: false }, { signal });
  try {
    for await (const _ of session.batches({ sql: { query: statement } }));
  } finally {
    await session.close();
  }
}

beforeAll(async () => {
  const started = await startApache();
  if ('reason' in started) {
    missing = started.reason;
    return;
  }
  spark = started;
  target = (await spark.driver({ settings: SETTINGS })).target;
  const rows = (count: number) => `SELECT CAST(i % 7 AS BIGINT) AS "user", (i * 5) % 11 AS item,
    CAST(i % 3 = 0 AS INTEGER) AS y, 1700000000 + i AS t, 'k' || i % 4 AS kind FROM range(${count}) AS r(i)`;
  await writeParquetFile(join(folder, 'log.parquet'), rows(ROWS));
  for (const statement of [
    'CREATE DATABASE db',
    `CREATE TABLE db.log USING delta LOCATION '${join(folder, 'delta')}' AS SELECT * FROM parquet.\`${join(folder, 'log.parquet')}\``,
    "INSERT INTO db.log SELECT 99L, id, 1, 1700000000L, 'gone' FROM range(50)",
    'DELETE FROM db.log WHERE `user` = 99',
  ])
    await sql(statement);
});

afterAll(() => spark?.stop());

test('a Delta table is read by its path, and by its name in the catalogue', async () => {
  const here = content(await load('log.parquet', false));
  const path = join(folder, 'delta');
  for (const table of [`delta.\`${path}\``, 'db.log', 'spark_catalog.db.log'])
    expect(content(await load({ table }))).toEqual(here);
});

test('the folder of a Delta table is refused', async () => {
  expect(await failureOf(load(join(folder, 'delta')))).toMatchObject({ code: 'spark-lake-folder' });
});

test('a table that is larger than the driver may collect is none', async () => {
  const failure = await failureOf(sql('SELECT uuid() FROM range(0, 200000, 1, 4)'));
  expect(failure).toMatchObject({ kind: 'resource', code: 'spark-result-size' });
  expect(failure.message).toContain('spark.driver.maxResultSize');
});
