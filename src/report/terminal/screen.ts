/**
 * The end of a run on one screen: what holds the label, the answer, a line for each source and model, and where everything else is. A view only:
 * every number comes from the report. What does not fit the width is left out, the verdict last.
 */
import { count, duration } from '../../common/format.ts';
import { padTo, wrapTo } from '../../common/width.ts';
import { oneLine, oneLineAll } from '../../inert/visible.ts';
import { type Answer, answers } from '../answers.ts';
import type { Report } from '../schema.ts';
import { baseLeaks } from '../words/answer-words.ts';
import { auditLines } from '../words/audit-lines.ts';
import { cautions } from '../words/cautions.ts';
import { gateSentence } from '../words/gate.ts';
import { leakOf, THE_BASE } from '../words/label-leak.ts';
import { baseFact } from '../words/opening.ts';
import { precisionSentence } from '../words/precision.ts';
import { summaryOf } from '../words/summary.ts';
import { inEnglish } from '../words/translate.ts';
import { INDENT, type Paint, paints, TABLE_WIDTH } from './paint.ts';
import { answerRows } from './screen-rows.ts';

export interface ScreenOptions {
  colour: boolean;
  /** Of the terminal, in columns. A screen is at most 100 wide, and never cut below 30. */
  width?: number | undefined;
  /** Where the report was written. */
  reportPath?: string | undefined;
  /** What `lis report` takes for it, where that is shorter than its path. */
  reportName?: string | undefined;
  /** What is otherwise than in the run before; empty where nothing is, absent where there was none. */
  changes?: readonly string[] | undefined;
}

const LEAST_WIDTH = 30;

/** @returns lines that end in a line break; at most 24 of them for a few sources on 80 columns */
export function renderScreen(raw: Report, options: ScreenOptions): string {
  const report = oneLineAll(raw); // before it is painted: a colour of a file's would be taken for one of ours
  const paint = paints(options.colour);
  const width = Math.max(LEAST_WIDTH, Math.min(options.width ?? TABLE_WIDTH, TABLE_WIDTH));
  const all = answers(report);
  const blocks = [
    leaks(all, report, width, paint),
    answerLines(all, report, width).map(paint.strong),
    baseLeaks(report)
      ? []
      : answerRows(
          all.filter((answer) => !answer.leaks),
          report,
          width,
          paint,
        ),
    changed(options.changes, width, paint),
    foot(report, options, width, paint),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

/** What holds the label, in red before all else: no gain that rests on it means anything. */
function leaks(all: readonly Answer[], report: Report, width: number, paint: Paint): string[] {
  const base = leakOf(report, THE_BASE);
  const found = base
    ? [[base.message, base.action]] // the summary does not say which column
    : all.filter((answer) => answer.leaks).map(({ sentence, action = '' }) => [sentence, action]);
  const audited = auditLines(report).length;
  if (audited > 0)
    found.push([
      `The audit found ${audited === 1 ? 'a leak' : `${audited} leaks`} in the data.`,
      'See lis audit.',
    ]);
  return found.flatMap(([sentence, action]) =>
    wrapTo(`LEAK ${sentence} ${action}`, width - INDENT.length).map((line, i) =>
      paint.bad(i === 0 ? line : INDENT + line),
    ),
  );
}

/** The answer without what is said in red above it. */
function answerLines(all: readonly Answer[], report: Report, width: number): string[] {
  if (baseLeaks(report)) return [];
  const told = all.filter((answer) => answer.leaks).map(({ sentence }) => sentence);
  const rest = told.reduce((text, sentence) => text.replace(sentence, ''), summaryOf(report).sentence);
  return wrapTo(rest, width);
}

/** More changes than these are counted. */
const MOST_CHANGES = 6;

function changed(changes: readonly string[] | undefined, width: number, paint: Paint): string[] {
  if (changes === undefined) return [];
  if (changes.length === 0) return [paint.quiet('Nothing has changed since the run before.')];
  const left = changes.length - MOST_CHANGES;
  return [
    paint.strong('Since the run before'),
    ...changes
      .slice(0, MOST_CHANGES)
      .flatMap((text) =>
        wrapTo(oneLine(text), width - INDENT.length - 2).map(
          (line, i) => `${INDENT}${i === 0 ? '' : '  '}${line}`,
        ),
      ),
    ...(left > 0 ? [paint.quiet(`${INDENT}… and ${left} more`)] : []),
  ];
}

function foot(report: Report, options: ScreenOptions, width: number, paint: Paint): string[] {
  const { data, gate, warnings, resources } = report;
  const base = baseFact(report);
  const measured = precisionSentence(report);
  const lines: [name: string, text: string, colour: (text: string) => string][] = [
    ...cautions(report, inEnglish).map((text): [string, string, typeof same] => ['Mind', text, paint.alert]),
    ...(base === undefined ? [] : [['Base', base, same] as [string, string, typeof same]]),
    [
      'Run',
      `${count(data.evalRows)} rows of ${count(data.evalUsers)} users evaluated, in ${duration(resources.wallSeconds)}`,
      same,
    ],
    ...(measured === undefined ? [] : [['Users', measured, same] as [string, string, typeof same]]),
    ...(gate === undefined
      ? []
      : [['Gate', gateSentence(gate), gate.met ? paint.good : paint.alert] as [string, string, typeof same]]),
    ...(warnings.length === 0
      ? []
      : [
          [
            'Note',
            `${warnings.length} ${warnings.length === 1 ? 'warning' : 'warnings'}: add --full to read ${warnings.length === 1 ? 'it' : 'them'}`,
            paint.alert,
          ] as [string, string, typeof same],
        ]),
  ];
  const name = options.reportName ?? options.reportPath;
  return [
    ...lines.flatMap(([label, text, colour]) =>
      wrapTo(text, width - 8).map((line, i) => paint.quiet(padTo(i === 0 ? label : '', 8)) + colour(line)),
    ),
    // Paths and commands are never cut: they are there to be copied.
    ...(options.reportPath === undefined ? [] : [`${paint.quiet('Report  ')}${oneLine(options.reportPath)}`]),
    ...(name === undefined ? [] : [`${paint.quiet('More    ')}lis report ${quoted(oneLine(name))} --full`]),
    `${paint.quiet('Terms   ')}lis explain LIS`,
  ];
}

const same = (text: string): string => text;

/** As a shell takes it for one word. */
function quoted(path: string): string {
  return /^[\w./\\:@%+=,-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
