/** The leakage audit without prices at twenty million rows, in a process of its own, so that the peak of memory is its own. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createDuckDbEngine } from '../../src/data/duckdb/engine.ts';
import { auditSpec } from '../../src/evaluation/audit/audit.ts';
import { loadSpec } from '../../src/evaluation/load-spec.ts';
import { writeParquetFile } from '../support/parquet-file.ts';
import type { BenchRow } from './harness.ts';

const ROWS = 20_000_000;
const MEMORY = 4 * 2 ** 30;
const THREADS = 2;

interface Measured {
  seconds: number;
  cpu: number;
  peakBytes: number;
  columns: number;
  findings: string[];
}

/** A million users, 100,000 items, half of the rows on a tenth of these; a tenth of them favoured; four honest columns and a rate over the whole log. */
const LOG = `
  WITH r AS (SELECT r, (hash(r) % 1000000)::INTEGER AS user_id, floor(pow((hash(r * 7) % 1000000) / 1e6, 3) * 100000)::INTEGER AS item_id FROM range(${ROWS}) t(r)),
  l AS (SELECT *, (hash(r * 13) % 100 < 5 + hash(item_id) % 10)::TINYINT AS click FROM r)
  SELECT user_id, item_id, make_timestamp(1700000000000000 + r * 100000) AS ts, click, (hash(r * 3) % 24)::TINYINT AS hour,
    (hash(r * 5) % 10)::TINYINT AS position, (hash(r * 17) % 100000) / 1000.0 AS price, avg(click) OVER (PARTITION BY item_id) AS ctr FROM l ORDER BY r`;

const SPEC = {
  version: 1,
  log: {
    ...{ path: 'log.parquet', user: 'user_id', item: 'item_id', label: 'click', time: 'ts' },
    features: ['hour', 'position', { name: 'price', type: 'numeric' }, { name: 'ctr', type: 'numeric' }],
  },
};

async function measure(folder: string): Promise<Measured> {
  const specPath = join(folder, 'lis.yaml');
  const loaded = await loadSpec(specPath, JSON.stringify(SPEC));
  const run = {
    signal: new AbortController().signal,
    onProgress: () => {},
    threads: THREADS,
    memoryBytes: MEMORY,
  };
  const before = process.cpuUsage();
  const audit = await auditSpec(loaded, { specPath, price: false, code: false, run }, createDuckDbEngine());
  const { user, system } = process.cpuUsage(before);
  return {
    seconds: audit.seconds,
    cpu: (user + system) / 1e6,
    peakBytes: process.resourceUsage().maxRSS * 1024,
    columns: audit.data.columns.length,
    findings: audit.findings
      .filter(({ severity }) => severity !== 'info')
      .map(({ code, target }) => `${code} of ${target}`),
  };
}

export default async function auditBench(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'lis-bench-audit-'));
  try {
    await writeParquetFile(join(folder, 'log.parquet'), LOG);
    const self = fileURLToPath(import.meta.url);
    const { stdout } = await promisify(execFile)(process.execPath, [self, 'measure', folder]);
    const found = JSON.parse(stdout) as Measured;
    if (found.findings.join() !== 'aggregate-of-future of ctr')
      throw new Error(`the audit of the benchmark found ${found.findings.join(', ') || 'nothing'}`);
    return [
      {
        case: 'leakage audit, 20 M rows, 1 M users, 4 columns, without prices',
        bar: '≤ 4 GB',
        measured: `${found.seconds.toFixed(0)} s, ${(found.peakBytes / 2 ** 30).toFixed(2)} GB`,
        note: `two threads, ${found.cpu.toFixed(0)} s of CPU; reading included; it finds the one column that leaks`,
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url) && process.argv[2] === 'measure') {
  process.stdout.write(JSON.stringify(await measure(process.argv[3]!)));
}
