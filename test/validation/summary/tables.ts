/** The tables of the page, from what was measured. */
import { OUTCOMES, type Outcome } from '../deploy.ts';
import type { WorldMeasurement } from '../measure.ts';
import { meanOver } from '../statistics.ts';
import { testRows } from './ab.ts';
import { agreementRow, type PairedRun } from './agreement.ts';
import {
  ALIGNED,
  type Deployable,
  gainOf,
  HONEST,
  type Predict,
  relativeUplift,
  seenUplift,
  sourceOf,
  trueUplift,
  VECTORS,
} from './arms.ts';
import { meanTau, pooledSpearman, shareByLot, shareOfBest } from './order.ts';
import { gain, interval, percentInterval, share, table, users, wordOf } from './words.ts';

type Worlds = readonly WorldMeasurement[];

/** A number that speaks for a source, by the name that the page has for it. */
export const SOURCE_PREDICTORS: readonly { name: string; predict: Predict }[] = [
  { name: 'transferable LIS', predict: gainOf('staged', (arm) => `leaked:${sourceOf(arm)}`) },
  { name: 'total LIS', predict: gainOf('staged', (arm) => `leaked-total:${sourceOf(arm)}`) },
  { name: 'honest gain', predict: gainOf('staged', (arm) => `honest:${sourceOf(arm)}`) },
  {
    name: 'AIS of vectors aligned on it',
    predict: gainOf('staged', (arm) => `probe:buried:${sourceOf(arm)}`),
  },
  { name: 'transferable LIS, joint', predict: gainOf('joint', (arm) => `leaked:${sourceOf(arm)}`) },
  { name: 'total LIS, joint', predict: gainOf('joint', (arm) => `leaked-total:${sourceOf(arm)}`) },
];
const TEST = 'the A/B test itself';

/** LIS against AIS, by data, size and base. */
export function agreementTable(runs: readonly PairedRun[]): string {
  const keys = [...new Set(runs.map(({ data, rows, base }) => JSON.stringify([data, rows, base])))];
  const groups = keys.map((key) => {
    const [data, rows, base] = JSON.parse(key) as [string, string, string];
    return {
      name: [data, rows, base],
      runs: runs.filter((run) => key === JSON.stringify([run.data, run.rows, run.base])),
    };
  });
  const all = groups.length > 1 ? [{ name: ['all', '', ''], runs }] : [];
  return table(
    [
      ...[
        'data',
        'rows',
        'base',
        'runs',
        'sources',
        'base AUC',
        'transferable LIS',
        'total LIS',
        'aligned AIS',
        '… before',
      ],
      ...['τ-b with transferable', 'Spearman', 'τ-b with total', 'Spearman'],
      ...['AIS ≤ transferable LIS', '… by intervals', 'AIS ≤ total LIS', '… by intervals'],
    ],
    [...groups, ...all].map(({ name, runs: some }) => {
      const { tau, spearman, below, ...means } = agreementRow(some);
      return [
        ...[...name, means.runs, means.sources, means.baseAuc.toFixed(3)],
        ...[gain(means.transferable), gain(means.total), gain(means.ais), gain(means.before)],
        ...[tau.transferable, spearman.transferable, tau.total, spearman.total].map((x) => interval(x)),
        ...[below.transferable, below.total].flatMap(({ point, interval: by }) => [share(point), share(by)]),
      ];
    }),
  );
}

/** What each arm said on the log and brought after it: means over worlds. */
export function armTable(worlds: Worlds): string {
  const rows = [...HONEST, ...ALIGNED, ...VECTORS].flatMap((arm) =>
    kindsOf(worlds).map(([kind, some]) => {
      const mean = (value: Predict) => meanOver(some.map((world) => value(world, arm)));
      const onCandidates: Predict = (world, { id }) => world.deployed.staged.gains[id]!.value;
      const onLog = (id: (arm: Deployable) => string) => gain(mean(gainOf('staged', id)).value);
      const isSource = HONEST.includes(arm);
      return [
        ...[kind, isSource ? `honest: ${arm.name}` : arm.name],
        ...(isSource
          ? [onLog(({ predictedBy }) => predictedBy), onLog((a) => `leaked-total:${sourceOf(a)}`)]
          : ['', '']),
        ...[onLog(({ id }) => id), gain(mean(onCandidates).value)],
        ...OUTCOMES.map((outcome) => percentInterval(mean(relativeUplift(outcome)))),
      ];
    }),
  );
  const head = [
    'world',
    'arm',
    'transferable LIS',
    'total LIS',
    'its own gain on the log',
    'its gain of AUC on the candidates',
  ];
  return table([...head, 'uplift of clicks', 'uplift of time or value'], rows);
}

