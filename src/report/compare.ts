/**
 * Two or more runs side by side: what their specs say otherwise, each estimate, how far the values lie apart, and the interval of that
 * difference. Where reports tell how far the runs vary together, whoever can compute it is handed in, since a view computes no
 * number of its own; where they do not, the interval is the widest that it can be.
 */

import { Failure } from '../common/failure.ts';
import { inputsApart, sameFiles } from './compare-inputs.ts';
import { type SettingChange, settingsApart } from './compare-settings.ts';
import {
  byLog,
  type Judged,
  objectivesApart,
  type ToldEstimate,
  toldEstimates,
} from './compared-estimates.ts';
import type { EstimateArms } from './estimate-arms.ts';
import { metricName, type NamedEstimate } from './estimates.ts';
import type { Estimate, Report } from './schema.ts';
import { allEvaluationUsers, measuredShare, usersMeasured } from './words/precision.ts';

/** A report and what a comparison calls it. */
export interface NamedReport {
  /** As the user named it: a path. */
  name: string;
  report: Report;
}

export interface ComparedEstimate {
  unit?: NamedEstimate['unit'] | undefined;
  /** The source that it is of; with `model`, the source that the model's number is about. */
  source?: string | undefined;
  model?: string | undefined;
  /** The objective that it is by; absent where it is by the label of the log. */
  objective?: string | undefined;
  key: string;
  name: string;
  /** By report; null where a report lacks it. */
  estimates: (Estimate | null)[];
  /** Value minus the first report's; null for the first and where either is missing. */
  differences: (number | null)[];
  /** Interval of the difference, at 95 % where runs are paired; null likewise. */
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
  /** What the specs say otherwise, key by key; empty where a report keeps no options, and `notes` then say what is known. */
  settings: SettingChange[];
  /** What differs besides, in words: files, versions. */
  notes: string[];
  /** Whether all evaluate the same rows: where they do not, a difference is one of data and settings together. */
  sameRows: boolean;
  arms: ComparedArm[];
  estimates: ComparedEstimate[];
}

/**
 * @param reports two or more; all are compared with the first.
 * @param pair absent: every interval is the widest.
 * @throws Failure `usage` `other-data` where the label, the metric or, of one log, the evaluated rows differ, saying what.
 */
