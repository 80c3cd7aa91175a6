/** A line for each source and model, as wide as the terminal allows: columns are left out by importance, then each takes two lines. */
import { shorten } from '../../common/format.ts';
import { cut, padTo, widthOf, wrapTo } from '../../common/width.ts';
import type { Answer } from '../answers.ts';
import type { Report } from '../schema.ts';
import { answerWords, gainCell, levelNote, signedGain } from '../words/answer-words.ts';
import { gainDigits } from '../words/summary-source.ts';
import { INDENT, type Paint } from './paint.ts';

/** More sources and models than these are in the full table only. */
const MOST_ROWS = 10;
const GAP = 2;
const NAME_WIDTH = 28;
const SHORT_NAME = 14;

interface Row {
  name: string;
  verdict: string;
  gain: string;
  honest: string;
  action: string;
  /** By the severity of the verdict. */
  paint(text: string): string;
}

type Column = Exclude<keyof Row, 'paint'>;

/** What is left out first stands first in one list, and not in the next. */
const LAYOUTS: readonly Column[][] = [
  ['name', 'verdict', 'gain', 'honest', 'action'],
  ['name', 'verdict', 'gain', 'action'],
  ['name', 'verdict', 'gain', 'honest'],
  ['name', 'verdict', 'gain'],
];
const RIGHT: ReadonlySet<Column> = new Set(['gain', 'honest']);

export function answerRows(all: readonly Answer[], report: Report, width: number, paint: Paint): string[] {
  if (all.length === 0) return [];
  const shown = all.slice(0, MOST_ROWS).map((answer) => rowOf(answer, report, paint));
  const lines = inColumns(shown, headOf(all, paint), width) ?? stacked(shown, width, paint);
  const left = all.length - shown.length;
  const note = levelNote(all).flatMap((text) => wrapTo(text, width - INDENT.length));
  const more = left === 0 ? [] : [`… and ${left} more`];
  return [...lines, ...[...more, ...note].map((line) => paint.quiet(INDENT + line))];
}

function rowOf(answer: Answer, report: Report, paint: Paint): Row {
  const { verdict, action, tone } = answerWords(answer, report);
  const { what, gain, honest } = answer;
  const colours = { positive: paint.good, info: same, warning: paint.alert, error: paint.bad, none: same };
  return {
    name: answer.part === 'model' ? `model ${answer.name}` : answer.name,
    verdict,
    gain: `${what === 'total LIS' ? 'total ' : ''}${gainCell(gain)}`,
    honest: honest === undefined ? '–' : signedGain(honest.value, gainDigits(honest)),
    action,
    paint: colours[tone],
  };
}

const same = (text: string): string => text;

function headOf(all: readonly Answer[], { quiet }: Paint): Row {
  const models = all.filter(({ part }) => part === 'model').length;
  const gain = models === 0 ? 'LIS' : models === all.length ? 'AIS' : 'LIS or AIS';
  return { name: '', verdict: 'verdict', gain, honest: 'honest gain', action: 'what to do', paint: quiet };
}

/** The most columns that fit, or undefined where not even verdict and gain do. */
function inColumns(rows: readonly Row[], head: Row, width: number): string[] | undefined {
  const useful = LAYOUTS.filter(
    (layout) => !layout.includes('honest') || rows.some(({ honest }) => honest !== '–'),
  );
  for (const nameWidth of [NAME_WIDTH, SHORT_NAME]) {
    const table = [head, ...rows].map((row) => ({ ...row, name: shortName(row.name, nameWidth) }));
    for (const layout of useful) {
      const widths = layout.map((column) => Math.max(...table.map((row) => widthOf(row[column]))));
      if (INDENT.length + widths.reduce((sum, w) => sum + w + GAP, -GAP) > width) continue;
      return table.map((row, y) => {
        const cells = layout.map((column, x) => {
          const text = padTo(row[column], widths[x]!, RIGHT.has(column) ? 'left' : 'right');
          const cell = x === layout.length - 1 ? text.trimEnd() : text;
          return y === 0 || column === 'verdict' ? row.paint(cell) : cell;
        });
        return (INDENT + cells.join(' '.repeat(GAP))).trimEnd();
      });
    }
  }
  return undefined;
}

/** The name, and below it the verdict, the gain and what to do, as many of them as fit. */
function stacked(rows: readonly Row[], width: number, paint: Paint): string[] {
  return rows.flatMap((row) => {
    const name = cut(row.name, width);
    const verdict = cut(row.verdict, width - INDENT.length);
    let [line, left] = [INDENT + row.paint(verdict), width - INDENT.length - widthOf(verdict)];
    for (const text of [row.gain, row.action]) {
      if (text === '' || widthOf(text) + SEPARATOR.length > left) continue;
      line += SEPARATOR + text;
      left -= widthOf(text) + SEPARATOR.length;
    }
    return [paint.strong(name), line];
  });
}

const SEPARATOR = ' · ';

/** Names differ least in the middle. */
function shortName(name: string, width: number): string {
  return widthOf(name) === name.length ? shorten(name, width) : cut(name, width);
}
