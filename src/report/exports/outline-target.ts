/** What an outline holds of one source, or of one model: cards, tables and notes, free of any format. */

import { count, limits, percent, pValue, score, signed } from '../../common/format.ts';
import {
  metricName,
  modelEstimates,
  namedEstimates,
  provenance,
  rowName,
  usualLevel,
  written,
} from '../estimates.ts';
import type { Estimate, ModelReport, Report, Segment, SourceReport, Verdict } from '../schema.ts';
import { modelFacts, modelOrigin, undefinedNumbers } from '../words/models.ts';
import { segmentName } from '../words/segments.ts';
import { curveLine } from '../words/tables/curve-line.ts';
import { detectable } from '../words/tables/detectable.ts';
import { byGain } from '../words/tables/feature-order.ts';

export interface OutlineTable {
  caption: string;
  header: string[];
  rows: string[][];
}

export interface OutlineTarget {
  /** Heading: `co-click`, `Model notellm`. */
  name: string;
  provenance: string;
  verdicts: Verdict[];
  estimates: OutlineTable;
  /** Paragraphs. */
  notes: string[];
  segments?: OutlineTable | undefined;
  features?: OutlineTable | undefined;
}

export function outlineSource(source: SourceReport, report: Report): OutlineTarget {
  const shown = namedEstimates(source);
  const which = source.lis.transferable === undefined ? 'total' : 'transferable';
  return {
    name: source.name,
    provenance: provenance(source),
    verdicts: report.verdicts.filter(({ target }) => target === source.name),
    estimates: {
      caption: `Differences of ${metricName(report)}`,
      header: [...estimateHeader(shown.map(({ estimate }) => estimate)), 'p (Holm)'],
      rows: shown.map((named) => {
        const { p, pHolm } = named.estimate;
        const { value, range: interval, se } = written(named);
        const adjusted = pHolm === undefined ? '' : pValue(pHolm);
        return [rowName(named), named.contrast, value, interval, se, pValue(p), adjusted];
      }),
    },
    notes: [
      detectable(source.minimumDetectable, which) +
        `Coverage: ${percent(source.coverage)} of the evaluation rows.`,
      ...curve(report, source.name, 'LIS'),
    ],
    ...(source.segments.length > 0 && { segments: segments(source.segments, 'LIS') }),
    ...(source.features.length > 0 && { features: features(source) }),
  };
}

export function outlineModel(model: ModelReport, report: Report): OutlineTarget {
  const rows = modelEstimates(model).flatMap(({ name, contrast, unit, estimate }) => {
    if (estimate === null) return [];
    const { value, range: interval, se } = written({ estimate, unit });
    // The p of a share would be that of the gain once more.
    return [[name, contrast, value, interval, se, unit === 'share' ? '' : pValue(estimate.p)]];
  });
  return {
    name: `Model ${model.name}`,
    provenance: modelOrigin(model),
    verdicts: report.verdicts.filter(({ target }) => target === model.name),
    estimates: {
      caption: `Differences of ${metricName(report)}${rows.length > 1 ? ', and shares of them' : ''}`,
      header: estimateHeader([model.ais]),
      rows,
    },
    notes: [...undefinedNumbers(model), modelFacts(model, report.arms), ...curve(report, model.name, 'AIS')],
    ...(model.segments.length > 0 && { segments: segments(model.segments, 'AIS') }),
  };
}

function curve({ base }: Report, target: string, what: 'LIS' | 'AIS'): string[] {
  const line = curveLine(base, target, what);
  return line === undefined ? [] : [line];
}

function estimateHeader(estimates: readonly Estimate[]): string[] {
  return ['', 'arms', 'estimate', `${usualLevel(estimates)} interval`, 'SE', 'p'];
}

function segments(all: readonly Segment[], what: 'LIS' | 'AIS'): OutlineTable {
  return {
    caption: `${what} by part of the evaluation rows`,
    header: ['part', 'rows', 'users', 'positive', 'base AUC', what, 'interval'],
    rows: all.map((segment) => [
      segmentName(segment),
      count(segment.rows),
      count(segment.users),
      percent(segment.positiveRate),
      segment.baseAuc === null ? '–' : score(segment.baseAuc),
      segment.lis === null ? '–' : signed(segment.lis.value),
      segment.lis === null ? (segment.reason ?? 'not measured') : limits(segment.lis),
    ]),
  };
}

function features(source: SourceReport): OutlineTable {
  return {
    caption: 'Leaked features',
    header: ['feature', 'AUC alone', 'drop if removed', 'interval', 'missing'],
    rows: byGain(source.features).map(({ name, singleAuc, dropGain, missing }) => [
      name,
      singleAuc === null ? '–' : score(singleAuc),
      dropGain === undefined ? '–' : signed(dropGain.value),
      dropGain === undefined ? '–' : limits(dropGain),
      percent(missing),
    ]),
  };
}
