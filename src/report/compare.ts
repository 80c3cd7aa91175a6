/**
 * Two or more runs on the same data, side by side: each estimate, how far the values lie apart, and the interval of that
 * difference. Where reports tell how far the runs vary together, whoever can compute it is handed in, since a view computes no
 * number of its own; where they do not, the interval is the widest that it can be.
 */

import { Failure } from '../common/failure.ts';
import {
  byLog,
  type Judged,
  objectivesApart,
  type ToldEstimate,
  toldEstimates,
} from './compared-estimates.ts';
import type { EstimateArms } from './estimate-arms.ts';
import { metricName, type NamedEstimate } from './estimates.ts';
import { coversAllBytes } from './kept/content-hash.ts';
import type { Estimate, Report } from './schema.ts';

/** A report and what a comparison calls it. */
export interface NamedReport {
  /** As the user named it: a path. */
  name: string;
  report: Report;
}

export interface ComparedEstimate extends Pick<NamedEstimate, 'unit'> {
  /** The source that it is of; with `model`, the source that the model's number is about. */
  source?: string;
  model?: string;
  /** The objective that it is by; absent where it is by the label of the log. */
  objective?: string;
  key: string;
  name: string;
  /** By report; null where a report lacks it. */
  estimates: (Estimate | null)[];
  /** Value minus the first report's; null for the first and where either is missing. */
  differences: (number | null)[];
  /** Interval of the difference, at the level of the estimates; null likewise. */
  intervals: (DifferenceInterval | null)[];
}

/** Between which limits a difference of two runs lies. */
export interface DifferenceInterval {
  low: number;
  high: number;
  /**
   * `paired`: what the runs share is taken out. `widest`: wide enough whatever they share. A standard error of a difference is at
   * most the sum of the two, so the half widths add up. A paired one, of few seeds, is cut where it would be wider.
   */
  basis: 'paired' | 'widest';
}

/** Computes later − first of an estimate over what two runs share; null where a report does not tell it. */
export type PairRuns = (
  first: Judged,
  later: Judged,
  arms: readonly [first: EstimateArms, later: EstimateArms],
) => Pick<Estimate, 'low' | 'high'> | null;

export interface ComparedArm {
  id: string;
  /** Mean AUC by report; null where a report lacks the arm. */
  auc: (number | null)[];
  differences: (number | null)[];
  /** Of the differences, where M is AUC and both reports tell what they share; null elsewhere. */
  intervals: (DifferenceInterval | null)[];
}

/** Runs side by side. Lists have one entry for each report, in the order that was given. */
export interface Comparison {
  names: string[];
  /** What all estimates are differences of: AUC, GAUC, … */
  metric: string;
  /** What differs besides the results, in words: settings, versions, source files. */
  notes: string[];
  arms: ComparedArm[];
  estimates: ComparedEstimate[];
}

/**
 * @param reports two or more; all are compared with the first.
 * @param pair absent: every interval is the widest.
 * @throws Failure `usage` `other-data` where the log, its tables or the evaluated rows differ, saying what.
 */
export function compareReports(reports: readonly NamedReport[], pair: PairRuns = () => null): Comparison {
  const [first, ...others] = reports;
  if (first === undefined || others.length === 0) {
    throw new Failure('usage', 'one-report', 'a comparison needs two reports or more.');
  }
  for (const other of others) assertSameData(first, other);
  const armIds = distinct(reports.flatMap(({ report }) => report.arms.map(({ id }) => id)));
  const named = reports.map(
    ({ report }) => new Map(toldEstimates(report).map((estimate) => [estimate.identity, estimate])),
  );
  const keys = new Map(named.flatMap((entries) => [...entries]));
  return {
    names: reports.map(({ name }) => name),
    metric: metricName(first.report),
    notes: others.flatMap((other) => differences(first, other)),
    arms: armIds.map((id) => {
      const auc = reports.map(({ report }) => report.arms.find((arm) => arm.id === id)?.auc ?? null);
      const differences = fromFirst(auc);
      const isMetric = metricName(first.report) === 'AUC';
      const intervals = reports.map(({ report }, i) =>
        !isMetric || differences[i] === null
          ? null
          : paired(pair(byLog(first.report), byLog(report), [{ arm: id }, { arm: id }])),
      );
      return { id, auc, differences, intervals };
    }),
    estimates: [...keys].map(([id, { estimate: _, arms: __, judged: ___, identity: ____, ...what }]) => {
      const found = named.map((all) => all.get(id));
      const intervals = found.map((estimate, i) =>
        i === 0 || estimate === undefined || found[0] === undefined
          ? null
          : intervalOf([found[0], estimate], pair),
      );
      const estimates = found.map((estimate) => estimate?.estimate ?? null);
      return {
        ...what,
        estimates,
        differences: fromFirst(estimates.map((e) => e?.value ?? null)),
        intervals,
      };
    }),
  };
}

