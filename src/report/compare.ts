/**
 * Two or more runs on the same data, side by side. Reports hold estimates and not scores, so how far two runs vary together
 * is unknown. What can be said is each estimate, how far the values lie apart, and the widest that an interval of that
 * difference can be. No p value is made up.
 */
import { metricName, modelEstimates, type NamedEstimate, namedEstimates } from './estimates.ts';
import { Failure } from './failure.ts';
import type { Estimate, Report } from './schema.ts';

export interface NamedReport {
  /** As the user named it: a path. */
  name: string;
  report: Report;
}

export interface ComparedEstimate extends Pick<NamedEstimate, 'unit'> {
  /** The source that it is of; with `model`, the source that the model's number is about. */
  source?: string;
  model?: string;
  key: string;
  name: string;
  /** By report; null where a report lacks it. */
  estimates: (Estimate | null)[];
  /** Value minus the first report's; null for the first and where either is missing. */
  differences: (number | null)[];
  /**
   * Interval of the difference that is wide enough whatever the runs share, at the level of the estimates; null likewise.
   * A standard error of a difference is at most the sum of the two, so the half widths add up.
   */
  intervals: ([low: number, high: number] | null)[];
  /** Whether the interval meets the first report's, which is whether the interval of the difference holds 0; null likewise. */
  overlaps: (boolean | null)[];
}

export interface ComparedArm {
  id: string;
  /** Mean AUC by report; null where a report lacks the arm. */
  auc: (number | null)[];
  differences: (number | null)[];
}

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
 * @throws Failure `usage` `other-data` where the log, its tables or the evaluated rows differ, saying what.
 */
export function compareReports(reports: readonly NamedReport[]): Comparison {
  const [first, ...others] = reports;
  if (first === undefined || others.length === 0) {
    throw new Failure('usage', 'one-report', 'a comparison needs two reports or more.');
  }
  for (const other of others) assertSameData(first, other);
  const armIds = distinct(reports.flatMap(({ report }) => report.arms.map(({ id }) => id)));
  const named = reports.map(({ report }) => new Map(estimatesOf(report).map((one) => [identity(one), one])));
  const keys = new Map(named.flatMap((one) => [...one]));
  return {
    names: reports.map(({ name }) => name),
    metric: metricName(first.report),
    notes: others.flatMap((other) => differences(first, other)),
    arms: armIds.map((id) => {
      const auc = reports.map(({ report }) => report.arms.find((arm) => arm.id === id)?.auc ?? null);
      return { id, auc, differences: fromFirst(auc) };
    }),
    estimates: [...keys].map(([id, { estimate: _, ...what }]) => {
      const estimates = named.map((all) => all.get(id)?.estimate ?? null);
      const [base] = estimates;
      return {
        ...what,
        estimates,
        differences: fromFirst(estimates.map((e) => e?.value ?? null)),
        intervals: estimates.map((e, i) =>
          i === 0 || e === null || !base ? null : [e.low - base.high, e.high - base.low],
        ),
        overlaps: estimates.map((e, i) =>
          i === 0 || e === null || !base ? null : e.low <= base.high && base.low <= e.high,
        ),
      };
    }),
  };
}

type Identified = Pick<ComparedEstimate, 'source' | 'model' | 'key' | 'name' | 'unit'> & {
  estimate: Estimate;
};

/** Of the sources first, then of the models. What a report gives no number for, it lacks. */
function estimatesOf({ sources, models }: Report): Identified[] {
  return [
    ...sources.flatMap((source) =>
      namedEstimates(source).map(({ contrast: _, ...one }) => ({ source: source.name, ...one })),
    ),
    ...models.flatMap((model) =>
      modelEstimates(model).flatMap(({ contrast: _, reason: __, estimate, ...one }) =>
        estimate === null ? [] : [{ model: model.name, ...one, estimate }],
      ),
    ),
  ];
}

function identity({ source, model, key }: Pick<Identified, 'source' | 'model' | 'key'>): string {
  return JSON.stringify([model, source, key]);
}

function fromFirst(values: readonly (number | null)[]): (number | null)[] {
  const base = values[0] ?? null;
  return values.map((value, i) => (i === 0 || value === null || base === null ? null : value - base));
}

/** Data is the same when the log and its tables are, and the same rows are evaluated. Paths and times do not count. */
function assertSameData(a: NamedReport, b: NamedReport): void {
  const found: string[] = [];
  for (const role of ['log', 'items', 'users'] as const) {
    const [ours, theirs] = [hashes(a.report, role), hashes(b.report, role)];
    if (ours.join() === theirs.join()) continue;
    const files = (report: Report) =>
      report.inputs.flatMap((input) => (input.role === role ? [input.path] : [])).join(', ') || 'none';
    found.push(`${role} files (${files(a.report)} and ${files(b.report)} have different content)`);
  }
  const facts: [string, (report: Report) => string | number | undefined][] = [
    ['rows', ({ data }) => data.rows],
    ['training rows', ({ data }) => data.trainRows],
    ['evaluation rows', ({ data }) => data.evalRows],
    ['positive rate', ({ data }) => data.positiveRate],
    ['start of the evaluation', ({ data }) => data.evaluate?.from],
    ['metric', metricName],
    ['end of the evaluation', ({ data }) => data.evaluate?.to],
  ];
  for (const [what, of] of facts) {
    if (of(a.report) !== of(b.report))
      found.push(`${what} (${of(a.report) ?? 'none'} and ${of(b.report) ?? 'none'})`);
  }
  if (found.length === 0) return;
  throw new Failure(
    'usage',
    'other-data',
    `${a.name} and ${b.name} are reports of other data: they differ in ${found.join(', ')}; compare runs on the same log, label and split.`,
    { file: b.name },
  );
}

function hashes(report: Report, role: string): string[] {
  return report.inputs.flatMap((input) => (input.role === role ? [input.hash] : [])).sort();
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
  const notes = facts.flatMap(([what, of]) => {
    const [ours, theirs] = [of(a.report), of(b.report)];
    return ours === theirs ? [] : [`${what}: ${ours} in ${a.name}, ${theirs} in ${b.name}`];
  });
  if (hashes(a.report, 'source').join() !== hashes(b.report, 'source').join())
    notes.push(`files of preference data differ between ${a.name} and ${b.name}`);
  if (hashes(a.report, 'model').join() !== hashes(b.report, 'model').join())
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
