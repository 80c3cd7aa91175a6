/**
 * The cost model: what a unit of work takes, fitted to runs of one kind of work each and written to src/evaluation/cost/rates.ts,
 * then held against other and larger runs.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeWhole } from '../../scripts/lib/files.mjs';
import { baseFields, countFields } from '../../src/evaluation/arms/planned.ts';
import { inTwoStages, rankersOf } from '../../src/evaluation/arms/rankers.ts';
import { expectedCost, sizeBeforehand } from '../../src/evaluation/cost/expected.ts';
import type { Given } from '../../src/evaluation/cost/given.ts';
import { paced } from '../../src/evaluation/cost/machine.ts';
import { headsBytes, rowsBytes, USUAL_MEMORY } from '../../src/evaluation/cost/memory.ts';
import { longestEpochs } from '../../src/evaluation/cost/search-work.ts';
import { type Step, stagedWork } from '../../src/evaluation/cost/staged-work.ts';
import {
  add,
  type Batch,
  type CostPhase,
  type Lengths,
  type Pace,
  type Rates,
  UNITS,
  type Unit,
  type Work,
} from '../../src/evaluation/cost/units.ts';
import { type RunWork, workOf } from '../../src/evaluation/cost/work.ts';
import { loadSpec } from '../../src/evaluation/load-spec.ts';
import { headOptions } from '../../src/ranker/head/index.ts';
import type { Report } from '../../src/report/schema.ts';
import { givenOptions } from '../../src/specfile/given-options.ts';
import { isBuiltIn, isHeadAlone } from '../../src/specfile/ranker-kinds.ts';
import type { Spec } from '../../src/specfile/schema.ts';
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
  /** Trainings of a ranker for each arm that there were: a plan knows how many at most. */
  trainings: number;
  /** Visits of a training row in one of them. */
  passes: number;
  /** Whether early stopping alone decides how many. */
  stopsEarly: boolean;
  /** Where its search and trainings in two stages stopped, and what these steps had to do. */
  lengths: Lengths;
  steps: Record<Step, Batch[]>;
  /** Bytes of its heads, and of its rows before them. */
  heads: number;
  held: number;
}

