/** What was evaluated, how, and at what cost: a name and a text each, for the exports and the panel. */
import { bytes, count, duration, minute, percent, zonedTime } from '../../common/format.ts';
import type { Report } from '../schema.ts';
import { objectiveText } from './objectives.ts';
import { precisionStages } from './precision.ts';
import { rankerSettings } from './rankers.ts';
import { baseFacts } from './tables/base-line.ts';
import { inEnglish, listed, type Translate } from './translate.ts';

export function runFacts(report: Report, t: Translate = inEnglish): [name: string, text: string][] {
  const { data, resources, tool, created, ranker, base, seed } = report;
  const seeds = t('{0} seeds from {1}', report.arms[0]?.perSeed.length ?? 0, seed);
  return [
    [t('Created'), t('{0} by {1} {2}', zonedTime(created), tool.name, tool.version)],
    [
      t('Log'),
      t(
        '{0} rows, {1} users, {2} items, {3} positive',
        ...[data.rows, data.users, data.items].map(count),
        percent(data.positiveRate),
      ),
    ],
    [t('Evaluated'), evaluated(report, t)],
    ...(report.precision === undefined ? [] : [fact(t('Stages'), precisionStages(report.precision, t))]),
    [t('Ranker'), t('{0}; {1}', listed(rankerSettings(ranker), t), seeds)],
    ...(base === undefined ? [] : [fact(t('Base'), listed(baseFacts(base, ranker['kind'], t), t))]),
    ...(report.objectives ?? []).map((objective) =>
      fact(
        t('Objective {0}', objective.name),
        t('{0}; {1} positive', objectiveText(objective), percent(objective.positiveRate)),
      ),
    ),
    ...(report.otherRankers ?? []).map((other) => fact(t('Also'), listed(rankerSettings(other.ranker), t))),
    [
      t('Cost'),
      t(
        '{0}, peak memory {1}, {2} rows trained',
        ...[duration(resources.wallSeconds), bytes(resources.peakMemoryBytes), count(resources.rowsTrained)],
      ),
    ],
  ];
}

const fact = (name: string, text: string): [string, string] => [name, text];

function evaluated({ data }: Report, t: Translate): string {
  const counts = [data.evalRows, data.evalUsers, data.effectiveUsers].map(count);
  const rows =
    data.evalPositiveRate === undefined
      ? t('{0} rows of {1} users ({2} effective)', ...counts)
      : t('{0} rows of {1} users ({2} effective), {3} positive', ...counts, percent(data.evalPositiveRate));
  if (!data.evaluate) return rows;
  return t('{0}, {1} to {2} UTC', rows, minute(data.evaluate.from), minute(data.evaluate.to));
}
