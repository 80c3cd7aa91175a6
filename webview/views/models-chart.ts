/** In the tab Scores: what the models bring as bars, under the LIS of the sources that they can be held against. */
import { metricName } from '../../src/report/estimates.ts';
import { signed } from '../../src/report/format.ts';
import type { Estimate, ProbeReport, Report, SourceReport } from '../../src/report/schema.ts';
import { type Colour, type IntervalChart, type Point, pointOf } from '../charts/chart.ts';
import { coloursOf } from '../charts/colours.ts';
import { t } from '../l10n.ts';

/** Where there are models, one chart: what each brings, under the LIS of the sources that it can be held against. */
export function modelsChart(report: Report): IntervalChart[] {
  if (report.models.length === 0) return [];
  const colourOf = coloursOf(report);
  const bars: { category: string; point: Point | null; colour: Colour }[] = [
    ...references(report).map((source) => ({
      category: t('LIS of {0}', source.name),
      point: pointOf(headline(source)),
      colour: colourOf(source.name),
    })),
    ...report.models.flatMap(({ name, ais, probes }) => [
      ...probes.filter(isTrained).map(({ source, gain }) => ({
        category: t('{0}, probe on {1}', name, source),
        point: pointOf(gain),
        colour: colourOf(name),
      })),
      { category: t('AIS of {0}', name), point: pointOf(ais), colour: colourOf(name) },
    ]),
  ];
  return [
    {
      title: t('What the models bring'),
      axis: t('difference of {0}', metricName(report)),
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
    references(report).length > 0 && t('LIS: what the data could give this ranker.'),
    t('AIS: what the model really brings.'),
    report.models.some(({ probes }) => probes.length > 0) &&
      t('Probe: what a cheap linear alignment of its vectors reaches.'),
    report.models.some(({ kind }) => kind === 'predictions') &&
      t('Of scores, the AIS is the gain over their baseline file.'),
  ];
  return parts.filter((part) => part !== false).join(' ');
}

/** The sources that some model is a share of. */
function references({ sources, models }: Report): SourceReport[] {
  return sources.filter(({ name }) =>
    models.some(
      ({ captured, probes }) => (captured[name] ?? null) !== null || probes.some((p) => p.source === name),
    ),
  );
}

/** The gain of a probe that nothing was trained for is that of missing features, and says nothing. */
export const isTrained = ({ untrained }: ProbeReport): boolean => untrained === undefined;

export function headline({ lis }: SourceReport): Estimate {
  return lis.transferable ?? lis.total;
}
