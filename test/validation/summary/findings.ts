/** What the tables say, in sentences that are made of their numbers: a run with other numbers says something else. */
import type { WorldMeasurement } from '../measure.ts';
import type { Interval } from '../statistics.ts';
import { testRows } from './ab.ts';
import { againstBest, agreementRow, type PairedRun } from './agreement.ts';
import {
  ALIGNED,
  type Deployable,
  gainOf,
  HONEST,
  type Predict,
  seenUplift,
  trueUplift,
  VECTORS,
} from './arms.ts';
import { type Step, steps } from './chain.ts';
import type { JointRow } from './joint.ts';
import { meanTau, overrated, tauDifference } from './order.ts';
import { kindsOf, SOURCE_PREDICTORS } from './tables.ts';
import { gain, interval, percentInterval, share, users, wordOf } from './words.ts';

type Worlds = readonly WorldMeasurement[];

/** Which of two is better, as far as the interval of their difference shows it. */
export function better(a: string, b: string, difference: Interval): string {
  const by = interval(difference);
  if (difference.low > 0) return `${a} orders better than ${b} (by ${by})`;
  if (difference.high < 0) return `${b} orders better than ${a} (the difference is ${by})`;
  return `${a} and ${b} cannot be told apart (the difference is ${by})`;
}

/** Whether a τ-b shows any order at all. */
export function orders(tau: Interval): string {
  if (tau.low > 0) return 'says something of the order';
  return tau.high < 0 ? 'says the opposite of the order' : 'does not show any order';
}

export function agreementFindings(runs: readonly PairedRun[]): string {
  const { tau, tauAdded, below, transferable, ais, before } = agreementRow(runs);
  const world = againstBest(runs, 'world');
  const above = 1 - below.transferable.interval;
  return [
    `- **Order.** Over all runs, the transferable LIS and the AIS of aligned vectors have a τ-b of ${interval(tau.transferable)}, and the total LIS and this AIS one of ${interval(tau.total)}.`,
    `- **${above > 0.05 ? 'Aligned vectors often gain more than the transferable LIS.' : 'Aligned vectors hardly ever gain more than the transferable LIS.'}** Their AIS is above it for ${share(1 - below.transferable.point)} of the sources; for ${share(above)}, the two intervals do not even overlap. For ${share(1 - below.total.point)} the AIS is above the total LIS, too (without overlap for ${share(1 - below.total.interval)}).`,
    `- **Means over the sources.** The transferable LIS is ${gain(transferable)} and the AIS ${gain(ais)}; before any alignment the AIS of the same vectors was ${gain(before)}. Vectors also describe items without a click, and pairs without a click, while the LIS measures what one source says. A report says \`exceeds-reference\` then.`,
    `- **What alignment adds** to the AIS of the vectors and the transferable LIS have a τ-b of ${interval(tauAdded)}.`,
    ...(world === undefined
      ? []
      : [
          `- **The world's own vectors** have an AIS of ${gain(world.ais)}. It is above the transferable LIS of every source made of pairs in ${share(world.above.transferable)} of ${world.runs} runs, and above every total LIS in ${share(world.above.total)}.`,
        ]),
  ].join('\n');
}

export function sourceFindings(worlds: Worlds): string {
  const clicks = trueUplift('clicks');
  const predictOf = (name: string): Predict => SOURCE_PREDICTORS.find((p) => p.name === name)!.predict;
  const [transferable, total, honest] = ['transferable LIS', 'total LIS', 'honest gain'].map(predictOf);
  const against = (arms: readonly Deployable[], a: Predict, b: Predict) =>
    tauDifference(worlds, arms, [a, b], clicks);
  const tau = (arms: readonly Deployable[], predict: Predict) => meanTau(worlds, arms, predict, clicks);
  const lines = (
    [
      ['honest arms', HONEST],
      ['vectors aligned on sources', ALIGNED],
    ] as const
  ).map(([what, arms]) => {
    const [ofLis, ofTotal] = [tau(arms, transferable!), tau(arms, total!)];
    return `- **Clicks of ${what}.** The transferable LIS ${orders(ofLis)} (τ-b ${interval(ofLis)}), the total LIS ${orders(ofTotal)} (${interval(ofTotal)}); ${better('the transferable', 'the total', against(arms, transferable!, total!))}. ${sentence(better('The transferable LIS', 'the honest gain', against(arms, transferable!, honest!)))} ${sentence(better('The transferable LIS', 'a test with all users of the world', against(arms, transferable!, seenUplift('clicks'))))}`;
  });
  const places = kindsOf(worlds).map(
    ([kind, some]) => `- **Promises, ${kind}.** ${promises(overrated(some, HONEST, transferable!, clicks))}`,
  );
  return [...lines, ...places].join('\n');
}

