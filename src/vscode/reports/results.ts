/**
 * The last result of each source. A run of one source leaves the others where they were: their last scores are those of
 * an earlier report, each with its own verdicts and its own reasons to be stale.
 */
import type { Report, SourceReport, Verdict } from '../../report/schema.ts';
import { staleReason, type Translate } from '../codelens/titles.ts';

/** A report with what is stale of it. */
export interface CheckedReport {
  path: string;
  report: Report;
  /** Inputs that are gone or changed since the run, as the report names them. */
  staleInputs: string[];
}

export interface SourceResult extends CheckedReport {
  source: SourceReport;
  verdicts: Verdict[];
}

/** What is known of a spec: its newest report, and what earlier ones say of the sources that it is not about. */
export interface KnownReport extends CheckedReport {
  /** The last result of each source by name, in the order of the last run of all. */
  sources: ReadonlyMap<string, SourceResult>;
  /**
   * For surfaces: the newest report with the last result of every source and its verdicts. Arms, inputs and costs are the
   * newest run's alone. Never written to a file: no run was like this.
   */
  latest: Report;
}

/** A source whose last result is not of the newest run. */
export interface EarlierRun {
  source: string;
  /** ISO 8601, of that run. */
  created: string;
  /** Why that result no longer describes the spec; null while it does. */
  stale: string | null;
}

/** @param reports newest first, of one spec */
export function knownReport(reports: readonly CheckedReport[]): KnownReport | undefined {
  const [newest] = reports;
  if (newest === undefined) return undefined;
  const { report } = newest;
  const sources = lastResults(reports);
  const results = [...sources.values()];
  const latest =
    report.spec.only === undefined
      ? report
      : {
          ...report,
          sources: results.map(({ source }) => source),
          verdicts: results.flatMap(({ verdicts }) => verdicts),
        };
  return { ...newest, sources, latest };
}

/**
 * Results in another metric than the newest run's are left out: beside it they would be read as what they are not.
 * @param reports newest first
 */
export function lastResults(reports: readonly CheckedReport[]): Map<string, SourceResult> {
  const results = new Map<string, SourceResult>();
  const [newest] = reports;
  for (const checked of reports.toReversed()) {
    if (metricOf(checked) !== metricOf(newest)) continue;
    for (const source of checked.report.sources) {
      const verdicts = checked.report.verdicts.filter(({ target }) => target === source.name);
      results.set(source.name, { ...checked, source, verdicts });
    }
  }
  return results;
}

/** @param hash of the spec as it is now; undefined where that cannot be told */
export function earlierRuns(
  { path, sources }: Pick<KnownReport, 'path' | 'sources'>,
  hash: string | undefined,
  t: Translate,
): EarlierRun[] {
  return [...sources.values()]
    .filter((result) => result.path !== path)
    .map(({ source, report, staleInputs }) => ({
      source: source.name,
      created: report.created,
      stale: staleReason(hash !== undefined && hash !== report.spec.hash, staleInputs, t) ?? null,
    }));
}

function metricOf(checked: CheckedReport | undefined): string {
  return checked?.report.metric ?? 'auc';
}
