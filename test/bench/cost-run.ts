/**
 * One run of a spec in a process of its own, with the CPU that each of its phases took: `node cost-run.ts SPEC THREADS` prints it as
 * JSON.
 */
import type { Step } from '../../src/evaluation/cost/staged-work.ts';
import type { CostPhase } from '../../src/evaluation/cost/units.ts';
import type { Phase, Progress, Report } from '../../src/index.ts';

/** A phase, or a step of training in two stages. */
export type CostPart = CostPhase | Exclude<Step, 'stand' | 'ids'>;

export interface CostRun {
  /** Seconds of CPU of all threads. */
  cpu: Record<CostPart, number>;
  wallSeconds: number;
  report: Report;
}

const PHASE_OF: Record<Phase, CostPhase> = {
  read: 'read',
  encode: 'read',
  features: 'features',
  train: 'train',
  metrics: 'metrics',
  report: 'metrics',
};

/** What progress says in each step of training in two stages. */
const SAID: readonly [RegExp, CostPart][] = [
  [/^searching the options/, 'search'],
  [/^training the references/, 'references'],
  [/^training the base,/, 'base'],
  [/^training the projections/, 'projections'],
  [/^training a weaker base/, 'curve'],
  [/^training the head of/, 'heads'],
];

const partOf = ({ phase, message }: Progress): CostPart =>
  SAID.find(([said]) => said.test(message))?.[1] ?? PHASE_OF[phase];

async function main(specPath: string, threads: number): Promise<CostRun> {
  const { evaluate } = (await import(
    '../../dist/index.mjs' as string
  )) as typeof import('../../src/index.ts');
  const steps = { search: 0, references: 0, base: 0, projections: 0, curve: 0, heads: 0 };
  const cpu: CostRun['cpu'] = { read: 0, features: 0, train: 0, metrics: 0, ...steps };
  let part: CostPart = 'read';
  let since = process.cpuUsage();
  const enter = (next: CostPart): void => {
    const { user, system } = process.cpuUsage(since);
    cpu[part] += (user + system) / 1e6;
    since = process.cpuUsage();
    part = next;
  };
  const report = await evaluate({
    specPath,
    run: {
      signal: new AbortController().signal,
      onProgress: (progress) => partOf(progress) !== part && enter(partOf(progress)),
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
