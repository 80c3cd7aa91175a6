/** Where the order is lost on the way from a LIS to what a deployment brings: each number against the next. */
import type { WorldMeasurement } from '../measure.ts';
import { ALIGNED, gainOf, HONEST, type Predict, sourceOf, trueUplift, VECTORS } from './arms.ts';
import { meanTau } from './order.ts';
import { kindsOf } from './tables.ts';
import { interval, table } from './words.ts';

const onCandidates: Predict = (world, { id }) => world.deployed.staged.gains[id]!.value;
const honestOnLog = gainOf('staged', ({ id }) => id);
const leaked = gainOf('staged', (arm) => `leaked:${sourceOf(arm)}`);
const total = gainOf('staged', (arm) => `leaked-total:${sourceOf(arm)}`);
const aligned = gainOf('staged', (arm) => `probe:buried:${sourceOf(arm)}`);

/** From, to, and whether vectors have the step too. */
const STEPS: readonly { name: string; from: Predict; to: Predict; vectors: boolean }[] = [
  { name: 'total LIS → transferable LIS', from: total, to: leaked, vectors: false },
  { name: 'transferable LIS → honest gain on the log', from: leaked, to: honestOnLog, vectors: false },
  { name: 'transferable LIS → AIS of vectors aligned on it', from: leaked, to: aligned, vectors: false },
  {
    name: 'gain on the log → gain of AUC on the candidates',
    from: honestOnLog,
    to: onCandidates,
    vectors: true,
  },
  {
    name: 'gain of AUC on the candidates → clicks of the one shown',
    from: onCandidates,
    to: trueUplift('clicks'),
    vectors: true,
  },
  { name: 'clicks → time or value', from: trueUplift('clicks'), to: trueUplift('worth'), vectors: true },
];

/** Mean Kendall's tau-b within worlds, step by step. */
export function chainTable(worlds: readonly WorldMeasurement[]): string {
  const vectors = [...VECTORS, ...ALIGNED];
  return table(
    ['step', ...kindsOf(worlds).flatMap(([kind]) => [`${kind}: sources`, `${kind}: vectors`])],
    STEPS.map(({ name, from, to, vectors: too }) => [
      name,
      ...kindsOf(worlds).flatMap(([, some]) => [
        interval(meanTau(some, HONEST, from, to)),
        too ? interval(meanTau(some, vectors, from, to)) : '',
      ]),
    ]),
  );
}