/** Of two estimates under one name. The widest where they are no difference of arms, or the reports tell not what they share. */
function intervalOf([a, b]: readonly [ToldEstimate, ToldEstimate], pair: PairRuns): DifferenceInterval {
  const low = b.estimate.low - a.estimate.high;
  const high = b.estimate.high - a.estimate.low;
  const found = a.arms && b.arms ? pair(a.judged, b.judged, [a.arms, b.arms]) : null;
  if (found === null) return { low, high, basis: 'widest' };
  return { low: Math.max(low, found.low), high: Math.min(high, found.high), basis: 'paired' };
}

function paired(found: ReturnType<PairRuns>): DifferenceInterval | null {
  return found && { low: found.low, high: found.high, basis: 'paired' };
}

function fromFirst(values: readonly (number | null)[]): (number | null)[] {
  const base = values[0] ?? null;
  return values.map((value, i) => (i === 0 || value === null || base === null ? null : value - base));
}

/** Data is the same when the log and its tables are, and the same rows are evaluated. Paths and times do not count. */
function assertSameData(a: NamedReport, b: NamedReport): void {
  const found: string[] = [];
  for (const role of ['log', 'items', 'users'] as const) {
    if (sameContent(a.report, b.report, role)) continue;
    const files = (report: Report) =>
      report.inputs.flatMap((input) => (input.role === role ? [input.path] : [])).join(', ') || 'none';
    found.push(`${role} files (${files(a.report)} and ${files(b.report)} have different content)`);
  }
  const facts: [string, (report: Report) => string | number | undefined][] = [
    ['users', ({ data }) => data.users],
    ['evaluation users', ({ data }) => data.evalUsers],
    ['rows', ({ data }) => data.rows],
    ['training rows', ({ data }) => data.trainRows],
    ['evaluation rows', ({ data }) => data.evalRows],
    ['positive rate', ({ data }) => data.positiveRate],
    ['start of the evaluation', ({ data }) => data.evaluate?.from],
    ['metric', metricName],
    ['end of the evaluation', ({ data }) => data.evaluate?.to],
  ];
  for (const [what, pick] of facts) {
    if (pick(a.report) !== pick(b.report))
      found.push(`${what} (${pick(a.report) ?? 'none'} and ${pick(b.report) ?? 'none'})`);
  }
  if (found.length === 0) return;
  throw new Failure(
    'usage',
    'other-data',
    `${a.name} and ${b.name} are reports of other data: they differ in ${found.join(', ')}; compare runs on the same log, label and split.`,
    { file: b.name },
  );
}

/** Whether two runs read the same files of a role. Hashes of two kinds say nothing of each other: sizes then speak. */
function sameContent(a: Report, b: Report, role: string): boolean {
  const [ours, theirs] = [a, b].map(({ inputs }) => inputs.filter((input) => input.role === role));
  const kinds = new Set([...ours!, ...theirs!].map(({ hash }) => coversAllBytes(hash)));
  const listed = (inputs: Report['inputs']): string =>
    inputs
      .map(({ hash, bytes }) => (kinds.size > 1 ? String(bytes) : hash))
      .sort()
      .join();
  return listed(ours!) === listed(theirs!);
}

/** Settings that explain why numbers differ. */
function differences(a: NamedReport, b: NamedReport): string[] {
  const facts: [string, (report: Report) => string][] = [
    ['ranker', ({ ranker }) => settings(ranker)],
    [
      'other rankers',
      ({ otherRankers = [] }) => otherRankers.map((o) => settings(o.ranker)).join('; ') || 'none',
    ],
    ['base seed', ({ seed }) => String(seed)],
    ['seeds', ({ arms }) => String(arms[0]?.perSeed.length ?? 0)],
    ['slices', ({ data }) => String(data.slices ?? 'none')],
    ['version', ({ tool }) => tool.version],
  ];
  const notes = facts.flatMap(([what, pick]) => {
    const [ours, theirs] = [pick(a.report), pick(b.report)];
    return ours === theirs ? [] : [`${what}: ${ours} in ${a.name}, ${theirs} in ${b.name}`];
  });
  const { ours, theirs } = objectivesApart(a.report, b.report);
  notes.push(...ours.map((objective) => `objective ${objective}: in ${a.name} alone`));
  notes.push(...theirs.map((objective) => `objective ${objective}: in ${b.name} alone`));
  if (!sameContent(a.report, b.report, 'source'))
    notes.push(`files of preference data differ between ${a.name} and ${b.name}`);
  if (!sameContent(a.report, b.report, 'model'))
    notes.push(`files of models differ between ${a.name} and ${b.name}`);
  if (a.report.spec.hash !== b.report.spec.hash) notes.push(`the specs of ${a.name} and ${b.name} differ`);
  return notes;
}

function settings(ranker: Report['ranker']): string {
  return Object.entries(ranker)
    .map(([key, value]) => (key === 'kind' ? String(value) : `${key} ${JSON.stringify(value)}`))
    .join(' ');
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
