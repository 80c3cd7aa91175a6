/**
 * The last result of each source and each model, which a spec names alike: its parts. A run of one part leaves the others
 * where they were: their last scores are those of an earlier report, each with its own verdicts and its own reasons to be
 * stale.
 */
import { headlineLis } from '../../../report/estimates.ts';
import type { Estimate, ModelReport, Report, SourceReport, Verdict } from '../../../report/schema.ts';
import { THE_BASE } from '../../../report/words/label-leak.ts';

/** A report with what is stale of it. */
export interface CheckedReport {
  path: string;
  report: Report;
  /** Inputs that are gone or changed since the run, as the report names them. */
  staleInputs: string[];
}

export interface PartResult extends CheckedReport {
  verdicts: Verdict[];
}

export interface SourceResult extends PartResult {
  source: SourceReport;
}

export interface ModelResult extends PartResult {
  model: ModelReport;
}

/** The last results by name, in the order of the last run of all. */
export interface LastResults {
  sources: ReadonlyMap<string, SourceResult>;
  models: ReadonlyMap<string, ModelResult>;
}

/** What is known of a spec: its newest report, and what earlier ones say of the parts that it is not about. */
export interface KnownReport extends CheckedReport, LastResults {
  /**
   * For surfaces: the newest report with the last result of every part and its verdicts. Arms, inputs and costs are the
   * newest run's alone. Never written to a file: no run was like this.
   */
  latest: Report;
}

/** A source or model whose last result is not of the newest run. */
export interface EarlierPart {
  name: string;
  /** ISO 8601, of that run. */
  created: string;
}

/** The same, as the panel is told of it. */
export interface EarlierRun extends EarlierPart {
  /** Why that result no longer describes the spec; null while it does. */
  stale: string | null;
  /** Of a model, by source: the LIS of its own run, which its shares are of, where the source has a newer one. */
  lis?: Record<string, Estimate>;
}

/** @param reports newest first, of one spec */
export function knownReport(reports: readonly CheckedReport[]): KnownReport | undefined {
  const [newest] = reports;
  if (newest === undefined) return undefined;
  const { report } = newest;
  const { summary: _, ...others } = report; // of the newest run alone
  const last = lastResults(reports);
  const latest =
    report.spec.only === undefined
      ? report
      : {
          ...others,
          sources: [...last.sources.values()].map(({ source }) => source),
          models: [...last.models.values()].map(({ model }) => model),
          verdicts: [
            ...report.verdicts.filter(({ target }) => target === THE_BASE),
            ...partResults(last).flatMap(({ verdicts }) => verdicts),
          ],
        };
  return { ...newest, ...last, latest };
}

/**
 * Results in another metric than the newest run's are left out: beside it they would be read as what they are not. A name
 * that has gone from the sources to the models, or back, is what it was last.
 * @param reports newest first
 */
export function lastResults(reports: readonly CheckedReport[]): LastResults {
  const sources = new Map<string, SourceResult>();
  const models = new Map<string, ModelResult>();
  const [newest] = reports;
  for (const checked of reports.toReversed()) {
    if (metricOf(checked) !== metricOf(newest)) continue;
    const verdictsOn = (name: string): Verdict[] =>
      checked.report.verdicts.filter(({ target }) => target === name);
    for (const source of checked.report.sources) {
      models.delete(source.name);
      sources.set(source.name, { ...checked, source, verdicts: verdictsOn(source.name) });
    }
    for (const model of checked.report.models) {
      sources.delete(model.name);
      models.set(model.name, { ...checked, model, verdicts: verdictsOn(model.name) });
    }
  }
  return { sources, models };
}

/** Sources first, as reports have them. */
export function partResults({
  sources,
  models,
}: LastResults): (PartResult & Partial<Pick<ModelResult, 'model'>> & { name: string })[] {
  return [
    ...[...sources].map(([name, result]) => ({ ...result, name })),
    ...[...models].map(([name, result]) => ({ ...result, name })),
  ];
}

export function earlierParts(known: Pick<KnownReport, 'path' | keyof LastResults>): EarlierPart[] {
  return earlierResults(known).map(({ name, report }) => ({ name, created: report.created }));
}

function earlierResults({ path, ...known }: Pick<KnownReport, 'path' | keyof LastResults>) {
  return partResults(known).filter((result) => result.path !== path);
}

/** @param staleOf why the result of a part no longer describes it; undefined while it does */
export function earlierRuns(
  known: Pick<KnownReport, 'path' | keyof LastResults>,
  staleOf: (result: PartResult & { name: string }) => string | undefined,
): EarlierRun[] {
  return earlierResults(known).map((result) => {
    const { name, report } = result;
    const lis = supersededLis(result, known);
    return {
      name,
      created: report.created,
      stale: staleOf(result) ?? null,
      ...(Object.keys(lis).length > 0 && { lis }),
    };
  });
}

/** A share is of the LIS of its own run: AIS over a newer LIS would be another number, and without an interval. */
function supersededLis(
  { path, report, ...part }: PartResult & Partial<Pick<ModelResult, 'model'>>,
  { sources }: Pick<KnownReport, 'sources'>,
): Record<string, Estimate> {
  if (part.model === undefined) return {};
  const { captured } = part.model;
  const superseded = report.sources.filter(
    ({ name }) => Object.hasOwn(captured, name) && sources.get(name)?.path !== path,
  );
  return Object.fromEntries(superseded.map((source) => [source.name, headlineLis(source)]));
}

function metricOf(checked: CheckedReport | undefined): string {
  return checked?.report.metric ?? 'auc';
}
