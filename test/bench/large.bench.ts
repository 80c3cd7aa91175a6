/**
 * Whole runs on logs that are large for a laptop, through the command line: time and memory by rows, and what a second run takes after an edit of the
 * source. LIS_BENCH_ROWS names other sizes, in millions: `LIS_BENCH_ROWS=1,10,100`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../../src/report/schema.ts';
import { query } from '../support/query.ts';
import type { BenchRow } from './harness.ts';

const THREADS = 2;
/** Of each row, in millions. */
const SIZES = (process.env['LIS_BENCH_ROWS'] ?? '1,10').split(',').map(Number);

const specOf = (window: number): string => `version: 1
log: {path: log.parquet, user: user_id, item: item_id, label: click, time: ts, features: [hour]}
sources: [{name: co-click, build: co-click, window: ${window}}]
`;

/** Users of one of eight tastes, half of whose clicks are on items of theirs; a long tail of users and items; thirty days. */
async function writeLog(rows: number, path: string): Promise<void> {
  const users = Math.round(rows / 50);
  const items = Math.min(200_000, Math.round(rows / 100));
  const uniform = (stream: number): string => `(hash(i * 4 + ${stream}) % 1000000007) / 1000000007.0`;
  const step = (30 * 86_400e6) / rows;
  await query(`COPY (
    WITH drawn AS (SELECT i, CAST(floor(pow(${uniform(1)}, 1.5) * ${users}) AS BIGINT) AS u,
      CAST(floor(pow(${uniform(2)}, 2) * ${items}) AS BIGINT) AS item, ${uniform(3)} AS chance FROM range(${rows}) AS t(i))
    SELECT 'u' || u AS user_id, item AS item_id,
      CAST(chance < 0.03 + 0.05 * (hash(item) % 100) / 100.0
        + CASE WHEN hash(u) % 8 = hash(item + 7) % 8 THEN 0.25 ELSE 0 END AS INTEGER) AS click,
      TIMESTAMP '2026-01-01' + to_microseconds(CAST(i * ${step} AS BIGINT)) AS ts,
      CAST(hash(i) % 24 AS INTEGER) AS hour
    FROM drawn) TO '${path}' (FORMAT parquet)`);
}

function evaluate(folder: string, window: number): { seconds: number; report: Report } {
  const path = join(folder, 'lis.yaml');
  writeFileSync(path, specOf(window));
  const started = performance.now();
  const options = ['--format', 'json', '--quiet', '--threads', String(THREADS), '--memory', '12GB'];
  const run = spawnSync(process.execPath, ['dist/cli.mjs', 'evaluate', path, ...options], {
    encoding: 'utf8',
    maxBuffer: 2 ** 27,
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return { seconds: (performance.now() - started) / 1000, report: JSON.parse(run.stdout) as Report };
}

async function measure(millions: number): Promise<BenchRow> {
  const folder = mkdtempSync(join(tmpdir(), 'lis-large-'));
  try {
    await writeLog(millions * 1e6, join(folder, 'log.parquet'));
    const first = evaluate(folder, 7);
    const second = evaluate(folder, 5);
    const gigabytes = ({ report }: typeof first): string =>
      `${(report.resources.peakMemoryBytes / 1e9).toFixed(2)} GB`;
    const { evalRows, evalUsers } = first.report.data;
    const told = (count: number): string => count.toLocaleString('en');
    return {
      case: `whole run with every control, ${millions} M rows of a long-tailed log, one source, fm, 3 seeds`,
      bar: '—',
      measured: `${first.seconds.toFixed(0)} s, ${gigabytes(first)}`,
      note:
        `one run; ${first.report.resources.cpuSeconds.toFixed(0)} s of CPU, ${told(evalRows)} rows of ${told(evalUsers)} users evaluated; a second run after an edit of the ` +
        `source ${second.seconds.toFixed(0)} s, ${second.report.resources.cpuSeconds.toFixed(0)} s of CPU, ${gigabytes(second)}`,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export default async function bench(): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const millions of SIZES) rows.push(await measure(millions));
  return rows;
}
