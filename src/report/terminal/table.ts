/**
 * The report as a terminal shows it: what was measured, the arms, each source and model with its verdicts, and how to read them. A
 * view only: every number comes from the report. At most 100 columns.
 */

import {
  bytes,
  count,
  duration,
  minute,
  percent,
  score,
  shorten,
  signed,
  wrap,
  zonedTime,
} from '../../common/format.ts';
import { oneLine, oneLineAll } from '../../inert/visible.ts';
import { metricName } from '../estimates.ts';
import { gatedName } from '../gate.ts';
import type { Report, SourceReport } from '../schema.ts';
import { AUDIT_TITLE, auditLines } from '../words/audit-lines.ts';
import { THE_BASE } from '../words/label-leak.ts';
import { MODELS_NOTE } from '../words/models.ts';
import { byObjectiveRows, objectiveText } from '../words/objectives.ts';
import { openingSentences } from '../words/opening.ts';
import { precisionStages } from '../words/precision.ts';
import { byRankerRows, rankerSettings } from '../words/rankers.ts';
import { trainedColumns } from '../words/tables/arm-columns.ts';
import { baseFacts } from '../words/tables/base-line.ts';
import { rankingRows } from '../words/tables/ranking.ts';
import { hanging, INDENT, type Paint, paints, section, TABLE_WIDTH } from './paint.ts';
import { modelLines } from './table-model.ts';
import { cards, NAME_WIDTH } from './table-parts.ts';
import { rollingLines } from './table-rolling.ts';
import { sourceLines } from './table-source.ts';

export { TABLE_WIDTH } from './paint.ts';

/** How a table is shown. */
export interface TableOptions {
  /** Bold headings and dim notes. Colour never says what the text does not. */
  colour: boolean;
  /** The spec as the user knows it, where that is not the report's own path. */
  specName?: string | undefined;
  /** Where the report was written, for the last line. */
  reportPath?: string | undefined;
}

/** Of names and objectives, so that the longest verdict fits. */
const OBJECTIVE_WIDTH = 14;

/** The whole table, at most 100 columns wide, ending in a line break. */
export function renderTable(raw: Report, options: TableOptions): string {
  const report = oneLineAll(raw); // before it is painted: a colour of a file's would be taken for one of ours
  const paint = paints(options.colour);
  const blocks = [
    head(report, oneLine(options.specName ?? report.spec.path), paint),
    ofBase(report, paint),
    ofAudit(report, paint),
    arms(report, paint),
    ranking(report, paint),
    ...report.sources.map((source) =>
      sourceLines(
        source,
        report.verdicts.filter(({ target }) => target === source.name),
        { metric: metricName(report), base: report.base },
        paint,
      ),
    ),
    ...report.models.map((model) => modelLines(model, report, metricName(report), paint)),
    ofObjectives(report, paint),
    byRanker(report, paint),
    rollingLines(report, paint),
    gate(report, paint),
    report.sources.length + report.models.length > 0 ? reading(report, paint) : [],
    warnings(report, paint),
    foot(report, options, paint),
  ];
  const lines = blocks.filter((block) => block.length > 0).map((block) => block.join('\n'));
  return `${lines.join('\n\n')}\n`;
}

