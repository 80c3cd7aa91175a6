/** The forest plots of a report: its sources and models, and the parts of the rows of one of them. */
import { count } from '../../../common/format.ts';
import { type Answer, answers } from '../../answers.ts';
import { metricName } from '../../estimates.ts';
import type { Estimate, Report, Segment } from '../../schema.ts';
import { answerWords, baseLeaks, gainCell, levelNote } from '../../words/answer-words.ts';
import { segmentName } from '../../words/segments.ts';
import { summaryOf } from '../../words/summary.ts';
import type { Forest, ForestRow, Shape } from './forest.ts';

const HOLLOW = 'hollow: the interval contains 0';
/** More segments than these are in the table below only. */
const MOST_SEGMENTS = 16;

/** As in the panel. */
const SHAPES: Readonly<Record<Answer['what'], Shape>> = {
  LIS: 'circle',
  'total LIS': 'square',
  AIS: 'diamond',
};

/** Of all sources and models, or undefined where the report has none. */
export function answersForest(report: Report): Forest | undefined {
  const all = answers(report);
  if (all.length === 0) return undefined;
  const kinds = new Set(all.filter(({ leaks }) => !leaks).map(({ what }) => what));
  const rows = all.flatMap((answer) => (answer.leaks ? [] : [rowOf(answer, report)]));
  const why = baseLeaks(report) ? 'the base holds the label' : 'holds the label';
  return {
    title: `What the data and the models add to the ranker`,
    description: [
      summaryOf(report).sentence,
      ...rows.map(({ label, note, text }) => `${label}: ${text}, ${note}.`),
    ].join(' '),
    rows,
    apart: all
      .filter(({ leaks }) => leaks)
      .map(({ name }) => ({ label: name, note: why, text: 'no gain by it means anything' })),
    axis: `gain in ${metricName(report)}`,
    legend: [
      ...(kinds.size > 1 || kinds.has('total LIS') ? [shapesIn(kinds)] : []),
      ...(rows.some(({ estimate: { low, high } }) => low <= 0 && high >= 0) ? [HOLLOW] : []),
      ...levelNote(all),
      ...(rows.some(({ band }) => band !== undefined)
        ? ['pale band: what the same features bring with the items permuted (placebo)']
        : []),
    ],
  };
}

function rowOf(answer: Answer, report: Report): ForestRow {
  const { name, part, what, gain, placebo } = answer;
  const { verdict, tone } = answerWords(answer, report);
  return {
    label: part === 'model' ? `model ${name}` : name,
    note: what === 'total LIS' ? `${verdict} (total LIS)` : verdict,
    colour: tone === 'none' ? 'quiet' : tone,
    shape: SHAPES[what],
    estimate: gain,
    text: gainCell(gain),
    band: placebo,
    mayLeave: what === 'total LIS',
  };
}

function shapesIn(kinds: ReadonlySet<Answer['what']>): string {
  const meanings: Record<Answer['what'], string> = {
    LIS: '● LIS of a source',
    'total LIS': '■ total LIS: it may hold users’ own future',
    AIS: '◆ AIS of a model',
  };
  return (['LIS', 'total LIS', 'AIS'] as const)
    .filter((kind) => kinds.has(kind))
    .map((kind) => meanings[kind])
    .join(' · ');
}

/** Of the parts of the rows that were measured; undefined where there are none. */
export function segmentsForest(
  target: string,
  what: 'LIS' | 'AIS',
  all: readonly Segment[],
  overall: Estimate,
  metric: string,
): Forest | undefined {
  const measured = all.filter((segment): segment is Segment & { lis: Estimate } => segment.lis !== null);
  if (measured.length === 0) return undefined;
  const shown = measured.slice(0, MOST_SEGMENTS);
  const rows = shown.map((segment): ForestRow => {
    const { lis } = segment;
    return {
      label: segmentName(segment),
      ...{ note: `${count(segment.rows)} rows`, noteColour: 'quiet' },
      colour: lis.low > 0 ? 'positive' : lis.high < 0 ? 'warning' : 'quiet',
      ...{ shape: 'circle', estimate: lis, text: gainCell(lis) },
    };
  });
  const left = all.length - shown.length;
  return {
    title: `${what} of ${target} by part of the rows`,
    description: rows.map(({ label, text }) => `${label}: ${text}.`).join(' '),
    rows,
    apart: [],
    axis: `${what} in ${metric}`,
    reference: { at: overall.value, name: 'all rows' },
    legend: [HOLLOW, ...(left > 0 ? [`${left} more ${left === 1 ? 'part' : 'parts'} in the table`] : [])],
  };
}
