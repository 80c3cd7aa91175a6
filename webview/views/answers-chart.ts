/** In the tab Scores: every source and model as a row on one axis, the best first; what holds the label apart. */
import { signed } from '../../src/common/format.ts';
import { type Answer, answers } from '../../src/report/answers.ts';
import { metricName } from '../../src/report/estimates.ts';
import type { Report } from '../../src/report/schema.ts';
import { gainCell, intervalInWords, levelsOf } from '../../src/report/words/answer-words.ts';
import { type ForestChart, type ForestRow, pointOf, type Shape } from '../charts/chart.ts';
import { coloursOf } from '../charts/colours.ts';
import { t, translated } from '../l10n.ts';
import type { Earlier } from './earlier.ts';
import { runMarks } from './earlier.ts';
import { verdictWords } from './verdict-words.ts';

export const SHAPES: Readonly<Record<Answer['what'], Shape>> = {
  LIS: 'circle',
  'total LIS': 'rect',
  AIS: 'rectRot',
};

/** A total LIS within this many times the axis of the others is drawn whole; beyond, an arrow stands at the edge. */
const WIDER = 1.6;

type Shown = Earlier & { report: Report };

/** What does not hold the label; none where everything does. `choose` is given the name of the row that was pressed. */
export function answersChart(context: Shown, choose?: (name: string) => void): ForestChart | undefined {
  const { report } = context;
  return chartOf(
    answers(report, t).filter(({ leaks }) => !leaks),
    t('What each could add to the ranking'),
    context,
    choose,
  );
}

/** What holds the label: on one axis with honest gains it would press them into a corner, and its gain is none of the data. */
export function leaksChart(context: Shown, choose?: (name: string) => void): ForestChart | undefined {
  const leaks = answers(context.report, t).filter(({ leaks: holds }) => holds);
  return chartOf(leaks, t('Label leaks: no gain of the data'), context, choose);
}

function chartOf(
  shown: readonly Answer[],
  title: string,
  context: Shown,
  choose: ((name: string) => void) | undefined,
): ForestChart | undefined {
  if (shown.length === 0) return undefined;
  const { report } = context;
  const colourOf = coloursOf(report);
  const runs = runMarks(
    shown.map(({ name }) => name),
    context,
  );
  const rows = shown.map((answer): ForestRow => {
    const { name, what, leaks, placebo, verdict } = answer;
    return {
      name: name + runs.of(name),
      note: translated(what),
      point: pointOf(answer.gain),
      text: gainCell(answer.gain),
      words: verdict === undefined ? intervalInWords(answer.gain, t) : verdictWords(verdict, report.verdicts),
      colour: leaks ? 'error' : colourOf(name),
      shape: leaks ? 'triangle' : SHAPES[what],
      ...(!leaks && placebo !== undefined && { band: { low: placebo.low, high: placebo.high } }),
    };
  });
  const span = spanOf(shown);
  return {
    kind: 'forest',
    title,
    axis: [t('gain in {0} over the base', metricName(report)), ...runs.legend].join(' · '),
    rows,
    ...(span !== undefined && { span }),
    key: [
      keyWords(shown)
        .map(({ sign, text }) => `${sign} ${text}`)
        .join(' · '),
      [levelWords(shown), ...(hasHollow(shown) ? [hollowWords()] : [])].join(' '),
    ].filter((line) => line !== ''),
    format: signed,
    ...(choose !== undefined && { choose: (row: number) => choose(shown[row]!.name) }),
  };
}

/** The axis of what can transfer, and of models: a total LIS may be many times theirs. Undefined where all of it fits. */
function spanOf(shown: readonly Answer[]): ForestChart['span'] | undefined {
  const hull = (among: readonly Answer[]) => {
    const ends = among.flatMap(({ gain, placebo }) => [
      ...[gain.low, gain.high],
      ...(placebo === undefined ? [] : [placebo.low, placebo.high]),
    ]);
    return { low: Math.min(0, ...ends), high: Math.max(0, ...ends) };
  };
  const main = shown.filter(({ what }) => what !== 'total LIS');
  if (main.length === 0 || main.length === shown.length) return undefined;
  const [axis, all] = [hull(main), hull(shown)];
  const fits = all.high - all.low <= WIDER * (axis.high - axis.low);
  return fits ? undefined : axis;
}

export interface KeyWord {
  /** For texts without pictures. */
  sign: string;
  shape?: Shape;
  /** Of the glossary. */
  term: string;
  text: string;
}

const SIGNS: Readonly<Record<Answer['what'], string>> = { LIS: '●', 'total LIS': '■', AIS: '◆' };

/** Which mark is what, of those that the chart has. */
export function keyWords(shown: readonly Answer[]): KeyWord[] {
  const texts: Readonly<Record<Answer['what'], () => string>> = {
    LIS: () => t('LIS: what the data could add'),
    'total LIS': () => t('total LIS: users’ own future included'),
    AIS: () => t('AIS: what the model adds'),
  };
  const kinds = (['LIS', 'total LIS', 'AIS'] as const).filter((kind) =>
    shown.some(({ what, leaks }) => what === kind && !leaks),
  );
  return [
    ...kinds.map((kind) => ({ sign: SIGNS[kind], shape: SHAPES[kind], term: kind, text: texts[kind]() })),
    ...(shown.some(({ placebo, leaks }) => placebo !== undefined && !leaks)
      ? [{ sign: '░', term: 'placebo gain', text: t('placebo gain: what features without meaning add') }]
      : []),
  ];
}

/** Said once: how sure the whiskers are, and why those of several sources are wider. */
export function levelWords(shown: readonly Answer[]): string {
  const { range, areUsual } = levelsOf(shown, t);
  if (areUsual) return t('Whiskers are {0} intervals, clustered by user.', range);
  return t(
    'Whiskers are {0} intervals, clustered by user: those of sources are wider than usual, since several compete.',
    range,
  );
}

/** Whether a mark is hollow: its interval holds 0. */
export function hasHollow(shown: readonly Answer[]): boolean {
  return shown.some(({ gain, leaks }) => !leaks && gain.low <= 0 && gain.high >= 0);
}

export const hollowWords = (): string => t('Hollow: the interval contains 0, so no difference is shown.');