function head(report: Report, specName: string, paint: Paint): string[] {
  const { data, precision } = report;
  const created = zonedTime(report.created);
  const spec = shorten(specName, TABLE_WIDTH - 'Leakage Impact Score  '.length - created.length - 2);
  const title = `Leakage Impact Score  ${spec}`;
  const facts: [string, string][] = [
    [
      'Log',
      `${count(data.rows)} rows · ${count(data.users)} users · ${count(data.items)} items · ` +
        `${percent(data.positiveRate)} positive${data.timeUnit ? ` · time: ${data.timeUnit}` : ''}`,
    ],
    [
      'Train',
      `${count(data.trainRows)} rows${data.slices ? ` · the log is divided into ${data.slices} slices` : ''}`,
    ],
    [
      'Evaluate',
      `${ofAll(data.evalRows, precision?.allRows)} rows · ${ofAll(data.evalUsers, precision?.allUsers)} users (${count(data.effectiveUsers)} effective)` +
        (data.evaluate ? ` · ${minute(data.evaluate.from)} to ${minute(data.evaluate.to)} UTC` : ''),
    ],
    ...(report.precision === undefined
      ? []
      : [['Stages', precisionStages(report.precision)] as [string, string]]),
    ['Ranker', rankerLine(report)],
    ...(report.base === undefined
      ? []
      : [['Base', baseFacts(report.base, report.ranker['kind']).join(' · ')] as [string, string]]),
    ...(report.objectives ?? []).map((objective, i): [string, string] => [
      i === 0 ? 'Also by' : '',
      `${objective.name}: ${objectiveText(objective)} · ${percent(objective.positiveRate)} positive`,
    ]),
    ...(report.otherRankers ?? []).map(({ ranker }): [string, string] => [
      'and',
      rankerSettings(ranker).join(' · '),
    ]),
  ];
  const [answer = '', ...rest] = openingSentences(report);
  return [
    paint.strong(title) + paint.quiet(created.padStart(TABLE_WIDTH - title.length)),
    ...wrap(answer, TABLE_WIDTH).map(paint.strong),
    ...wrap(rest.join(' '), TABLE_WIDTH),
    '',
    ...facts.flatMap(([name, text]) => hanging(`${INDENT}${name.padEnd(10)}`, text)),
  ];
}

/** `1,542 of 6,409`, where a run measures a part of them. */
function ofAll(measured: number, all: number = measured): string {
  return all === measured ? count(all) : `${count(measured)} of ${count(all)}`;
}

function rankerLine(report: Report): string {
  const [kind, ...settings] = rankerSettings(report.ranker);
  const seeds = report.arms[0]?.perSeed.length ?? 0;
  return [kind, `${seeds} ${seeds === 1 ? 'seed' : 'seeds'} from ${report.seed}`, ...settings].join(' · ');
}

/** What holds the label, or may, comes before all numbers: they rest on it. */
function ofBase(report: Report, paint: Paint): string[] {
  const said = report.verdicts.filter(({ target }) => target === THE_BASE);
  return said.length === 0 ? [] : [paint.strong('Base'), ...cards(said, paint)];
}

/** Likewise what the audit calls a leak. */
function ofAudit(report: Report, paint: Paint): string[] {
  const lines = auditLines(report);
  return lines.length === 0
    ? []
    : [paint.bad(AUDIT_TITLE), ...lines.flatMap((line) => hanging(`${INDENT}- `, line))];
}

function arms(report: Report, paint: Paint): string[] {
  const trained = trainedColumns(report.arms);
  const rows = report.arms.map((arm) => [
    shorten(arm.id, NAME_WIDTH),
    score(arm.auc),
    arm.aucSd === undefined ? '–' : score(arm.aucSd),
    arm.logLoss === null ? '–' : score(arm.logLoss),
    ...trained.map(({ cell }) => cell(arm)),
  ]);
  const header = ['', 'AUC', '± SD of seeds', 'log loss', ...trained.map(({ name }) => name)];
  return section('Arms', [header, ...rows], paint);
}

function ranking(report: Report, paint: Paint): string[] {
  const [header, ...rows] = rankingRows(report.arms);
  if (header === undefined) return [];
  return section(
    'Ranking',
    [header, ...rows.map(([id, ...cells]) => [shorten(id!, NAME_WIDTH), ...cells])],
    paint,
  );
}

/** Without the metric, which the head says of each objective. */
function ofObjectives(report: Report, paint: Paint): string[] {
  const [header, ...rows] = byObjectiveRows(report).map((cells) => cells.toSpliced(2, 1));
  if (header === undefined) return [];
  const shown = rows.map(([name, objective, ...cells]) => [
    shorten(name!, OBJECTIVE_WIDTH),
    shorten(objective!, OBJECTIVE_WIDTH),
    ...cells,
  ]);
  return section('By objective', [header, ...shown], paint);
}

