/** In the tab Scores: what the models bring as bars, under the LIS of the sources that they can be held against. */

import { signed } from '../../src/common/format.ts';
import { headlineLis, metricName } from '../../src/report/estimates.ts';
import { isScoredHere } from '../../src/report/model-kinds.ts';
import type { Estimate, ProbeReport, Report } from '../../src/report/schema.ts';
import { leaking } from '../../src/report/words/label-leak.ts';
import { type Colour, type IntervalChart, type Point, pointOf } from '../charts/chart.ts';
import { coloursOf } from '../charts/colours.ts';
import { t } from '../l10n.ts';
import { type Earlier, runMarks } from './earlier.ts';
import type { ViewContext } from './view.ts';

/**
 * Where there are models, one chart: what each brings, under the LIS of the sources that it can be held against. A source that
 * has been evaluated since has its LIS of either run, so that each bar stands beside the one that it is a share of.
 */
export function modelsChart(context: Pick<ViewContext, 'report' | 'earlier'>): IntervalChart[] {
  const { report } = context;
  const leaks = leaking(report);
  const models = report.models.filter(({ name }) => !leaks.has(name));
  if (models.length === 0) return [];
  const colourOf = coloursOf(report);
  const runs = runMarks(
    models.map(({ name }) => name),
    context,
  );
  const bars: { category: string; point: Point | null; colour: Colour }[] = [
    ...references(context).map(({ source, lis, part: share }) => ({
      category: t('LIS of {0}', source) + runs.of(share),
      point: pointOf(lis),
      colour: colourOf(source),
    })),
    ...models.flatMap(({ name, ais, probes }) => [
      ...probes.filter(isTrained).map(({ source, gain }) => ({
        category: t('{0}, probe on {1}', name, source) + runs.of(name),
        point: pointOf(gain),
        colour: colourOf(name),
      })),
      { category: t('AIS of {0}', name) + runs.of(name), point: pointOf(ais), colour: colourOf(name) },
    ]),
  ];
  return [
    {
      title: t('What the models bring'),
      axis: [t('difference of {0}', metricName(report)), ...runs.legend].join(' · '),
      categories: bars.map(({ category }) => category),
      series: [
        { name: 'AIS', points: bars.map(({ point }) => point), colour: bars.map(({ colour }) => colour) },
      ],
      format: signed,
    },
  ];
}

/** How to read that chart. */
export function modelsNote(report: Report): string {
  const parts = [
    references({ report, earlier: [] }).length > 0 && t('LIS: what the data could give this ranker.'),
    t('AIS: what the model really brings.'),
    report.models.some(({ probes }) => probes.length > 0) &&
      t('Probe: what a cheap linear alignment of its vectors reaches.'),
    !report.models.every(isScoredHere) && t('Of scores, the AIS is the gain over their baseline file.'),
  ];
  return parts.filter((part) => part !== false).join(' ');
}

interface Reference {
  source: string;
  lis: Estimate;
  /** The part whose run it is of. */
  part: string;
}

/** The LIS that some model is a share of: a source's last, and those of earlier runs that models stand beside, once each. */
function references({ report, earlier }: Earlier & { report: Report }): Reference[] {
  const leaks = leaking(report);
  const models = report.models.filter(({ name }) => !leaks.has(name));
  const sources = report.sources.filter(({ name }) => !leaks.has(name));
  return sources.flatMap((source) => {
    const { name } = source;
    const held = models.filter(
      ({ captured, probes }) => (captured[name] ?? null) !== null || probes.some((p) => p.source === name),
    );
    const runs = new Map<string, Reference>();
    for (const model of held) {
      const run = earlier.find((candidate) => candidate.name === model.name);
      const lis = run?.lis?.[name];
      if (run === undefined || lis === undefined)
        runs.set('', { source: name, lis: headlineLis(source), part: name });
      else runs.set(run.created, { source: name, lis, part: model.name });
    }
    return [...runs.keys()].sort().map((run) => runs.get(run)!); // the last one first
  });
}

/** The gain of a probe that nothing was trained for is that of missing features, and says nothing. */
export const isTrained = ({ untrained }: ProbeReport): boolean => untrained === undefined;
