/**
 * One run of a spec in a process of its own, with the CPU that each of its phases took: `node cost-run.ts SPEC THREADS` prints it as
 * JSON.
 */
import type { CostPhase } from '../../src/evaluation/cost/work.ts';
import type { Phase, Report } from '../../src/index.ts';

export interface CostRun {
  /** Seconds of CPU of all threads. */
  cpu: Record<CostPhase, number>;
  wallSeconds: number;
  report: Report;
}

const PART_OF: Record<Phase, CostPhase> = {
  read: 'read',
  encode: 'read',
  features: 'features',
  train: 'train',
  metrics: 'metrics',
  report: 'metrics',
};

async function main(specPath: string, threads: number): Promise<CostRun> {
  const { evaluate } = (await import(
    '../../dist/index.mjs' as string
  )) as typeof import('../../src/index.ts');
  const cpu: CostRun['cpu'] = { read: 0, features: 0, train: 0, metrics: 0 };
  let part: CostPhase = 'read';
  let since = process.cpuUsage();
  const enter = (next: CostPhase): void => {
    const { user, system } = process.cpuUsage(since);
    cpu[part] += (user + system) / 1e6;
    since = process.cpuUsage();
    part = next;
  };
  const report = await evaluate({
    specPath,
    run: {
      signal: new AbortController().signal,
      onProgress: ({ phase }) => PART_OF[phase] !== part && enter(PART_OF[phase]),
      threads,
      memoryBytes: 4 * 2 ** 30,
    },
  });
  enter('metrics');
  return { cpu, wallSeconds: report.resources.wallSeconds, report };
}

if (process.argv[1] === import.meta.filename) {
  const [specPath, threads] = process.argv.slice(2);
  process.stdout.write(JSON.stringify(await main(specPath!, Number(threads))));
}
