/** Where the order is lost on the way from a LIS to what a deployment brings: each number against the next. */
import type { WorldMeasurement } from '../measure.ts';
import type { Interval } from '../statistics.ts';
import {
  ALIGNED,
  type Deployable,
  gainOf,
  HONEST,
  type Predict,
  sourceOf,
  trueUplift,
  VECTORS,
} from './arms.ts';
import { meanTau } from './order.ts';
import { kindsOf } from './tables.ts';
import { interval, table } from './words.ts';

const onCandidates: Predict = (world, { id }) => world.deployed.staged.gains[id]!.value;
const honestOnLog = gainOf('staged', ({ id }) => id);
const leaked = gainOf('staged', (arm) => `leaked:${sourceOf(arm)}`);
const total = gainOf('staged', (arm) => `leaked-total:${sourceOf(arm)}`);
const aligned = gainOf('staged', (arm) => `probe:buried:${sourceOf(arm)}`);

interface StepPlan {
  name: string;
  from: Predict;
  to: Predict;
  /** Whether vectors take the step too. */
  vectors: boolean;
  /** Whether a launched source has passed it. */
  onPath: boolean;
}

const STEPS: readonly StepPlan[] = [
  { name: 'total LIS → transferable LIS', from: total, to: leaked, vectors: false, onPath: false },
  {
    ...{ name: 'transferable LIS → AIS of vectors aligned on it', from: leaked, to: aligned },
    ...{ vectors: false, onPath: false },
  },
  {
    ...{ name: 'transferable LIS → honest gain on the log', from: leaked, to: honestOnLog },
    ...{ vectors: false, onPath: true },
  },
  {
    ...{ name: 'gain on the log → gain of AUC on the candidates', from: honestOnLog, to: onCandidates },
    ...{ vectors: true, onPath: true },
  },
  {
    ...{ name: 'gain of AUC on the candidates → clicks of the one shown', from: onCandidates },
    ...{ to: trueUplift('clicks'), vectors: true, onPath: true },
  },
  {
    ...{ name: 'clicks → time or value', from: trueUplift('clicks'), to: trueUplift('worth') },
    ...{ vectors: true, onPath: true },
  },
];

/** Mean Kendall's tau-b within worlds, by kind of world as in `kindsOf`. */
export interface Step {
  name: string;
  onPath: boolean;
  sources: Interval[];
  vectors?: Interval[];
}

export function steps(worlds: readonly WorldMeasurement[]): Step[] {
  const vectors = [...VECTORS, ...ALIGNED];
  return STEPS.map(({ name, from, to, vectors: too, onPath }) => {
    const taus = (arms: readonly Deployable[]) =>
      kindsOf(worlds).map(([, some]) => meanTau(some, arms, from, to));
    return { name, onPath, sources: taus(HONEST), ...(too && { vectors: taus(vectors) }) };
  });
}

export function chainTable(worlds: readonly WorldMeasurement[]): string {
  return table(
    ['step', ...kindsOf(worlds).flatMap(([kind]) => [`${kind}: sources`, `${kind}: vectors`])],
    steps(worlds).map(({ name, sources, vectors }) => [
      name,
      ...sources.flatMap((tau, k) => [interval(tau), vectors === undefined ? '' : interval(vectors[k]!)]),
    ]),
  );
}