/** Sources whose place by the number is not the place that they truly take, where the interval shows it. */
function promises(places: ReturnType<typeof overrated>): string {
  const those = (shown: typeof places) =>
    shown.map((source) => `\`${source.name}\` (${interval(source.places)} places)`).join(' and ');
  const much = places.filter((source) => source.places.low > 0);
  const little = places.filter((source) => source.places.high < 0);
  const parts = [
    ...(much.length > 0 ? [`too much of ${those(much)}`] : []),
    ...(little.length > 0 ? [`too little of ${those(little)}`] : []),
  ];
  if (parts.length === 0)
    return 'By its place among the five, the transferable LIS promises of no source too much or too little.';
  return `By its place among the five, the transferable LIS promises ${parts.join(', and ')}.`;
}

const sentence = (words: string) => `${words[0]!.toUpperCase()}${words.slice(1)}.`;

export function modelFindings(worlds: Worlds): string {
  const arms = [...VECTORS, ...ALIGNED];
  return kindsOf(worlds)
    .map(([kind, some]) => {
      const tau = meanTau(some, arms, gainOf('staged'), trueUplift('clicks'));
      const difference = tauDifference(
        some,
        arms,
        [gainOf('staged'), seenUplift('clicks')],
        trueUplift('clicks'),
      );
      return `- **${kind === 'ads' ? 'Ads' : 'Feed'}.** The AIS ${orders(tau)} (τ-b ${interval(tau)}). ${sentence(better('the AIS', 'a test with all users of the world', difference))}`;
    })
    .join('\n');
}

/** The step that loses most, of each kind of world and arm. */
export function chainFindings(worlds: Worlds): string {
  const weakest = (tauOf: (step: Step) => Interval | undefined) =>
    steps(worlds)
      .flatMap((step) => {
        const tau = tauOf(step);
        return tau === undefined ? [] : [{ name: step.name, tau }];
      })
      .toSorted((a, b) => a.tau.value - b.tau.value)[0]!;
  return kindsOf(worlds)
    .map(([kind], k) => {
      const [sources, vectors] = [
        weakest((step) => (step.onPath ? step.sources[k] : undefined)),
        weakest((step) => step.vectors?.[k]),
      ];
      return `- **${kind === 'ads' ? 'Ads' : 'Feed'}.** Of sources, most is lost at the step "${sources.name}" (${interval(sources.tau)}); of vectors, at "${vectors.name}" (${interval(vectors.tau)}).`;
    })
    .join('\n');
}

export function jointFindings(rows: readonly JointRow[]): string {
  const count = (holds: (difference: Interval) => boolean) =>
    rows.filter(({ difference }) => holds(difference)).length;
  const [staged, joint] = [count(({ low }) => low > 0), count(({ high }) => high < 0)];
  const summary = `Two stages order better in ${staged} of the ${rows.length} lines, joint training in ${joint}; in the other ${rows.length - staged - joint} the interval holds 0. Of ${rows.length} intervals of 95 %, ${(rows.length / 20).toFixed(1)} would miss 0 by chance.`;
  const primary = rows.filter(({ what }) => what === 'transferable LIS of sources');
  const lines = primary.map(
    ({ deployed, outcome, difference }) =>
      `- **Transferable LIS, ${deployed === 'staged' ? 'two stages' : 'joint'} launched, ${wordOf(outcome)}**: ${better('measuring in two stages', 'measuring jointly', difference)}.`,
  );
  return [summary, '', ...lines].join('\n');
}

export function testFindings(worlds: Worlds): string {
  const rows = testRows(worlds, [...HONEST, ...ALIGNED, ...VECTORS], 'clicks');
  const [low, high] = [rows.find(({ from }) => from === 0.003), rows.find(({ from }) => from === 0.03)];
  const all = rows.reduce((sum, { arms }) => sum + arms, 0);
  const coverage = rows.reduce((sum, row) => sum + row.coverage * row.arms, 0) / all;
  const bring = (row: (typeof rows)[number] | undefined, words: string) =>
    row === undefined
      ? []
      : [
          `- **${words}** bring ${percentInterval(row.uplift)} of clicks. The median one needs a test of ${users(row.usersNeeded)} users; the tests here, of 180, found a gain in ${share(row.found)}.`,
        ];
  return [
    `- The tests' 95 % intervals of clicks hold the truth for ${share(coverage)} of ${all.toLocaleString('en')} arms.`,
    ...bring(low, 'Arms with a LIS or AIS of 0.003 to 0.01'),
    ...bring(high, 'Arms with a LIS or AIS of 0.03 to 0.1'),
  ].join('\n');
}
