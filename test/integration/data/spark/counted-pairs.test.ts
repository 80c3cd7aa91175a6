/**
 * The view of docs/scale.md that counts pairs in the cluster: a source has the pairs that this machine counts. Sail forgets a view with its session, so
 * that the source reads what the view was written to.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PairTable } from '../../../../src/data/dataset.ts';
import { defaultEngine } from '../../../../src/data/default-engine.ts';
import { openSparkSession } from '../../../../src/data/spark/connect/session.ts';
import { SpecSchema } from '../../../../src/specfile/schema.ts';
import { writeParquetFile } from '../../../support/parquet-file.ts';
import type { TestServer } from '../../../support/spark/process.ts';
import { startSail } from '../../../support/spark/sail.ts';
import { folderWith, runContext } from '../support.ts';

const START = "TIMESTAMP '2026-01-01 00:00:00'";
const CLICKS = `SELECT CAST(i % 40 AS BIGINT) AS user_id, CAST((i * i + i // 40) % 23 AS BIGINT) AS item_id,
  CAST(i // 120 AS BIGINT) AS session, ${START} + INTERVAL (i * 977) SECOND AS ts FROM range(900) AS r(i)`;
const LOG = `SELECT CAST(i % 40 AS BIGINT) AS u, CAST((i * 7) % 23 AS BIGINT) AS i, CAST(i % 3 = 0 AS INTEGER) AS y,
  ${START} + INTERVAL (i * 900) SECOND AS t FROM range(1000) AS r(i)`;

const folder = folderWith();
let missing: string | undefined;
let sail: TestServer;

/** The statement of the page. */
function view(): string {
  const page = readFileSync('docs/scale.md', 'utf8');
  return /```sql\n(CREATE VIEW db\.pairs_by_day[^`]*)```/.exec(page)![1]!;
}

beforeAll(async () => {
  const started = await startSail();
  if ('reason' in started) {
    missing = started.reason;
    return;
  }
  sail = started;
  const clicks = join(folder, 'clicks.parquet');
  await writeParquetFile(clicks, CLICKS);
  await writeParquetFile(join(folder, 'log.parquet'), LOG);
  const select = view()
    .replace(/^CREATE VIEW \S+ AS/, '')
    .replaceAll('db.clicks', `'${clicks}'`);
  await writeParquetFile(join(folder, 'pairs.parquet'), select);
  const { signal } = new AbortController();
  const session = await openSparkSession({ target: sail.target, tls: false }, { signal });
  const table = `CREATE TABLE db.clicks USING parquet LOCATION '${clicks}'`;
  const written = `CREATE TABLE db.pairs USING parquet LOCATION '${join(folder, 'counted')}' AS SELECT * FROM db.pairs_by_day`;
  for (const query of ['CREATE DATABASE db', table, view(), written])
    for await (const _ of session.batches({ sql: { query } }));
  await session.close();
}, 60_000);
afterAll(() => sail?.stop());

async function pairsOf(pairs: string, engine: object): Promise<PairTable> {
  const spec = SpecSchema.parse({
    version: 1,
    ...engine,
    log: { path: 'log.parquet', user: 'u', item: 'i', label: 'y', time: 't' },
    split: { evaluate: '20%', slices: 5 },
    sources: [{ name: 'all-clicks', pairs, left: 'a', right: 'b', time: 'day', weight: 'n' }],
  });
  const { pairs: found } = await (await defaultEngine()).load(spec, folder, runContext());
  return found!['all-clicks']!;
}

it('has the pairs that are counted here', async ({ skip }) => {
  if (missing !== undefined) skip(missing);
  const cluster = { engine: { kind: 'spark', url: `sc://${sail.target}` } };
  const there = await pairsOf('counted/*.parquet', cluster);
  const here = await pairsOf('pairs.parquet', {});
  expect(there).toEqual(here);
  expect(there.left.length).toBeGreaterThan(100);
  expect(Math.max(...there.weight)).toBeGreaterThan(1);
  expect(new Set(there.slice).size).toBeGreaterThan(3);
});
