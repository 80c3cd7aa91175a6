/**
 * Whole runs on logs that are large for a laptop, through the command line: time and memory by rows, what a second run takes after an edit of the
 * source, and which share of the evaluation users a precision takes after another edit. LIS_BENCH_ROWS names other sizes, in millions: `LIS_BENCH_ROWS=1,10,100`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Report } from '../../src/report/schema.ts';
import type { BenchRow } from './harness.ts';
import { specOf, writeLog } from './large-log.ts';

const THREADS = 2;
/** Half the width of an interval of AUC. */
const PRECISION = 0.002;
/** Of each row, in millions. */
const SIZES = (process.env['LIS_BENCH_ROWS'] ?? '1,10').split(',').map(Number);

function evaluate(folder: string, window: number, more: string[] = []): { seconds: number; report: Report } {
  const path = join(folder, 'lis.yaml');
  writeFileSync(path, specOf(window));
  const started = performance.now();
  const options = ['--format', 'json', '--quiet', '--threads', String(THREADS), '--memory', '4GB', ...more];
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
    const few = evaluate(folder, 3, ['--precision', String(PRECISION)]);
    const { stages, reached } = few.report.precision!;
    const { share } = stages.at(-1)!;
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
        `source ${second.seconds.toFixed(0)} s, ${second.report.resources.cpuSeconds.toFixed(0)} s of CPU, ${gigabytes(second)}; a third, after another edit and with ` +
        `precision: ${PRECISION}, takes ${share === 1 ? 'all' : `1/${Math.round(1 / share)} of the`} evaluation users${reached ? '' : ' and does not reach it'}: ${few.seconds.toFixed(0)} s, ${gigabytes(few)}`,
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