export function compareReports(reports: readonly NamedReport[], pair: PairRuns = () => null): Comparison {
  const [first, ...others] = reports;
  if (first === undefined || others.length === 0) {
    throw new Failure('usage', 'one-report', 'a comparison needs two reports or more.');
  }
  const same = reports.map((other) => other === first || sameRows(first, other));
  const armIds = distinct(reports.flatMap(({ report }) => report.arms.map(({ id }) => id)));
  const named = reports.map(
    ({ report }) => new Map(toldEstimates(report).map((estimate) => [estimate.identity, estimate])),
  );
  const keys = new Map(named.flatMap((entries) => [...entries]));
  return {
    names: reports.map(({ name }) => name),
    metric: metricName(first.report),
    settings: settingsApart(reports.map(({ report }) => report)) ?? [],
    notes: others.flatMap((other) => notesOn(first, other, reports)),
    sameRows: same.every(Boolean),
    arms: armIds.map((id) => {
      const auc = reports.map(({ report }) => report.arms.find((arm) => arm.id === id)?.auc ?? null);
      const differences = fromFirst(auc);
      const isMetric = metricName(first.report) === 'AUC';
      const intervals = reports.map(({ report }, i) =>
        !isMetric || !same[i] || differences[i] === null
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
          : intervalOf([found[0], estimate], same[i] ? pair : () => null),
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

/**
 * Rows that one ranker learnt on one log can be told apart by settings; those of two logs by data and settings together. What may not
 * be subtracted at all, another label or metric, is refused; paths and times do not count.
 * @returns whether both evaluate the same rows
 */
function sameRows(a: NamedReport, b: NamedReport): boolean {
  const sameLog = sameFiles(a.report, b.report, 'log');
  const label = ({ spec }: Report) => spec.options?.['log.label'];
  // Of reports without options nobody knows whether the label is the same.
  const mayDiffer = !sameLog && label(a.report) !== undefined && label(a.report) === label(b.report);
  const told = [a, b].every(({ report }) => report.spec.options !== undefined);
  const found: string[] = [];
  for (const role of ['log', 'items', 'users'] as const) {
    // Tables that the settings tell of are no other rows.
    if (role === 'log' ? sameLog || mayDiffer : told || sameFiles(a.report, b.report, role)) continue;
    const files = ({ inputs }: Report) =>
      inputs.flatMap((input) => (input.role === role ? [input.path] : [])).join(', ') || 'none';
    found.push(`${role} files (${files(a.report)} and ${files(b.report)} have different content)`);
  }
  if (!sameLog && told && !mayDiffer)
    found.push(`label (${label(a.report) ?? 'none'} and ${label(b.report) ?? 'none'})`);
  type Fact = [string, (report: Report) => string | number | undefined];
  const metric: Fact = ['metric', metricName];
  const facts: Fact[] = [
    ['users', ({ data }) => data.users],
    ['evaluation users', allEvaluationUsers],
    ['rows', ({ data }) => data.rows],
    ['training rows', ({ data }) => data.trainRows],
    ['evaluation rows', ({ data, precision }) => precision?.allRows ?? data.evalRows],
    ['positive rate', ({ data }) => data.positiveRate],
    ['start of the evaluation', ({ data }) => data.evaluate?.from],
    metric,
    ['end of the evaluation', ({ data }) => data.evaluate?.to],
  ];
  for (const [what, pick] of mayDiffer ? [metric] : facts) {
    if (pick(a.report) !== pick(b.report))
      found.push(`${what} (${pick(a.report) ?? 'none'} and ${pick(b.report) ?? 'none'})`);
  }
  if (found.length === 0) return sameLog && sameUsers(a.report, b.report);
  throw new Failure(
    'usage',
    'other-data',
    `${a.name} and ${b.name} are reports of other data: they differ in ${found.join(', ')}; compare runs on the same log, label and split.`,
    { file: b.name },
  );
}

/** Whether both measured the same of the evaluation users: samples are nested, and drawn by the seed. */
function sameUsers(a: Report, b: Report): boolean {
  const share = measuredShare(a);
  return share === measuredShare(b) && (share === 1 || a.seed === b.seed);
}

/** What explains why numbers differ, beside the settings: files, versions, and all that reports without options tell. */
function notesOn(a: NamedReport, b: NamedReport, among: readonly NamedReport[]): string[] {
  const told = settingsApart([a.report, b.report]);
  const facts: [string, (report: Report) => string][] = [
    ['ranker', ({ ranker }) => settings(ranker)],
    [
      'other rankers',
      ({ otherRankers = [] }) => otherRankers.map((o) => settings(o.ranker)).join('; ') || 'none',
    ],
    ['base seed', ({ seed }) => String(seed)],
    ['seeds', ({ arms }) => String(arms[0]?.perSeed.length ?? 0)],
    ['slices', ({ data }) => String(data.slices ?? 'none')],
  ];
  const version: (typeof facts)[number] = ['version', ({ tool }) => tool.version];
  const notes = [...(told === undefined ? facts : []), version].flatMap(([what, pick]) => {
    const [ours, theirs] = [pick(a.report), pick(b.report)];
    return ours === theirs ? [] : [`${what}: ${ours} in ${a.name}, ${theirs} in ${b.name}`];
  });
  if (!sameUsers(a.report, b.report)) {
    const [ours, theirs] = [usersMeasured(a.report), usersMeasured(b.report)];
    notes.push(
      `users measured: ${ours} in ${a.name}, ${theirs} in ${b.name}; they are not the same, so no difference is paired`,
    );
  }
  const which = among.length > 2 ? ` (${b.name})` : '';
  notes.push(...inputsApart(a.report, b.report).map((line) => line + which));
  if (told !== undefined) return notes;
  const { ours, theirs } = objectivesApart(a.report, b.report);
  notes.push(...ours.map((objective) => `objective ${objective}: in ${a.name} alone`));
  notes.push(...theirs.map((objective) => `objective ${objective}: in ${b.name} alone`));
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
