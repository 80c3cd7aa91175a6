/**
 * How long a run will take, and how much memory: its work times what a unit of it takes (rates.ts, written by
 * `npm run bench -- cost`). Early stopping decides how long a ranker trains, so the time is one that runs typically take, with
 * the longest that they can take beside it.
 */
import { type Dataset, PART } from '../../data/dataset.ts';
import type { Spec } from '../../specfile/schema.ts';
import type { BuiltInRanker } from '../../specfile/schema-ranker.ts';
import { plannedTrainings } from '../arms/trainings.ts';
import type { Span } from '../tasks/clock.ts';
import { type Given, NONE_GIVEN } from './given.ts';
import { ratesHere } from './machine.ts';
import { expectedBytes, USUAL_MEMORY } from './memory.ts';
import { RATES } from './rates.ts';
import { rollingShare } from './rolling.ts';
import { secondsOf, spread } from './seconds.ts';
import { allStagedSeconds, MOST, stagedSeconds } from './staged.ts';
import { trainingWork } from './training-work.ts';
import type { CostPhase, Lengths, LogSize, Rates, Unit } from './units.ts';
import { type FeatureWork, mostPassesOf, type RunWork, workOf } from './work.ts';

export interface ExpectedCost {
  /** Wall-clock seconds by phase. */
  phases: Record<CostPhase, number>;
  /** Wall-clock seconds of the whole. */
  seconds: number;
  /** The same where early stopping never stops. */
  mostSeconds: number;
  /** Peak of the process. */
  bytes: number;
}

/** Share of the rows that is evaluated, where only the data could tell. */
const USUAL_EVALUATED = 0.2;

/** Before the log is read: all that is known of its size is the number of rows. */
export function sizeBeforehand({ split }: Pick<Spec, 'split'>, rows: number): LogSize {
  const share = 'evaluate' in split && typeof split.evaluate === 'number' ? split.evaluate : USUAL_EVALUATED;
  return { rows, trainRows: Math.round(rows * (1 - share)), evalRows: Math.round(rows * share) };
}

/** Of a log that is read. */
export function sizeOf({ rows, part }: Pick<Dataset, 'rows' | 'part'>): LogSize {
  const counts = [0, 0, 0, 0];
  for (let row = 0; row < rows; row++) counts[part[row]!]!++;
  return { rows, trainRows: counts[PART.fit]! + counts[PART.validate]!, evalRows: counts[PART.evaluate]! };
}

/**
 * Without what earlier runs have kept.
 * @param threads of the run. Programs of the user's own are not counted.
 * @param memoryBytes that the run is given: what it holds of a large log depends on it
 */
export function expectedCost(
  spec: Spec,
  size: LogSize,
  threads: number,
  given: Given = NONE_GIVEN,
  rates: Rates = RATES,
  memoryBytes = USUAL_MEMORY,
): ExpectedCost {
  const work = workOf(spec, size, given);
  const { passes: usual, lengths } = rates;
  const passes = Math.min(Math.max(1, usual + work.patiencePasses), work.mostPasses);
  const train = (visits: number, stops: Lengths): number =>
    trainSeconds(work, visits, threads, rates) + allStagedSeconds(spec, size, threads, given, stops, rates);
  const early = (stops: Lengths): number =>
    stagedSeconds(spec, plannedTrainings(spec)[0], size, threads, given, stops, rates).ids;
  const phases = {
    read: secondsOf(work.read, rates),
    features: secondsOf(work.base, rates) + featureSeconds(work.features, threads, rates) + early(lengths),
    train: train(passes, lengths) - early(lengths),
    metrics: secondsOf(work.metrics, rates),
  };
  const once = Object.values(phases).reduce((sum, phase) => sum + phase, 0);
  const most = once - phases.train - early(lengths) + train(work.mostPasses, MOST);
  // Successive cuts come after the phases.
  const all = 1 + rollingShare(spec, size, threads, given, rates);
  return {
    phases,
    seconds: once * all,
    mostSeconds: most * all,
    bytes: expectedBytes(spec, size, { threads, memoryBytes }, rates),
  };
}

/** What takes longer by the rates is worth measuring the machine for. */
const WORTH_MEASURING = 10;

/** As `expectedCost`, on this machine: measuring it takes a quarter of a second, once in a process. */
export function expectedCostHere(
  spec: Spec,
  size: LogSize,
  threads: number,
  given: Given = NONE_GIVEN,
  memoryBytes = USUAL_MEMORY,
): ExpectedCost {
  const expected = expectedCost(spec, size, threads, given, RATES, memoryBytes);
  return expected.seconds < WORTH_MEASURING
    ? expected
    : expectedCost(spec, size, threads, given, ratesHere(), memoryBytes);
}

/** How much of the time of all features the search before them, and those of sources, models and probes take: where each ends, 0..1. */
export function featureSpans(
  spec: Spec,
  size: LogSize,
  threads: number,
  given: Given = NONE_GIVEN,
): Record<'search' | 'sources' | 'models' | 'probes', Span> {
  const { base, features } = workOf(spec, size);
  const seconds = (wanted: (unit: Unit) => boolean): number =>
    features.reduce(
      (sum, { unit, amount, tasks }) => sum + (wanted(unit) ? RATES.seconds[unit] * amount * tasks : 0),
      0,
    );
  const encoding = secondsOf(base, RATES);
  const { ids: search } = stagedSeconds(spec, plannedTrainings(spec)[0], size, threads, given);
  const models = seconds((unit) => unit === 'model');
  const probes = seconds((unit) => unit === 'probe');
  const sources = seconds((unit) => unit !== 'model' && unit !== 'probe');
  const all = encoding + search + sources + models + probes;
  const encoded = encoding / all;
  const searched = (encoding + search) / all;
  const built = (encoding + search + sources) / all;
  const told = (encoding + search + sources + models) / all;
  return {
    search: [encoded, searched],
    sources: [searched, built],
    models: [built, told],
    probes: [told, 1],
  };
}

/** Seconds of CPU that one training of a ranker for an arm takes, for rows of so many fields. */
export function trainingSeconds(
  ranker: BuiltInRanker,
  fields: number,
  trainRows: number,
  given: ReadonlySet<string> = NONE_GIVEN(0),
): number {
  const passes = Math.min(RATES.passes, mostPassesOf(ranker, given));
  return secondsOf(trainingWork(ranker, fields), RATES) * trainRows * passes + RATES.seconds.training;
}

function trainSeconds(work: RunWork, passes: number, threads: number, rates: Rates): number {
  const { trainings } = work;
  const cpu = secondsOf(work.train, rates) * passes + rates.seconds.training * trainings;
  return spread(cpu, cpu / Math.max(1, trainings), Math.min(threads, trainings), rates);
}

function featureSeconds(features: readonly FeatureWork[], threads: number, rates: Rates): number {
  const tasks = features.map(({ unit, amount, tasks: count }) => ({
    each: rates.seconds[unit] * amount,
    of: count,
  }));
  const cpu = tasks.reduce((sum, { each, of: count }) => sum + each * count, 0);
  const longest = Math.max(0, ...tasks.map(({ each }) => each));
  const all = tasks.reduce((sum, { of: count }) => sum + count, 0);
  return spread(cpu, longest, Math.min(threads, all), rates);
}
