/** Two stages beside joint training: what each said, held against what each launched. */
import { OUTCOMES, type Outcome } from '../deploy.ts';
import type { WorldMeasurement } from '../measure.ts';
import type { Training } from '../spec.ts';
import type { Interval } from '../statistics.ts';
import { type Deployable, gainOf, HONEST, type Predict, sourceOf, trueUplift, VECTORS } from './arms.ts';
import { meanTau, tauDifference } from './order.ts';
import { interval, table, wordOf } from './words.ts';

export interface JointRow {
  what: string;
  deployed: Training;
  outcome: Outcome;
  staged: Interval;
  joint: Interval;
  /** Staged minus joint, paired over worlds. */
  difference: Interval;
}

/** Two stages beside joint training, in the same worlds. */
export function jointRows(worlds: readonly WorldMeasurement[]): JointRow[] {
  const number = (training: Training, kind: 'leaked' | 'leaked-total'): Predict =>
    gainOf(training, (arm) => `${kind}:${sourceOf(arm)}`);
  const compare = (what: string, arms: readonly Deployable[], predict: (training: Training) => Predict) =>
    (['staged', 'joint'] as const).flatMap((deployed) =>
      OUTCOMES.map((outcome) => {
        const truth = trueUplift(outcome, deployed);
        const [staged, joint] = [predict('staged'), predict('joint')];
        return {
          ...{ what, deployed, outcome },
          staged: meanTau(worlds, arms, staged, truth),
          joint: meanTau(worlds, arms, joint, truth),
          difference: tauDifference(worlds, arms, [staged, joint], truth),
        };
      }),
    );
  return [
    ...compare('transferable LIS of sources', HONEST, (training) => number(training, 'leaked')),
    ...compare('total LIS of sources', HONEST, (training) => number(training, 'leaked-total')),
    ...compare('AIS of vectors', VECTORS, (training) => gainOf(training)),
  ];
}

export function jointTable(rows: readonly JointRow[]): string {
  return table(
    ['ordered by', 'what is deployed', 'outcome', 'two stages: τ-b', 'joint: τ-b', 'two stages − joint'],
    rows.map(({ what, deployed, outcome, ...taus }) => [
      ...[what, deployed === 'staged' ? 'two stages' : 'joint', wordOf(outcome)],
      ...[taus.staged, taus.joint, taus.difference].map((tau) => interval(tau)),
    ]),
  );
}
