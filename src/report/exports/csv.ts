/** Every estimate of a report as one row of CSV (RFC 4180), in full precision, for spreadsheets and scripts. */
import { csvCell } from '../../inert/csv.ts';
import { READ } from '../arm-ids.ts';
import { modelEstimates, namedEstimates } from '../estimates.ts';
import { isScoredHere } from '../model-kinds.ts';
import type { Estimate, ModelReport, Report, SourceReport } from '../schema.ts';
import { THE_BASE } from '../words/label-leak.ts';
import { rollingRows } from './csv-rolling.ts';

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
  'model',
  'reason',
  'verdict',
  'objective',
  'from',
  'to',
] as const;

/** Columns of an estimate. */
const NUMBERS = HEADER.indexOf('ranker') - HEADER.indexOf('value');

/** One row, but for its ranker. */
interface Row {
  source?: string;
  model?: string;
  estimate: string;
  /** Of a segment what divides the rows, of a drop `feature`; and which part, or which feature. */
  by?: string;
  part?: string;
  numbers: Estimate | null;
  /** Absent for the ranker of the spec. */
  ranker?: string;
  /** Why there are no numbers. */
  reason?: string | undefined;
  /** The value alone, of a row that is no estimate. */
  value?: number;
  /** Of a window; ISO 8601. */
  from?: string;
  to?: string;
}

/**
 * Rows, for each ranker, and for each objective of the first: the named estimates of each source, the LIS of its segments (`estimate` is `segment`), and what each
 * leaked feature carries (`dropGain`); of each model AIS, what it captured of which source, its probes and its segments. What
 * could not be measured has empty numbers and the reason; then the windows, which alone have `from` and `to`. `verdict` is the first one on the source or model. Each column that holds
 * the label comes first, as `labelLeak` with its AUC alone; of a column of the base neither a source nor a model is named.
 */
export function renderCsv(report: Report): string {
  const { ranker: first, otherRankers = [], objectives = [] } = report;
  const ofObjectives = objectives.map((part) => ({ ...part, ranker: first, objective: part.name }));
  const parts = [report, ...otherRankers].map((part) => ({ ...part, objective: undefined }));
  const rows = [...parts, ...ofObjectives].flatMap((part) => {
    const { ranker, sources, models, verdicts, objective } = part;
    const verdictOn = (name: string): string | undefined =>
      verdicts.find(({ target }) => target === name)?.code;
    const all: Row[] = [
      ...[...leakRows(part), ...sources.flatMap(sourceRows), ...models.flatMap(modelRows)],
      ...(objective === undefined && ranker === first ? rollingRows(report) : []),
    ];
    return all.map((row) => [
      ...[row.source, row.estimate, row.by, row.part, ...numbers(row.numbers, row.value)],
      ...[row.ranker ?? String(ranker['kind']), row.model, row.reason],
      verdictOn(row.model ?? row.source ?? THE_BASE),
      ...[objective, row.from, row.to],
    ]);
  });
  return `${[HEADER, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

type Cell = string | number | null | undefined;

function leakRows({ sources, verdicts }: Pick<Report, 'sources' | 'verdicts'>): Row[] {
  return verdicts.flatMap(({ code, target, columns = [], message }) => {
    if (code !== 'label-leak') return [];
    const isSource = sources.some(({ name }) => name === target);
    const subject = target === THE_BASE ? {} : isSource ? { source: target } : { model: target };
    const found = columns.map(({ name, auc }) => ({ by: 'column', part: name, value: auc }));
    return (found.length === 0 ? [{}] : found).map((column) => ({
      ...{ ...subject, ...column, estimate: 'labelLeak', numbers: null, reason: message },
    }));
  });
}

function sourceRows(report: SourceReport): Row[] {
  const { name: source, features } = report;
  return [
    ...namedEstimates(report).map(({ key, estimate }) => ({ source, estimate: key, numbers: estimate })),
    ...segmentRows(report).map((row) => ({ source, ...row })),
    ...features.flatMap(({ name: part, dropGain }) =>
      dropGain === undefined
        ? []
        : [{ source, estimate: 'dropGain', by: 'feature', part, numbers: dropGain }],
    ),
  ];
}

function modelRows(report: ModelReport): Row[] {
  const { name: model } = report;
  const rows = [
    ...modelEstimates(report).map(({ key, source, estimate, reason }) => ({
      ...(source !== undefined && { source }),
      ...{ model, estimate: key, numbers: estimate, reason },
    })),
    ...segmentRows(report).map((row) => ({ model, ...row })),
  ];
  return isScoredHere(report) ? rows : rows.map((row) => ({ ...row, ranker: READ }));
}

function segmentRows({ segments }: Pick<SourceReport, 'segments'>): Row[] {
  return segments.map(({ by, value: part, lis, reason }) => ({
    ...{ estimate: 'segment', by, part, numbers: lis, reason },
  }));
}

function numbers(e: Estimate | null, value: number | undefined): Cell[] {
  if (e === null) return [value, ...Array<Cell>(NUMBERS - 1).fill('')];
  const { users, seeds, usersAndItems } = e.variance;
  return [e.value, e.low, e.high, e.level, e.se, e.df, e.p, e.pHolm, users, seeds, usersAndItems, e.plainSe];
}
