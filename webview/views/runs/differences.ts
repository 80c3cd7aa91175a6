/** Differences of runs as a forest: each source and model by its headline, and the base, with the interval of each difference. */
import { signed } from '../../../src/common/format.ts';
import type { HostToRunsPayloads } from '../../../src/protocol/runs.ts';
import {
  comparedTargets,
  headlineOf,
  letter,
  writtenInterval,
} from '../../../src/report/words/compare-words.ts';
import type { ForestChart, ForestRow, Shape } from '../../charts/chart.ts';
import { t } from '../../l10n.ts';

export type Compared = NonNullable<HostToRunsPayloads['comparison']['comparison']>;

interface Part {
  name: string;
  /** What kind of number it is. */
  note: string;
  shape: Shape;
  colour: number | null;
  differences: Compared['arms'][number]['differences'];
  intervals: Compared['arms'][number]['intervals'];
}

/** What may rest on the users' own future is on an axis of its own, as everywhere; none where nothing can be subtracted. */
export function differenceCharts(comparison: Compared): ForestChart[] {
  const { arms, estimates, metric } = comparison;
  const headlines = comparedTargets(estimates).flatMap(({ kind, name, estimates: all }, colour): Part[] => {
    const headline = headlineOf(all);
    if (headline === undefined) return [];
    const [note, shape] = numberOf(kind, headline.key);
    return [{ ...{ name, note, shape, colour }, ...headline, name }];
  });
  const isTotal = ({ shape }: Part): boolean => shape === 'rect';
  const base = arms.find(({ id }) => id === 'base');
  const ofBase: Part[] =
    base === undefined || metric !== 'AUC'
      ? []
      : [{ name: t('AUC of the base'), note: '', shape: 'circle', colour: null, ...base }];
  return [
    ...chartOf(t('What changed'), [...headlines.filter((part) => !isTotal(part)), ...ofBase], comparison),
    ...chartOf(t('What changed of the total LIS'), headlines.filter(isTotal), comparison),
  ];
}

/** As in the charts of a report: LIS is a circle, a total LIS a square, AIS a diamond. */
function numberOf(kind: 'Source' | 'Model', key: string): [note: string, shape: Shape] {
  if (kind === 'Model') return ['AIS', 'rectRot'];
  return key === 'lis.total' ? [t('total LIS'), 'rect'] : ['LIS', 'circle'];
}

function chartOf(title: string, parts: readonly Part[], { names, metric }: Compared): ForestChart[] {
  const others = names.slice(1).map((_, i) => i + 1);
  const rows = others.flatMap((report) => {
    const drawn = parts.flatMap((part) => rowOf(part, report));
    const [first, ...rest] = drawn;
    if (first === undefined) return [];
    const group = t('{0} against A', letter(report));
    return others.length === 1 ? drawn : [{ ...first, group }, ...rest];
  });
  if (rows.length === 0) return [];
  const axis = t('difference of {0}, {1}', metric, others.length === 1 ? 'B − A' : t('later − A'));
  return [{ kind: 'forest', title, axis, rows, format: signed }];
}

function rowOf({ name, note, shape, colour, differences, intervals }: Part, report: number): ForestRow[] {
  const [value, interval] = [differences[report], intervals[report]];
  if (value == null || interval == null) return []; // how sure it is cannot be drawn
  return [
    {
      ...{ name, shape, colour },
      ...(note !== '' && { note }),
      point: { value, low: interval.low, high: interval.high },
      text: signed(value),
      words: wordsOf(interval),
    },
  ];
}

function wordsOf(interval: NonNullable<Compared['arms'][number]['intervals'][number]>): string {
  const range = writtenInterval(interval);
  if (interval.low > 0) return t('higher, {0}', range);
  return interval.high < 0 ? t('lower, {0}', range) : t('no difference shown, {0}', range);
}
