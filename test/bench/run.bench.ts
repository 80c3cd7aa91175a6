/** Whole runs through the command line, process start included: MovieLens-100k, the example, and a million rows of its world. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Report } from '../../src/report/schema.ts';
import type { BenchRow } from './harness.ts';

const REPEATS = 3;
const THREADS = 2;

interface Case {
  name: string;
  bar: string;
  spec: string;
}

function movieLens(): Case | string {
  const ratings = join(
    resolve(process.env['LIS_REFERENCE_DATA'] ?? '../shared/data'),
    'ml-100k',
    'ratings.parquet',
  );
  if (!existsSync(ratings)) return `no reference data at ${ratings}: set LIS_REFERENCE_DATA`;
  return {
    name: 'whole run with every control, ml-100k (100 k rows), fm, 3 seeds',
    bar: 'no bar',
    spec: `version: 1
log: {path: ${JSON.stringify(ratings)}, user: user_id, item: item_id, label: rating >= 4, time: ts}
sources: [{name: co-like, build: co-click}]
`,
  };
}

/** The example as it is: three sources. */
function example(folder: string): Case {
  generate(100_000, join(folder, 'data'));
  return {
    name: 'whole run of examples/feed/lis.yaml (100 k rows, three sources), fm, 3 seeds',
    bar: '≤ 10 s on two cores',
    spec: readFileSync('examples/feed/lis.yaml', 'utf8'),
  };
}

function generate(rows: number, folder: string): void {
  const options = ['--rows', String(rows), '--out', folder];
  execFileSync(process.execPath, ['examples/feed/generate.ts', ...options], { stdio: 'ignore' });
}

function feed(folder: string): Case {
  generate(1_000_000, folder);
  return {
    name: 'whole run with every control, 1 M rows of the example world, one source, fm, 3 seeds',
    bar: '≤ 20 s on two cores, ≤ 1.5 GB',
    spec: `version: 1
log: {path: impressions.parquet, user: user_id, item: item_id, label: click, time: ts, features: [hour, position]}
items: {path: items.parquet, key: item_id, features: [category]}
users: {path: users.parquet, key: user_id, features: [{name: age, type: numeric}, region]}
split: {from: 2026-03-12, slices: daily}
sources: [{name: co-click, build: co-click, window: 7}]
`,
  };
}

function measure(folder: string, { name, bar, spec }: Case): BenchRow {
  const path = join(folder, 'lis.yaml');
  writeFileSync(path, spec);
  const runs = Array.from({ length: REPEATS }, () => {
    const started = performance.now();
    const options = [
      'evaluate',
      path,
      '--format',
      'json',
      '--quiet',
      '--no-cache',
      '--threads',
      String(THREADS),
    ];
    const run = spawnSync(process.execPath, ['dist/cli.mjs', ...options], {
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    });
    if (run.status !== 0) throw new Error(run.stderr);
    return { seconds: (performance.now() - started) / 1000, report: JSON.parse(run.stdout) as Report };
  }).sort((a, b) => a.seconds - b.seconds);
  const { seconds, report } = runs[Math.floor(REPEATS / 2)]!;
  const { cpuSeconds, peakMemoryBytes, rowsTrained, baseRowsTrained } = report.resources;
  return {
    case: name,
    bar,
    measured: `${seconds.toFixed(1)} s, ${(peakMemoryBytes / 1e9).toFixed(2)} GB`,
    note:
      `median of ${REPEATS}, process start included; ${cpuSeconds.toFixed(1)} s of CPU, ` +
      `${millions(baseRowsTrained ?? 0)} rows visited by trainings of the base, ${millions(rowsTrained - (baseRowsTrained ?? 0))} by trees of ` +
      `${trainings(report)} heads`,
  };
}

const millions = (rows: number): string => `${(rows / 1e6).toFixed(0)} M`;

/** Arms and, for the features' own gains, arms without one feature; each for every seed. */
function trainings({ arms, sources }: Report): number {
  const drops = sources.flatMap(({ features }) => features.filter(({ dropGain }) => dropGain !== undefined));
  return arms.reduce((sum, { perSeed }) => sum + perSeed.length, 0) + drops.length * arms[0]!.perSeed.length;
}

export default async function bench(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lis-bench-'));
  try {
    const small = movieLens();
    const first =
      typeof small === 'string'
        ? { case: 'whole run, ml-100k', bar: 'no bar', measured: 'not run', note: small }
        : measure(folder, small);
    return [first, measure(folder, example(folder)), measure(folder, feed(folder))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
