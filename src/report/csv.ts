/** Every estimate of a report as one row of CSV (RFC 4180), in full precision, for spreadsheets and scripts. */
import { namedEstimates } from './estimates.ts';
import type { Estimate, Report, SourceReport } from './schema.ts';

const HEADER = [
  'source',
  'estimate',
  'by',
  'part',
  'value',
  'low',
  'high',
  'level',
  'se',
  'df',
  'p',
  'p_holm',
  'variance_users',
  'variance_seeds',
  'variance_users_and_items',
  'plain_se',
  'ranker',
] as const;

/**
 * Rows, for each ranker: the named estimates of each source, the LIS of its segments (`estimate` is `segment`), and what each leaked feature
 * carries (`dropGain`). A segment that could not be measured has empty numbers.
 */
export function renderCsv(report: Report): string {
  const rows = [report, ...(report.otherRankers ?? [])].flatMap(({ ranker, sources }) =>
    sources.flatMap(rowsOf).map((row) => [...row, String(ranker['kind'])]),
  );
  return `${[HEADER, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

type Cell = string | number | null | undefined;

function rowsOf(source: SourceReport): Cell[][] {
  const { name, segments, features } = source;
  return [
    ...namedEstimates(source).map(({ key, estimate }) => [name, key, '', '', ...numbers(estimate)]),
    ...segments.map(({ by, value, lis }) => [name, 'segment', by, value, ...numbers(lis)]),
    ...features.flatMap(({ name: feature, dropGain }) =>
      dropGain === undefined ? [] : [[name, 'dropGain', 'feature', feature, ...numbers(dropGain)]],
    ),
  ];
}

function numbers(e: Estimate | null): Cell[] {
  if (e === null) return Array<Cell>(HEADER.length - 5).fill('');
  const { users, seeds, usersAndItems } = e.variance;
  return [e.value, e.low, e.high, e.level, e.se, e.df, e.p, e.pHolm, users, seeds, usersAndItems, e.plainSe];
}

/** A text that a spreadsheet would run as a formula gets a quote in front, as spreadsheets themselves do. */
function cell(value: Cell): string {
  if (typeof value !== 'string') return String(value ?? '');
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