/** How well each number orders the sources, by what is deployed of them. */
export function sourceTable(worlds: Worlds): string {
  const launched = [HONEST, ALIGNED];
  const cells = (predictOf: (outcome: Outcome) => Predict) => [
    ...launched.flatMap((arms) =>
      OUTCOMES.map((outcome) => interval(meanTau(worlds, arms, predictOf(outcome), trueUplift(outcome)))),
    ),
    ...launched.map((arms) =>
      interval(pooledSpearman(worlds, arms, predictOf('clicks'), relativeUplift('clicks'))),
    ),
    ...launched.map((arms) => interval(shareOfBest(worlds, arms, predictOf('clicks'), trueUplift('clicks')))),
  ];
  return table(
    [
      ...['ordered by', 'honest arms: clicks', '… time or value'],
      ...['vectors aligned on them: clicks', '… time or value'],
      ...['over all worlds, Spearman: honest arms', '… aligned vectors'],
      ...['share of the best: honest arms', '… aligned vectors'],
    ],
    [
      ...SOURCE_PREDICTORS.map(({ name, predict }) => [name, ...cells(() => predict)]),
      [TEST, ...cells((outcome) => seenUplift(outcome))],
      [
        ...['a lot', '0', '0', '0', '0', '0', '0'],
        ...launched.map((arms) => interval(shareByLot(worlds, arms, trueUplift('clicks')))),
      ],
    ],
  );
}

/** How well AIS orders what a content model could be. */
export function modelTable(worlds: Worlds): string {
  const arms = [...VECTORS, ...ALIGNED];
  const everything = [...HONEST, ...arms];
  const rows = kindsOf(worlds).flatMap(([kind, some]) =>
    (
      [
        ['AIS', 'vectors, as they are and aligned', arms, gainOf('staged')],
        ['LIS of sources, AIS of vectors', 'all arms', everything, gainOf('staged')],
        [TEST, 'vectors, as they are and aligned', arms, undefined],
        [TEST, 'all arms', everything, undefined],
      ] as const
    ).map(([name, which, compared, predict]) => [
      ...[kind, name, which],
      ...OUTCOMES.flatMap((outcome) => {
        const by = predict ?? seenUplift(outcome);
        return [
          interval(meanTau(some, compared, by, trueUplift(outcome))),
          interval(pooledSpearman(some, compared, by, relativeUplift(outcome))),
        ];
      }),
    ]),
  );
  const head = ['world', 'ordered by', 'arms', 'clicks: τ-b within worlds', 'Spearman over all'];
  return table([...head, 'time or value: τ-b within worlds', 'Spearman over all'], rows);
}

/** What tests see, by what the log said. */
export function testTable(worlds: Worlds): string {
  const arms = [...HONEST, ...ALIGNED, ...VECTORS];
  const border = (value: number) => (Number.isFinite(value) ? gain(value, 3) : '');
  const rows = OUTCOMES.flatMap((outcome) =>
    testRows(worlds, arms, outcome).map((test) => [
      ...[wordOf(outcome), `${border(test.from)} … ${border(test.to)}`.trim(), test.arms],
      ...[percentInterval(test.uplift), percentInterval(test.seen)],
      ...[share(test.coverage), share(test.found), users(test.usersNeeded)],
    ]),
  );
  const head = ['outcome', 'LIS or AIS on the log', 'arms', 'true uplift', 'seen by the tests'];
  return table(
    [
      ...head,
      '95 % intervals that hold the truth',
      'tests that find a gain',
      'users that a test needs, median',
    ],
    rows,
  );
}

/** Worlds of each kind. */
export function kindsOf(worlds: Worlds): [string, Worlds][] {
  return (['feed', 'ads'] as const).map((kind) => [kind, worlds.filter(({ world }) => world.kind === kind)]);
}
