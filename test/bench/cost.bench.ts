/**
 * The cost model: what a unit of work takes, fitted to runs of one kind of work each and written to src/evaluation/cost/rates.ts,
 * then held against other and larger runs.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeWhole } from '../../scripts/lib/files.mjs';
import { expectedCost, sizeBeforehand } from '../../src/evaluation/cost/expected.ts';
import {
  type CostPhase,
  type Rates,
  type RunWork,
  UNITS,
  type Unit,
  type Work,
  workOf,
} from '../../src/evaluation/cost/work.ts';
import { loadSpec } from '../../src/evaluation/load-spec.ts';
import type { Report } from '../../src/report/schema.ts';
import { type CostCase, costCases } from './cost-cases.ts';
import type { CostRun } from './cost-run.ts';
import { type BenchRow, median } from './harness.ts';
import { nonNegativeLeastSquares } from './least-squares.ts';

const RATES = 'src/evaluation/cost/rates.ts';
const THREADS = 2;
const PHASES: CostPhase[] = ['read', 'features', 'train', 'metrics'];

interface Measured extends CostRun {
  name: string;
  work: RunWork;
  /** Trainings that there were: a plan knows how many at most. */
  trainings: number;
  /** Visits of a training row in one of them. */
  passes: number;
}

function run(specPath: string, threads: number): CostRun {
  const text = execFileSync(process.execPath, ['test/bench/cost-run.ts', specPath, String(threads)], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return JSON.parse(text) as CostRun;
}

async function measure({ name, specPath }: CostCase, threads = 1): Promise<Measured> {
  const { spec } = await loadSpec(specPath);
  const measured = run(specPath, threads);
  const { data, resources } = measured.report;
  const work = workOf(spec, data);
  const trainings = trainingsOf(measured.report);
  return { ...measured, name, work, trainings, passes: resources.rowsTrained / (trainings * data.trainRows) };
}

/** Arms and arms without one feature, for every seed and ranker. */
function trainingsOf({ arms, sources, otherRankers = [] }: Report): number {
  const seeds = arms[0]!.perSeed.length;
  const drops = sources.flatMap(({ features }) => features.filter(({ dropGain }) => dropGain !== undefined));
  const others = otherRankers.reduce((sum, { arms: of }) => sum + of.length, 0);
  return (arms.length + others + drops.length) * seeds;
}

/** What the phases of a run were made of, with the visits and trainings that there were. */
function workDone({ work, trainings, passes }: Measured): Record<CostPhase, Work> {
  const features: Work = { ...work.base };
  for (const { unit, amount, tasks } of work.features)
    features[unit] = (features[unit] ?? 0) + amount * tasks;
  const visits = (passes * trainings) / work.trainings;
  const train = Object.entries(work.train).map(([unit, amount]) => [unit, amount * visits]);
  return {
    read: work.read,
    features,
    train: { ...Object.fromEntries(train), training: trainings },
    metrics: work.metrics,
  };
}

/** Seconds of CPU of each unit: every phase by itself, each run to its own scale. */
function fitRates(runs: readonly Measured[]): Record<Unit, number> {
  const seconds = {} as Record<Unit, number>;
  for (const phase of PHASES) {
    const units = (Object.keys(UNITS) as Unit[]).filter((unit) => UNITS[unit] === phase);
    const done = runs
      .map((one) => ({ work: workDone(one)[phase], cpu: one.cpu[phase] }))
      .filter(({ cpu }) => cpu > 0);
    // Units are of different sizes: each is brought to the largest amount of it, and back.
    const scale = units.map((unit) => Math.max(1e-30, ...done.map(({ work }) => work[unit] ?? 0)));
    const rows = done.map(({ work, cpu }) => units.map((unit, j) => (work[unit] ?? 0) / scale[j]! / cpu));
    const found = nonNegativeLeastSquares(
      rows,
      done.map(() => 1),
    );
    for (const [j, unit] of units.entries()) seconds[unit] = found[j]! / scale[j]!;
  }
  return seconds;
}

function fitMemory(runs: readonly Measured[]): Rates['memory'] {
  const rows = runs.map(({ work, report }) => {
    const { peakMemoryBytes } = report.resources;
    return [1e8 / peakMemoryBytes, work.encodedBytes / peakMemoryBytes];
  });
  const [start, perEncodedByte] = nonNegativeLeastSquares(
    rows,
    rows.map(() => 1),
  );
  return { start: start! * 1e8, perEncodedByte: perEncodedByte! };
}

/** Three digits, as a formatter leaves them. */
const rounded = (value: number): string => String(Number(value.toPrecision(3)));

function source({ seconds, passes, contention, memory }: Rates): string {
  const each = Object.entries(seconds).map(
    ([unit, value]) => `    ${/^\w+$/.test(unit) ? unit : `'${unit}'`}: ${rounded(value)},`,
  );
  return `/** Written by \`npm run bench -- cost\`; do not edit. What a unit of work takes, on the machine that docs/performance.md names. */
import type { Rates } from './work.ts';

export const RATES: Rates = {
  seconds: {
${each.join('\n')}
  },
  passes: ${rounded(passes)},
  contention: ${rounded(contention)},
  memory: { start: ${rounded(memory.start)}, perEncodedByte: ${rounded(memory.perEncodedByte)} },
};
`;
}

interface Checked {
  name: string;
  /** Measured over expected, for what is known before the log is read. */
  time: number;
  memory: number;
  withinMost: boolean;
}

async function held({ name, specPath }: CostCase, rates: Rates): Promise<Checked> {
  const { spec } = await loadSpec(specPath);
  const { wallSeconds, report } = run(specPath, THREADS);
  const expected = expectedCost(spec, sizeBeforehand(spec, report.data.rows), THREADS, rates);
  return {
    name,
    time: wallSeconds / expected.seconds,
    memory: report.resources.peakMemoryBytes / expected.bytes,
    withinMost: wallSeconds <= expected.mostSeconds,
  };
}

export default async function bench(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lis-cost-'));
  try {
    const { fitted, heldOut } = costCases(folder);
    const runs: Measured[] = [];
    for (const one of fitted) runs.push(await measure(one));
    const alone = runs.findLast(({ name }) => name === 'co-click')!;
    const beside = await measure(fitted.findLast(({ name }) => name === 'co-click')!, THREADS);
    const rates: Rates = {
      seconds: fitRates(runs),
      passes: median(runs.slice(-fitted.length / 2).map(({ passes }) => passes)), // small logs train longer
      contention: Math.max(1, beside.cpu.train / alone.cpu.train),
      memory: fitMemory(runs),
    };
    writeWhole(RATES, source(rates));
    const checked: Checked[] = [];
    for (const one of heldOut) checked.push(await held(one, rates));
    const words = checked.map(
      ({ name, time, memory }) => `${name}: ${time.toFixed(2)}, ${memory.toFixed(2)}`,
    );
    const times = checked.map(({ time }) => time);
    return [
      {
        case: `time and memory expected before a run, fitted to ${runs.length} runs of 30 k and 100 k rows, held against others of 300 k`,
        bar: '—',
        measured: `${Math.min(...times).toFixed(2)} to ${Math.max(...times).toFixed(2)} × the time`,
        note: `measured over expected, wall-clock and peak memory on ${THREADS} threads: ${words.join('; ')}; written to ${RATES}`,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
