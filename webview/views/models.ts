/**
 * What each model really brings, beside what the data could give, in the tab Scores. A model is held against a source by the
 * share of its LIS, where that means something; where it does not, the report's reason stands in its place.
 */

import { percent, signed } from '../../src/common/format.ts';
import { headlineLis, usualLevel } from '../../src/report/estimates.ts';
import { isScoredHere } from '../../src/report/model-kinds.ts';
import type { Estimate, ModelReport, ProbeReport, Report } from '../../src/report/schema.ts';
import { h } from '../dom.ts';
import { t } from '../l10n.ts';
import { partName } from './earlier.ts';
import { type Cell, type Column, numberCell, type Table, textCell } from './table.ts';
import type { ViewContext } from './view.ts';

/** An estimate of a model, as the table of all differences lists it. */
export interface ModelEstimate {
  model: string;
  name: string;
  /** Which arm minus which. */
  contrast: string;
  estimate: Estimate;
}

/** The differences of the metric that the report has of its models: each one's probes, then its own. */
export function modelEstimates({ models }: Pick<Report, 'models'>): ModelEstimate[] {
  return models.flatMap(({ name, kind, ais, probes }) => [
    ...probes.filter(isTrained).flatMap(({ source, gain, overModel }) => [
      {
        model: name,
        name: t('probe AIS'),
        contrast: t('probe on {0} − base', source),
        estimate: gain,
      },
      ...(overModel === undefined
        ? []
        : [
            {
              model: name,
              name: t('probe over AIS'),
              contrast: t('probe on {0} − model', source),
              estimate: overModel,
            },
          ]),
    ]),
    {
      model: name,
      name: 'AIS',
      contrast: isScoredHere({ kind }) ? t('model − base') : t('with the model − baseline'),
      estimate: ais,
    },
  ]);
}

/**
 * Each model against each source: from what a probe reaches, over what the model brings, to what the data could give. All
 * numbers of a row are of the model's run, since a share is of the LIS of its own run; a newer LIS stands under it.
 */
export function modelsTable(context: Pick<ViewContext, 'report' | 'earlier'>): Table {
  const { report } = context;
  const probed = report.models.some(({ probes }) => probes.length > 0);
  const shares = report.models.flatMap(({ captured }) => Object.values(captured));
  const probeColumns: Column[] = [{ key: 'probe', name: t('probe AIS'), numeric: true }];
  return {
    name: 'models',
    caption: t('Models against sources'),
    columns: [
      { key: 'model', name: t('model') },
      { key: 'source', name: t('source') },
      ...(probed ? probeColumns : []),
      { key: 'ais', name: 'AIS', numeric: true },
      { key: 'lis', name: 'LIS', numeric: true },
      { key: 'captured', name: t('captured'), numeric: true },
      { key: 'interval', name: t('{0} interval', usualLevel(shares)), numeric: true },
    ],
    rows: report.models.flatMap((model) => rowsOf(model, context, probed)),
  };
}

function rowsOf(
  model: ModelReport,
  context: Pick<ViewContext, 'report' | 'earlier'>,
  probed: boolean,
): Cell[][] {
  const { name, ais, captured, probes } = model;
  /** @param start one source, or several for which the same reason holds */
  const row = (start: readonly string[], why: string): Cell[] => {
    const source = start.length === 1 ? start[0] : undefined;
    const probe = probes.find((candidate) => candidate.source === source);
    const share = source === undefined ? null : (captured[source] ?? null);
    const names = start.join(', ');
    return [
      textCell(name, partName(name, context)),
      start.length === 0 ? { text: '–' } : textCell(names, h('span', { class: 'names' }, names)),
      ...(probed ? [probeCell(probe)] : []),
      numberCell(ais.value, signed),
      source === undefined ? { text: '–' } : lisCell(source, name, context),
      numberCell(share?.value, percent),
      share === null ? reasonCell(why) : { text: shareInterval(share), sort: share.low },
    ];
  };
  if (Object.keys(captured).length === 0) return [row([], t('evaluated without sources'))];
  return bySource(model).map(({ sources, why }) => row(sources, why));
}

function lisCell(
  source: string,
  model: string,
  { report, earlier }: Pick<ViewContext, 'report' | 'earlier'>,
): Cell {
  const found = report.sources.find(({ name }) => name === source);
  const last = found && headlineLis(found).value;
  const latest = earlier.find(({ name }) => name === model)?.lis?.[source]?.value;
  const cell = numberCell(latest ?? last, signed);
  if (latest === undefined || last === undefined) return cell;
  const newer = t('newer run: {0}', signed(last));
  return { ...cell, show: h('span', {}, cell.text, h('span', { class: 'quiet under' }, newer)) };
}

/** What it reaches, or why nothing was trained. */
function probeCell(probe: ProbeReport | undefined): Cell {
  if (probe === undefined || isTrained(probe)) return numberCell(probe?.gain.value, signed);
  return reasonCell(probe.untrained!);
}

/** The sources that a share is known of, or that a probe was trained on, each alone; those of one reason together. */
function bySource({ captured, notCaptured, probes }: ModelReport): { sources: string[]; why: string }[] {
  const alone: { sources: string[]; why: string }[] = [];
  const reasons = new Map<string, string[]>();
  for (const [source, share] of Object.entries(captured)) {
    const why = notCaptured[source] ?? t('not measured');
    const known = share !== null || probes.some((probe) => probe.source === source);
    if (known) alone.push({ sources: [source], why });
    else reasons.set(why, [...(reasons.get(why) ?? []), source]);
  }
  return [...alone, ...[...reasons].map(([why, sources]) => ({ sources, why }))];
}

/** A sentence among numbers: it may take several lines. */
function reasonCell(text: string): Cell {
  return { text, show: h('span', { class: 'reason quiet' }, text) };
}

export function shareInterval({ low, high }: Estimate): string {
  return `[${percent(low)}, ${percent(high)}]`;
}

/** The gain of a probe that nothing was trained for is that of missing features, and says nothing. */
export const isTrained = ({ untrained }: ProbeReport): boolean => untrained === undefined;
