/**
 * The last result of each source. A run of one source leaves the others where they were: their last scores are those of
 * an earlier report, each with its own verdicts and its own reasons to be stale.
 */
import type { Report, SourceReport, Verdict } from '../../report/schema.ts';

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

/** @param reports newest first */
export function lastResults(reports: readonly CheckedReport[]): Map<string, SourceResult> {
  const results = new Map<string, SourceResult>();
  for (const checked of reports) {
    for (const source of checked.report.sources) {
      if (results.has(source.name)) continue;
      const verdicts = checked.report.verdicts.filter(({ target }) => target === source.name);
      results.set(source.name, { ...checked, source, verdicts });
    }
  }
  return results;
}
