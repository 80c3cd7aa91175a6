/** The windows of a report as sentences and tables. */
import { limits, signed } from '../../common/format.ts';
import type { Estimate, Report } from '../schema.ts';
import { leaking, THE_BASE } from '../words/label-leak.ts';
import {
  skippedSentences,
  trendRows,
  trendSentence,
  trendsOf,
  windowRows,
  withInterval,
} from '../words/rolling/rolling.ts';
import type { OutlineTable } from './outline-target.ts';

export interface OutlineRolling {
  title: string;
  sentences: string[];
  tables: OutlineTable[];
}

/** Undefined without windows. */
export function outlineRolling(report: Report): OutlineRolling | undefined {
  const { rolling } = report;
  if (rolling === undefined) return undefined;
  const table = (caption: string, [header, ...rows]: string[][]): OutlineTable[] =>
    header === undefined || rows.length === 0 ? [] : [{ caption, header, rows }];
  return {
    title: `Over ${rolling.windows.length} windows of ${rolling.every}`,
    sentences: [
      ...trendsOf(report).map((trend) => trendSentence(trend, rolling)),
      ...skippedSentences(rolling),
    ],
    tables: [
      ...table('Trends', trendRows(report)),
      ...table('Windows', windowRows(report, withInterval)),
      ...table('By length and age of the data', sliceRows(report)),
    ],
  };
}

function sliceRows(report: Report): string[][] {
  const leaks = leaking(report);
  if (leaks.has(THE_BASE)) return [];
  const cells = (e: Estimate | undefined) => (e === undefined ? ['–', '–'] : [signed(e.value), limits(e)]);
  const rows = (report.rolling?.sources ?? []).flatMap(({ name, lengths = [], lags = [] }) =>
    leaks.has(name)
      ? []
      : [
          ...lengths.map((at) => [
            name,
            'length',
            String(at.slices),
            ...cells(at.lis),
            ...cells(at.honestGain),
          ]),
          ...lags.map((at) => [name, 'age', String(at.slices), ...cells(undefined), ...cells(at.gain)]),
        ],
  );
  return [['source', 'of its data', 'slices', 'LIS', 'interval', 'honest gain', 'interval'], ...rows];
}