function run(specPath: string, threads: number): CostRun {
  const text = execFileSync(process.execPath, ['test/bench/cost-run.ts', specPath, String(threads)], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  return JSON.parse(text) as CostRun;
}

/** The median of some processes, each of which measures it once, as a run does. */
function paceOfMachine(): Pace {
  const measured = Array.from({ length: 5 }, () => {
    const text = execFileSync(process.execPath, ['test/bench/pace.ts'], { encoding: 'utf8' });
    return JSON.parse(text) as Pace;
  });
  return {
    training: median(measured.map(({ training }) => training)),
    sorting: median(measured.map(({ sorting }) => sorting)),
  };
}

async function specOf(specPath: string): Promise<{ spec: Spec; given: Given }> {
  const { spec, parsed } = await loadSpec(specPath);
  return { spec, given: (ranker) => givenOptions(parsed.value, ranker) };
}

async function measure({ name, specPath }: CostCase, threads = 1): Promise<Measured> {
  const { spec, given } = await specOf(specPath);
  const measured = run(specPath, threads);
  const { data, resources } = measured.report;
  const work = workOf(spec, data, given);
  const lengths = lengthsOf(spec, measured.report, given(0));
  const steps = stagedWork(spec, rankersOf(spec)[0], data, lengths, true, given(0));
  const common = {
    ...{ ...measured, name, work, lengths, steps },
    stopsEarly: !given(0).has('epochs'),
    heads: headsBytes(spec, data, { threads, memoryBytes: USUAL_MEMORY }),
    held: rowsBytes(spec, data, { threads, memoryBytes: USUAL_MEMORY }),
  };
  if (work.trainings === 0) return { ...common, trainings: 0, passes: 0 };
  const trainings = trainingsOf(measured.report);
  return { ...common, trainings, passes: armRows(resources) / (trainings * data.trainRows) };
}

/** Where a run stopped early; what it did not train is NaN. */
function lengthsOf(spec: Spec, report: Report, given: ReadonlySet<string>): Lengths {
  const [ranker] = rankersOf(spec);
  const about = { byTime: true, fields: baseFields(spec), counts: countFields(spec) };
  const none = Number.NaN;
  const epochs = { lr: none, fm: none, deepfm: none };
  const trees = { onScore: none, alone: none };
  let search = none;
  if (isBuiltIn(ranker)) {
    const { trials, epochs: chosen } = report.base!.search!;
    const done = trials.reduce((sum, trial) => sum + trial.epochs, 0);
    search = done / longestEpochs(ranker, given, { ...about, trainRows: report.data.trainRows });
    epochs[ranker.kind] = inTwoStages(spec, ranker) ? chosen : none;
  }
  // An additive head has passes instead, whose number head-work.ts knows.
  if (inTwoStages(spec, ranker) && report.base!.head?.kind !== 'additive')
    trees[isHeadAlone(ranker) ? 'alone' : 'onScore'] = treesOf(spec, report);
  return { search, epochs, trees };
}

const armRows = ({ rowsTrained, baseRowsTrained = 0 }: Report['resources']): number =>
  rowsTrained - baseRowsTrained;

/** Trees of a head, by the visits of all. */
function treesOf({ seeds }: Spec, { base, arms, sources, resources }: Report): number {
  const { fit, validate } = base!.headRows!;
  const all = fit + validate;
  const drops = sources.flatMap(({ features }) => features.filter(({ dropGain }) => dropGain !== undefined));
  const [whole, dropped] = [arms.length * seeds, drops.length * seeds];
  const visits = armRows(resources) - whole * fit * headOptions(all).patience;
  return Math.max(0, visits / (whole * (fit + all) + dropped * all));
}

/** Arms and arms without one feature, for every seed and ranker. */
function trainingsOf({ arms, sources, otherRankers = [] }: Report): number {
  const seeds = arms[0]!.perSeed.length;
  const drops = sources.flatMap(({ features }) => features.filter(({ dropGain }) => dropGain !== undefined));
  const others = otherRankers.reduce((sum, { arms: rankerArms }) => sum + rankerArms.length, 0);
  return (arms.length + others + drops.length) * seeds;
}

/** What a part of a run was made of, and the CPU that it took. */
interface Part {
  work: Work;
  cpu: number;
}

/** What the phases of a run were made of, with the visits and trainings that there were. */
function partsOf(run: Measured): Record<CostPhase, Part[]> {
  const { work, cpu } = run;
  const features: Work = { ...work.base };
  for (const { unit, amount, tasks } of work.features) add(features, { [unit]: amount * tasks });
  return {
    read: [{ work: work.read, cpu: cpu.read }],
    features: [{ work: features, cpu: cpu.features }],
    train: [...(run.trainings > 0 ? [jointPart(run)] : []), ...stepParts(run)],
    metrics: [{ work: work.metrics, cpu: cpu.metrics }],
  };
}

function jointPart({ work, trainings, passes, cpu }: Measured): Part {
  const all: Work = { training: trainings };
  add(all, work.train, (passes * trainings) / work.trainings);
  return { work: all, cpu: cpu.train };
}

/** Steps of which the report says how long they trained: neither the references nor the curve. */
function stepParts({ steps: measuredSteps, cpu }: Measured): Part[] {
  const steps = ['search', 'base', 'projections', 'heads'] as const;
  return steps.flatMap((step) => {
    const batches = measuredSteps[step];
    if (batches.length === 0) return [];
    const work: Work = {};
    for (const batch of batches) add(work, batch.work);
    return [{ work, cpu: cpu[step] }];
  });
}

/** Seconds of CPU of each unit: every phase by itself, each part to its own scale. */
function fitRates(runs: readonly Measured[]): Record<Unit, number> {
  const seconds = {} as Record<Unit, number>;
  for (const phase of PHASES) {
    const units = (Object.keys(UNITS) as Unit[]).filter((unit) => UNITS[unit] === phase);
    const done = runs.flatMap((measured) => partsOf(measured)[phase]).filter(({ cpu }) => cpu > 0);
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

/**
 * The usual lengths, of the runs that trained so. How long a base is best trained differs most between logs: the mean errs least of all in
 * seconds. Heads grow more trees on larger logs, and hardly any without a source.
 */
function fitLengths(runs: readonly Measured[], large: readonly Measured[]): Lengths {
  const known = (lengthOf: (measured: Measured) => number, among = runs): number[] =>
    among.map(lengthOf).filter(Number.isFinite);
  const epochs = (kind: keyof Lengths['epochs']): number => {
    const all = known(({ lengths }) => lengths.epochs[kind]);
    return all.reduce((sum, epochCount) => sum + epochCount, 0) / all.length;
  };
  const withArms = large.filter(({ report }) => report.arms.length > 1);
  const trees = (kind: keyof Lengths['trees']): number =>
    median(known(({ lengths }) => lengths.trees[kind], withArms));
  return {
    search: median(
      known(
        ({ lengths }) => lengths.search,
        runs.filter(({ stopsEarly }) => stopsEarly),
      ),
    ),
    epochs: { lr: epochs('lr'), fm: epochs('fm'), deepfm: epochs('deepfm') },
    trees: { onScore: trees('onScore'), alone: trees('alone') },
  };
}

function fitMemory(runs: readonly Measured[]): Rates['memory'] {
  const rows = runs.map(({ held, heads, report }) => {
    const peak = report.resources.peakMemoryBytes - heads;
    return [1e8 / peak, held / peak];
  });
  const [start, perEncodedByte] = nonNegativeLeastSquares(
    rows,
    rows.map(() => 1),
  );
  return { start: start! * 1e8, perEncodedByte: perEncodedByte! };
}

/** Three digits, as a formatter leaves them. */
const rounded = (value: number): string => String(Number(value.toPrecision(3)));

function source({ seconds, passes, lengths, contention, memory, pace }: Rates): string {
  const each = Object.entries(seconds).map(
    ([unit, value]) => `    ${/^\w+$/.test(unit) ? unit : `'${unit}'`}: ${rounded(value)},`,
  );
  return `/** Written by \`npm run bench -- cost\`; do not edit. What a unit of work takes, on the machine that docs/performance.md names. */
import type { Rates } from './units.ts';

export const RATES: Rates = {
  seconds: {
${each.join('\n')}
  },
  passes: ${rounded(passes)},
  lengths: {
    search: ${rounded(lengths.search)},
    epochs: { ${Object.entries(lengths.epochs)
      .map(([kind, count]) => `${kind}: ${rounded(count)}`)
      .join(', ')} },
    trees: { onScore: ${rounded(lengths.trees.onScore)}, alone: ${rounded(lengths.trees.alone)} },
  },
  contention: ${rounded(contention)},
  memory: { start: ${rounded(memory.start)}, perEncodedByte: ${rounded(memory.perEncodedByte)} },
  pace: { training: ${rounded(pace.training)}, sorting: ${rounded(pace.sorting)} },
};
`;
}

const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);

interface Checked {
  name: string;
  /** Measured over expected, for what is known before the log is read. */
  time: number;
  memory: number;
  withinMost: boolean;
}

async function held({ name, specPath }: CostCase, rates: Rates): Promise<Checked> {
  const { spec, given } = await specOf(specPath);
  const { wallSeconds, report } = run(specPath, THREADS);
  const expected = expectedCost(spec, sizeBeforehand(spec, report.data.rows), THREADS, given, rates);
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
    const pace = paceOfMachine();
    const { fitted, large: largeCases, scaled, heldOut } = await costCases(folder);
    const runs: Measured[] = [];
    for (const costCase of fitted) runs.push(await measure(costCase));
    const ofLarge: Measured[] = [];
    for (const costCase of largeCases) ofLarge.push(await measure(costCase, THREADS));
    const alone = runs.findLast(({ name }) => name === 'joint')!;
    const beside = await measure(fitted.findLast(({ name }) => name === 'joint')!, THREADS);
    const large = runs.slice(-fitted.length / 2);
    const unscaled: Rates = {
      seconds: fitRates([...runs, ...ofLarge]),
      passes: median(
        large.filter(({ trainings, stopsEarly }) => trainings > 0 && stopsEarly).map(({ passes }) => passes), // small logs train longer
      ),
      lengths: fitLengths([...runs, ...ofLarge], large),
      contention: Math.max(1, beside.cpu.train / alone.cpu.train),
      memory: fitMemory([...runs, ...ofLarge]),
      pace,
    };
    // Units are of runs of one kind of work each, on one thread: what whole runs take of the sum says how they add up.
    const whole: Checked[] = [];
    for (const costCase of scaled) whole.push(await held(costCase, unscaled));
    const rates = paced(unscaled, geometricMean(whole.map(({ time }) => time)));
    writeWhole(RATES, source(rates));
    const checked: Checked[] = [];
    for (const costCase of heldOut) checked.push(await held(costCase, rates));
    const words = checked.map(
      ({ name, time, memory }) => `${name}: ${time.toFixed(2)}, ${memory.toFixed(2)}`,
    );
    const times = checked.map(({ time }) => time);
    return [
      {
        case: `time and memory expected before a run, fitted to ${runs.length} runs of 30 k and 100 k rows and ${ofLarge.length} of 1 M and 3 M, scaled by ${whole.length} whole runs of 300 k and 2 M, held against others of 600 k and 6 M`,
        bar: '—',
        measured: `${Math.min(...times).toFixed(2)} to ${Math.max(...times).toFixed(2)} × the time`,
        note: `measured over expected, wall-clock and peak memory on ${THREADS} threads: ${words.join('; ')}; written to ${RATES}`,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
