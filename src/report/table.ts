/**
 * The report as a terminal shows it: what was measured, the arms, the differences with their intervals, and how to read
 * them. A view only: every number comes from the report. At most 100 columns.
 */
import {
  bytes,
  columns,
  count,
  duration,
  minute,
  percent,
  pValue,
  score,
  shorten,
  signed,
  wrap,
} from './format.ts';
import type { Estimate, Report, SourceReport } from './schema.ts';

export const TABLE_WIDTH = 100;
const INDENT = '  ';
const NAME_WIDTH = 40;

export interface TableOptions {
  /** Bold headings and dim notes. Colour never says what the text does not. */
  colour: boolean;
  /** The spec as the user knows it, where that is not the report's own path. */
  specName?: string | undefined;
  /** Where the report was written, for the last line. */
  reportPath?: string | undefined;
}

type Paint = Record<'strong' | 'quiet' | 'alert', (text: string) => string>;

/** The whole table, ending in a line break. */
export function renderTable(report: Report, options: TableOptions): string {
  const paint = paints(options.colour);
  const blocks = [
    head(report, options.specName ?? report.spec.path, paint),
    arms(report, paint),
    ...report.sources.map((source) => contrasts(source, paint)),
    report.sources.length > 0 ? reading(report, paint) : [],
    warnings(report, paint),
    foot(report, options, paint),
  ];
  const lines = blocks.filter((block) => block.length > 0).map((block) => block.join('\n'));
  return `${lines.join('\n\n')}\n`;
}

function paints(colour: boolean): Paint {
  const code = (on: number, off: number) => (text: string) =>
    colour && text !== '' ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  return { strong: code(1, 22), quiet: code(2, 22), alert: code(33, 39) };
}

function head(report: Report, specName: string, paint: Paint): string[] {
  const { data } = report;
  const created = `${minute(report.created)} UTC`;
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
      `${count(data.evalRows)} rows · ${count(data.evalUsers)} users (${count(data.effectiveUsers)} effective)` +
        (data.evaluate ? ` · ${minute(data.evaluate.from)} to ${minute(data.evaluate.to)} UTC` : ''),
    ],
    ['Ranker', rankerLine(report)],
  ];
  return [
    paint.strong(title) + paint.quiet(created.padStart(TABLE_WIDTH - title.length)),
    '',
    ...facts.flatMap(([name, text]) => hanging(`${INDENT}${name.padEnd(10)}`, text)),
  ];
}

function rankerLine(report: Report): string {
  const { kind, ...options } = report.ranker;
  const settings = Object.entries(options)
    .filter(([, value]) => ['number', 'string', 'boolean'].includes(typeof value))
    .map(([key, value]) => `${key} ${value}`);
  const seeds = report.arms[0]?.perSeed.length ?? 0;
  return [String(kind), `${seeds} ${seeds === 1 ? 'seed' : 'seeds'} from ${report.seed}`, ...settings].join(
    ' · ',
  );
}

function arms(report: Report, paint: Paint): string[] {
  const rows = report.arms.map((arm) => [
    shorten(arm.id, NAME_WIDTH),
    score(arm.auc),
    arm.aucSd === undefined ? '–' : score(arm.aucSd),
    score(arm.logLoss),
    arm.epochs === undefined ? '–' : arm.epochs.toFixed(2),
  ]);
  return section('Arms', [['', 'AUC', '± SD of seeds', 'log loss', 'epochs'], ...rows], paint);
}

function contrasts(source: SourceReport, paint: Paint): string[] {
  const estimates: [string, Estimate | undefined][] = [
    ['LIS, transferable', source.lis.transferable],
    ['LIS, total', source.lis.total],
    ['honest gain', source.honestGain],
  ];
  const present = estimates.filter((entry): entry is [string, Estimate] => entry[1] !== undefined);
  const holm = present.some(([, e]) => e.pHolm !== undefined);
  const level = Math.round(present[0]![1].level * 100);
  const header = [
    'AUC above base',
    'estimate',
    `${level} % interval`,
    'SE',
    'p',
    ...(holm ? ['p (Holm)'] : []),
  ];
  const rows = present.map(([name, e]) => [
    name,
    signed(e.value),
    `[${signed(e.low)}, ${signed(e.high)}]`,
    score(e.se),
    pValue(e.p),
    ...(holm ? [e.pHolm === undefined ? '' : pValue(e.pHolm)] : []),
  ]);
  const kind =
    source.provenance === 'built' ? `built from the log (${source.kind})` : `declared (${source.kind})`;
  return [
    ...section(`Source ${shorten(source.name, NAME_WIDTH)}`, [header, ...rows], paint, kind),
    '',
    ...hanging(
      INDENT,
      `Smallest transferable LIS that this evaluation would detect: ${score(source.minimumDetectable)}. ` +
        `Coverage: ${percent(source.coverage)} of the evaluation rows have an edge to their user's history.`,
    ),
  ];
}

function reading(report: Report, paint: Paint): string[] {
  const notes: [string, string][] = [
    [
      'transferable',
      'what the source, the evaluation window included, adds when each user reads only what other users did. ' +
        'It is the reference ceiling: a content representation aligned on this source is not expected to bring ' +
        'this ranker more, unless it knows more than the source does.',
    ],
    [
      'total',
      "the same with every user's own events. Part of it says only that a user will click what he clicks; " +
        'no representation of the items can have that part.',
    ],
    ['honest gain', 'what the source adds today, rebuilt once a slice from the past alone.'],
    [
      'interval',
      'clustered by user, with the spread over seeds. If it contains 0, this log does not show a difference; ' +
        'a true LIS below the smallest detectable one would be missed more than one time in five.',
    ],
  ];
  const shown = report.sources.some((source) => source.lis.transferable) ? notes : notes.slice(1);
  const lines = shown.flatMap(([name, text]) => hanging(`${INDENT}${name.padEnd(14)}`, text));
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
  if (options.reportPath !== undefined) lines.push(`Report: ${options.reportPath}`);
  return lines;
}

function section(title: string, rows: string[][], paint: Paint, aside = ''): string[] {
  const [header, ...body] = columns(rows).map((line) => INDENT + line);
  return [paint.strong(title) + (aside === '' ? '' : `, ${aside}`), paint.quiet(header!), ...body];
}

/** Wrapped text behind a label; the following lines are indented by the label's width. */
function hanging(label: string, text: string): string[] {
  return wrap(text, TABLE_WIDTH - label.length).map(
    (line, i) => (i === 0 ? label : ' '.repeat(label.length)) + line,
  );
}
