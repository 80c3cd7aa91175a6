/**
 * The same log read by DuckDB and by servers of Spark Connect on this machine: what loading and encoding take of this process, and what travels to
 * it. Apache Spark needs Java and 0.4 GB of PyPI's pyspark; where it is not there, its rows say so. LIS_BENCH_ROWS names another size, in millions.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { query } from '../support/query.ts';
import { startApache } from '../support/spark/apache.ts';
import type { TestServer } from '../support/spark/process.ts';
import { startProxy } from '../support/spark/proxy.ts';
import { startSail } from '../support/spark/sail.ts';
import type { ClusterLoad } from './cluster-load.ts';
import type { BenchRow } from './harness.ts';

const MILLIONS = Number(process.env['LIS_BENCH_ROWS'] ?? '5');
const ROWS = MILLIONS * 1e6;
/** So many tasks of a cluster. */
const FILES = 8;
const WARM_ROWS = 50_000;

type Started = TestServer | { reason: string };

async function startSpark(workers: number): Promise<Started> {
  const spark = await startApache(workers);
  return 'reason' in spark ? spark : { ...(await spark.driver()), stop: spark.stop };
}

const SERVERS: readonly [string, () => Promise<Started>][] = [
  ['Sail 0.7.2', startSail],
  ['Apache Spark 4.2.0, one driver with two threads', () => startSpark(0)],
  ['Apache Spark 4.2.0, a master and two workers', () => startSpark(2)],
];

/** Seven columns, of which a spec reads five; thirty days. */
async function writeLog(rows: number, folder: string): Promise<void> {
  mkdirSync(folder);
  const each = Math.ceil(rows / FILES);
  const step = (30 * 86_400e6) / rows;
  for (let file = 0; file < FILES; file++) {
    await query(`COPY (
      SELECT 'u' || hash(i) % ${Math.ceil(rows / 50)} AS user_id, CAST(hash(i + 1) % 20000 AS BIGINT) AS item_id,
        CAST(hash(i + 2) % 10 = 0 AS INTEGER) AS click, TIMESTAMPTZ '2026-01-01' + to_microseconds(CAST(i * ${step} AS BIGINT)) AS ts,
        CAST(hash(i + 3) % 24 AS INTEGER) AS hour, CAST(uuid() AS VARCHAR) AS request, CAST(hash(i + 4) % 1000 AS DOUBLE) / 7 AS price
      FROM range(${file * each}, ${Math.min(rows, (file + 1) * each)}) AS t(i)) TO '${join(folder, `${file}.parquet`)}' (FORMAT parquet)`);
  }
}

const specOf = (path: string, target?: string): string => `version: 1
${target === undefined ? '' : `engine: {kind: spark, url: 'sc://${target}'}\n`}log: {path: '${path}', user: user_id, item: item_id, label: click, time: ts, features: [hour]}
sources: [{name: co-click, build: co-click, window: 7}]
`;

async function load(folder: string, log: string, target?: string): Promise<ClusterLoad> {
  const spec = join(folder, 'lis.yaml');
  const files = `${log}/*.parquet`;
  writeFileSync(spec, specOf(target === undefined ? files : join(folder, files), target));
  const program = join(import.meta.dirname, 'cluster-load.ts');
  const child = spawn(process.execPath, [program, spec], { stdio: ['ignore', 'pipe', 'pipe'] });
  const closed = once(child, 'close');
  const [said, wrong] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await closed;
  if (code !== 0) throw new Error(wrong);
  return JSON.parse(said) as ClusterLoad;
}

function rowOf(reader: string, loaded: ClusterLoad, note: string): BenchRow {
  const { seconds, cpuSeconds, peakBytes, rows } = loaded;
  if (rows !== ROWS) throw new Error(`${reader} gives ${rows} rows of ${ROWS}`);
  return {
    case: `load and encode ${MILLIONS} M rows, five of seven columns, read by ${reader}`,
    bar: '—',
    measured: `${seconds.toFixed(1)} s, ${(peakBytes / 1e9).toFixed(2)} GB`,
    note: `one run; ${cpuSeconds.toFixed(1)} s of CPU in this process${note}`,
  };
}

/** What the process took that sends the rows: of a cluster, its driver. Linux tells it. */
function peakOf({ pid }: TestServer): string {
  const status = `/proc/${pid}/status`;
  if (!existsSync(status)) return '';
  const [, kilobytes = ''] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(status, 'utf8')) ?? [];
  return `; ${((Number(kilobytes) * 1024) / 1e9).toFixed(2)} GB at the peak of the process that sends them`;
}

async function readBy(reader: string, server: TestServer, folder: string): Promise<BenchRow> {
  await load(folder, 'warm', server.target); // starts what a server starts with its first question
  const proxy = await startProxy(server.target, Number.POSITIVE_INFINITY, () => undefined);
  try {
    const loaded = await load(folder, 'log', proxy.target);
    const each = (proxy.bytes() / ROWS).toFixed(1);
    const came = `; ${(proxy.bytes() / 1e6).toFixed(0)} MB came, ${each} bytes a row`;
    return rowOf(reader, loaded, came + peakOf(server));
  } finally {
    proxy.stop();
  }
}

export default async function bench(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lis-cluster-'));
  const rows: BenchRow[] = [];
  try {
    await writeLog(ROWS, join(folder, 'log'));
    await writeLog(WARM_ROWS, join(folder, 'warm'));
    rows.push(rowOf('DuckDB', await load(folder, 'log'), ''));
    for (const [reader, start] of SERVERS) {
      const server = await start();
      if ('reason' in server) {
        const missing = `not measured: ${server.reason}`;
        rows.push({
          case: `load ${MILLIONS} M rows, read by ${reader}`,
          bar: '—',
          measured: '—',
          note: missing,
        });
        continue;
      }
      try {
        rows.push(await readBy(reader, server, folder));
      } finally {
        await server.stop();
      }
    }
    return rows;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
