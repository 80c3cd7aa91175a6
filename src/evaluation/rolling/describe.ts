/** What the report says of successive cuts. */
import type { Warning } from '../../common/failure.ts';
import { denseNumbers } from '../../metrics/intervals/clusters.ts';
import { contrast } from '../../metrics/intervals/estimate.ts';
import { changeOver, meanOver, type WindowDifference } from '../../metrics/intervals/trend.ts';
import type { ScoredArm } from '../../metrics/scored-arm.ts';
import { BASE, modelArm, type OfSource, sourceArm } from '../../report/arm-ids.ts';
import type { Estimate, RollingReport, RollingWindow } from '../../report/schema.ts';
import type { RollingSpec, Spec } from '../../specfile/schema.ts';
import type { ModelFacts } from '../arms/model-arms.ts';
import type { SourceFacts } from '../arms/preference-arms.ts';
import type { ScoredRun } from '../describe/scored-run.ts';
import { describeSpans } from './describe-spans.ts';
import type { RollingRun } from './run.ts';
import type { ScoredWindow, WindowScores } from './window.ts';

/** With fewer windows a line goes through their noise. */
const FEWEST = 3;

/** Which sources and models are followed. */
export interface Followed {
  sources: readonly Pick<SourceFacts, 'name' | 'headline'>[];
  models: readonly Pick<ModelFacts, 'name'>[];
}

export function describeRolling(
  { windows, spans }: Pick<RollingRun, 'windows' | 'spans'>,
  spec: Spec & { rolling: RollingSpec },
  run: Followed & Pick<ScoredRun, 'rows' | 'scored'>,
): RollingReport {
  const { sources, models } = run;
  const measured = numbered(windows);
  const scored = models.filter(({ name }) => measured[0]?.scores.arms.has(modelArm(name)) === true);
  const isMeasured = measured.length > 0;
  const minusBase = (arm: string) => (scores: WindowScores) =>
    [scores.arms.get(arm)!, scores.arms.get(BASE)!] as const;
  return {
    every: spec.rolling.every,
    windows: windows.map((window) => describeWindow(window, { sources, models: scored })),
    ...(isMeasured && { base: aboveChance(trendOf(measured, ({ base, constant }) => [base, constant])) }),
    sources: !isMeasured
      ? []
      : sources.map(({ name, headline }) => ({
          name,
          ...trendOf(measured, minusBase(sourceArm(headline, name))),
          ...describeSpans(name, spec, spans, run),
        })),
    models: scored.map(({ name }) => ({ name, ...trendOf(measured, minusBase(modelArm(name))) })),
  };
}

function describeWindow(
  { cut, users, positives, skipped, scored }: ScoredWindow,
  { sources, models }: Followed,
): RollingWindow {
  const facts = {
    ...{ from: iso(cut.from), to: iso(cut.to), trainRows: cut.before },
    ...{ rows: cut.rows, users, positives, ...(skipped !== undefined && { skipped }) },
  };
  if (scored === undefined) return { ...facts, sources: [], models: [] };
  const { rows, arms, base, constant } = scored;
  const ofBase = arms.get(BASE)!;
  return {
    ...facts,
    baseAuc: shifted(contrast(rows, base, constant)),
    sources: sources.map(({ name, headline }) => {
      const arm = (kind: OfSource): ScoredArm | undefined => arms.get(sourceArm(kind, name));
      const [honest, fresh] = [arm('honest'), arm('fresh')];
      return {
        name,
        lis: contrast(rows, arm(headline)!, ofBase),
        ...(honest !== undefined && { honestGain: contrast(rows, honest, ofBase) }),
        ...(honest !== undefined && fresh !== undefined && { freshness: contrast(rows, fresh, honest) }),
        placeboGain: contrast(rows, arm('placebo')!, ofBase),
      };
    }),
    models: models.map(({ name }) => ({ name, ais: contrast(rows, arms.get(modelArm(name))!, ofBase) })),
  };
}

interface Measured {
  at: number;
  scores: WindowScores;
  /** Number of each user of the window, among those of all windows. */
  users: Uint32Array;
}

/** The windows that were measured, with one numbering of their users. */
function numbered(windows: readonly ScoredWindow[]): Measured[] {
  const measured = windows.flatMap(({ cut, scored }) => (scored === undefined ? [] : [{ cut, scored }]));
  const all = new Uint32Array(measured.reduce((sum, { scored }) => sum + scored.users.length, 0));
  let from = 0;
  for (const { scored } of measured) {
    all.set(scored.users, from);
    from += scored.users.length;
  }
  const { numbers } = denseNumbers(all);
  return measured.map(({ cut, scored }) => ({
    at: cut.from,
    scores: scored,
    users: scored.users.map((user) => numbers[user]!),
  }));
}

function trendOf(
  measured: readonly Measured[],
  pick: (scores: WindowScores) => readonly [ScoredArm, ScoredArm],
): { mean: Estimate; change?: Estimate } {
  const windows = measured.map(({ at, scores, users }): WindowDifference => {
    const [a, b] = pick(scores);
    return { at, users, a, b };
  });
  return { mean: meanOver(windows), ...(windows.length >= FEWEST && { change: changeOver(windows) }) };
}

/** AUC from what it is above that of a constant. */
function shifted(estimate: Estimate): Estimate {
  const { value, low, high } = estimate;
  return { ...estimate, value: value + 0.5, low: low + 0.5, high: high + 0.5 };
}

const aboveChance = ({ mean, ...rest }: { mean: Estimate; change?: Estimate }) => ({
  ...{ mean: shifted(mean), ...rest },
});

const iso = (microseconds: number): string => new Date(microseconds / 1000).toISOString();

/** Of windows without a number so many are named for each reason. */
const NAMED = 3;

/** Windows without a number, by reason. */
export function windowWarnings({ windows }: RollingReport): Warning[] {
  const skipped = windows.filter((window) => window.skipped !== undefined);
  if (skipped.length === 0) return [];
  const reasons = [...new Set(skipped.map(({ skipped: reason }) => reason))];
  const named = reasons.map((reason) => {
    const names = skipped
      .filter((window) => window.skipped === reason)
      .map(({ from }) => from.slice(0, 16).replace('T', ' '));
    const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
    return `${names.slice(0, NAMED).join(', ')}${more} (${reason})`;
  });
  const message = `${skipped.length} of the ${windows.length} windows could not be measured: ${named.join(', ')}.`;
  return [{ code: 'window-skipped', message, count: skipped.length }];
}
