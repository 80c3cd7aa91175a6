/** Edits of how much is evaluated. */
import { headlineLis } from '../../report/estimates.ts';
import { allEvaluationUsers } from '../../report/words/precision.ts';
import { proposedWindows } from '../../report/words/rolling/proposed.ts';
import { MOST_SEEDS } from '../../report/words/tables/detectable.ts';
import { adding } from '../authoring/repair.ts';
import { setting } from './base.ts';
import type { Maker } from './hint.ts';

/** More of the log than half would leave less to train on than to evaluate. */
const MOST_SHARE = 0.5;
/** Shares of a log that people write are multiples of five percent. */
const STEP = 0.05;

/** As many seeds as the verdict says would decide. */
export const moreSeeds: Maker = ({ found, spec, document }) => {
  const { power } = found ?? {};
  if (power?.seedsNeeded == null || !/seeds/.test(power.advice)) return undefined;
  const to = Math.ceil(power.seedsNeeded);
  if (to <= spec.seeds || to > MOST_SEEDS) return undefined;
  return {
    change: { kind: 'more-seeds', from: spec.seeds, to },
    edits: [setting({ document }, [], 'seeds', String(to))],
  };
};

/** A larger share of the log, where that has about the users that would decide; else only a larger log helps. */
export const longerEvaluation: Maker = ({ found, spec, report, document }) => {
  const { power } = found ?? {};
  if (power?.usersNeeded == null || !/users/.test(power.advice) || report.data.evalUsers === 0)
    return undefined;
  const { split } = spec;
  if (!('evaluate' in split) || typeof split.evaluate !== 'number') return undefined;
  const wanted = (split.evaluate * power.usersNeeded) / allEvaluationUsers(report);
  const to = Math.ceil(wanted / STEP - 1e-9) * STEP;
  if (to > MOST_SHARE + 1e-9 || to <= split.evaluate) return undefined;
  const share = (value: number): string => `${Math.round(value * 1000) / 10}%`;
  const edit = document.has(['split', 'evaluate'])
    ? setting({ document }, ['split'], 'evaluate', share(to))
    : document.has(['split'])
      ? undefined
      : adding(document, [], 'split', `{evaluate: ${share(to)}, slices: ${split.slices}}`);
  const change = { kind: 'longer-evaluation', from: share(split.evaluate), to: share(to) } as const;
  return { change, edits: [edit] };
};

/** The order within lists, where AUC mostly tells lists apart. */
export const withinLists: Maker = ({ report, spec, document }) =>
  report.warnings.some(({ code }) => code === 'between-lists') && spec.metric === 'auc'
    ? { change: { kind: 'gauc' }, edits: [setting({ document }, [], 'metric', 'gauc')] }
    : undefined;

/** The gain by the age of the data, which is what tells how often to rebuild it. */
export const measureLags: Maker = ({ found, report, spec, document }) => {
  if (spec.log.time === undefined || spec.rolling?.lags !== undefined) return undefined;
  if (found === undefined || headlineLis(found).value <= 0) return undefined;
  const cut = proposedWindows(report);
  if (cut === undefined && spec.rolling === undefined) return undefined;
  const edit =
    spec.rolling === undefined
      ? adding(document, [], 'rolling', `{every: ${cut!.every}, windows: ${cut!.windows}, lags: [1, 2, 4]}`)
      : adding(document, ['rolling'], 'lags', '[1, 2, 4]');
  return { change: { kind: 'measure-lags' }, edits: [edit] };
};
