/** The plots of the page, by the names of their files. */
import { OUTCOMES } from '../deploy.ts';
import type { WorldMeasurement } from '../measure.ts';
import { scatter } from '../plots/scatter.ts';
import { whiskers } from '../plots/whiskers.ts';
import type { PairedRun } from './agreement.ts';
import {
  ALIGNED,
  type Deployable,
  gainOf,
  HONEST,
  relativeUplift,
  seenUplift,
  trueUplift,
  VECTORS,
} from './arms.ts';
import type { JointRow } from './joint.ts';
import { meanTau } from './order.ts';
import { SOURCE_PREDICTORS } from './tables.ts';
import { wordOf } from './words.ts';

export function pictures(
  worlds: readonly WorldMeasurement[],
  runs: readonly PairedRun[],
  joint: readonly JointRow[],
): Record<string, string> {
  const points = (arms: readonly Deployable[]) =>
    arms.map((arm) => ({
      name: arm.name,
      points: worlds.map(
        (world) => [gainOf('staged')(world, arm), relativeUplift('clicks')(world, arm)] as const,
      ),
    }));
  return {
    'lis-ais': scatter({
      title: 'LIS of a source, and AIS of vectors aligned on it',
      x: 'transferable LIS',
      y: 'AIS of vectors aligned on the source',
      diagonal: true,
      groups: [...new Set(runs.map(({ data }) => data))].map((data) => ({
        name: data,
        points: runs
          .filter((run) => run.data === data)
          .flatMap(({ pairs }) =>
            pairs.map(({ transferable, ais }) => [transferable.value, ais.value] as const),
          ),
      })),
    }),
    sources: scatter({
      title: 'What the log said of a source, and what its honest arm brought',
      x: 'transferable LIS',
      y: 'true uplift of clicks, %',
      groups: points(HONEST),
    }),
    vectors: scatter({
      title: 'What the log said of vectors, and what they brought',
      x: 'AIS',
      y: 'true uplift of clicks, %',
      groups: [
        ...points(VECTORS),
        { name: 'buried, aligned', points: points(ALIGNED).flatMap((group) => group.points) },
      ],
    }),
    order: whiskers({
      title: 'How well each number orders the honest arms of a world',
      x: 'Kendall’s τ-b with the true uplift, mean over worlds',
      groups: OUTCOMES.map(wordOf),
      rows: [
        ...SOURCE_PREDICTORS.map(({ name, predict }) => ({
          name,
          intervals: OUTCOMES.map((outcome) => meanTau(worlds, HONEST, predict, trueUplift(outcome))),
        })),
        {
          name: 'the A/B test itself',
          intervals: OUTCOMES.map((outcome) =>
            meanTau(worlds, HONEST, seenUplift(outcome), trueUplift(outcome)),
          ),
        },
      ],
    }),
    joint: whiskers({
      title: 'Two stages beside joint training',
      x: 'Kendall’s τ-b with the true uplift, mean over worlds',
      groups: ['measured in two stages', 'measured jointly'],
      rows: joint.map(({ what, deployed, outcome, staged, joint: jointly }) => ({
        name: `${what.split(' of ')[0]}, ${deployed === 'staged' ? 'two stages' : 'joint'}, ${wordOf(outcome)}`,
        intervals: [staged, jointly],
      })),
    }),
  };
}
