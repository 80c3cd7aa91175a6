/** Loads and encodes the log of a spec in a process of its own, whoever reads it: `node cluster-load.ts SPEC` prints what it took as JSON. */
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parse } from 'yaml';
import { defaultEngine } from '../../src/data/default-engine.ts';
import { SpecSchema } from '../../src/specfile/schema.ts';

export interface ClusterLoad {
  rows: number;
  seconds: number;
  cpuSeconds: number;
  peakBytes: number;
}

const THREADS = 2;
const MEMORY = 4 * 2 ** 30;

async function load(specPath: string): Promise<ClusterLoad> {
  const spec = SpecSchema.parse(parse(readFileSync(specPath, 'utf8')));
  const engine = await defaultEngine();
  const started = performance.now();
  const since = process.cpuUsage();
  const { rows } = await engine.load(spec, dirname(specPath), {
    signal: new AbortController().signal,
    onProgress: () => undefined,
    threads: THREADS,
    memoryBytes: MEMORY,
  });
  const { user, system } = process.cpuUsage(since);
  return {
    rows,
    seconds: (performance.now() - started) / 1000,
    cpuSeconds: (user + system) / 1e6,
    peakBytes: process.resourceUsage().maxRSS * 1024,
  };
}

if (process.argv[1] === import.meta.filename)
  process.stdout.write(JSON.stringify(await load(process.argv[2] ?? '')));