function byRanker(report: Report, paint: Paint): string[] {
  const [header, ...rows] = byRankerRows(report);
  if (header === undefined) return [];
  const shown = rows.map(([name, ...cells]) => [shorten(name!, 24), ...cells]);
  return section('By ranker', [header, ...shown], paint);
}

function gate({ gate: found }: Report, paint: Paint): string[] {
  if (found === undefined) return [];
  const outcome = found.met ? paint.good('met') : paint.alert('not met');
  const [first, ...rest] = hanging(
    'Gate ',
    `${shorten(gatedName(found), NAME_WIDTH)}: ${found.condition}; found ${signed(found.value)}${found.leak ? ', a label leak' : ''}:`,
  );
  return rest.length === 0 ? [`${first} ${outcome}`] : [first!, ...rest, `     ${outcome}`];
}

/** Notes on the numbers that this report has. */
function reading({ sources, models, base }: Report, paint: Paint): string[] {
  const any = sources.length > 0;
  const some = (pick: (source: SourceReport) => unknown) =>
    sources.some((source) => pick(source) !== undefined);
  const notes: [shown: boolean, name: string, text: string][] = [
    [
      base?.headRows !== undefined,
      'base',
      'the ranker without any preference data, scored on rows that it has not seen. Each arm is a small model on top of ' +
        'that score, and differs from the others in what it reads beside it.',
    ],
    [
      some((s) => s.lis.transferable),
      'transferable',
      'what the source, the evaluation window included, adds when each user reads only what other users did.' +
        (models.length > 0
          ? ''
          : ' It is the reference ceiling: a content representation aligned on this source is not expected to bring ' +
            'this ranker more, unless it knows more than the source does.'),
    ],
    [
      any,
      'total',
      'what the source adds with the events of everyone. Part of it says only that users will click what they click; ' +
        'no representation of the items can have that part.',
    ],
    [
      some((s) => s.honestGain),
      'honest gain',
      'what the source adds today, rebuilt once a slice from the past alone.',
    ],
    [
      some((s) => s.placeboGain),
      'placebo gain',
      'the same features with the items permuted: capacity, exposure and activity, no relations. A little below 0 ' +
        'is what columns without use cost. Net LIS is what relations add to it.',
    ],
    [
      some((s) => s.freshness),
      'freshness',
      'what rebuilding after every event would add to the honest gain; look-ahead is what no rebuilding can.',
    ],
    [models.length > 0, 'captured', MODELS_NOTE],
    [
      true,
      'interval',
      'clustered by user, with the spread over seeds. If it contains 0, this log does not show a difference; ' +
        `a true ${any ? 'LIS' : 'AIS'} below the smallest detectable one would be missed more than one time in five.`,
    ],
  ];
  const lines = notes.flatMap(([shown, name, text]) =>
    shown ? hanging(`${INDENT}${name.padEnd(14)}`, text) : [],
  );
  return [paint.strong('How to read it'), ...lines.map(paint.quiet)];
}

function warnings(report: Report, paint: Paint): string[] {
  if (report.warnings.length === 0) return [];
  const lines = report.warnings.flatMap(({ code, message, count: times }) =>
    hanging(`${INDENT}- `, `${message} (${code}${times === undefined ? '' : `, ${count(times)}`})`),
  );
  return [paint.alert('Warnings'), ...lines];
}

function foot(report: Report, options: TableOptions, paint: Paint): string[] {
  const { resources } = report;
  const used = [
    `${duration(resources.wallSeconds)} (CPU ${duration(resources.cpuSeconds)})`,
    `${resources.threads} ${resources.threads === 1 ? 'thread' : 'threads'}`,
    `peak memory ${bytes(resources.peakMemoryBytes)}`,
    `${count(resources.rowsTrained)} rows trained`,
  ];
  const lines = [paint.quiet(used.join(' · '))];
  // A path is never cut: it is there to be copied.
  if (options.reportPath !== undefined) lines.push(`Report: ${oneLine(options.reportPath)}`);
  return lines;
}
