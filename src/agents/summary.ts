/** The newest report of a spec in few numbers, with the words that the command line has for them. */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Failure } from '../common/failure.ts';
import { metricName, written } from '../report/estimates.ts';
import { isOfFile, staleInputs } from '../report/kept/fingerprint.ts';
import { factsOf } from '../report/kept/run-facts.ts';
import type { LatestReport } from '../report/kept/store.ts';
import type { Estimate, Report } from '../report/schema.ts';
import { gateSentence } from '../report/words/gate.ts';
import { openingSentences } from '../report/words/opening.ts';
import { readAnySpec } from '../specfile/configs/adapt.ts';
import { specHash } from '../specfile/hash.ts';
import type { AgentContext } from './context.ts';
import type { Output } from './schemas.ts';

/** More warnings than this say nothing new. */
const MOST_WARNINGS = 20;

/** A report, or an audit. */
type Judged = Pick<Report, 'inputs'> & { spec: { hash: string } };
type Summary = Output<'latest_report'>;

/** @param specPath absolute. @throws Failure `data` where the spec has no report */
export async function newestReport(specPath: string, context: AgentContext): Promise<LatestReport> {
  const latest = await context.latestReport(specPath);
  if (latest !== undefined) return latest;
  const message = `${context.roots.shown(specPath)} has no report yet; call run_evaluation.`;
  throw new Failure('data', 'no-report', message, { file: specPath });
}

/** @param specPath absolute */
export async function summaryOf(
  { path, report, corrupt }: LatestReport,
  specPath: string,
  context: AgentContext,
): Promise<Summary> {
  const { roots } = context;
  const facts = factsOf(report);
  return {
    spec: roots.shown(specPath),
    report: roots.shown(path),
    created: report.created,
    opening: openingSentences(report),
    metric: metricName(report),
    baseAuc: facts.baseAuc ?? null,
    gains: facts.gains.map(({ name, what, estimate }) => ({ name, what, estimate: numbersOf(estimate) })),
    verdicts: report.verdicts.map(({ code, severity, target, message, action }) => ({
      ...{ code, severity, target, message, action },
    })),
    gate: report.gate === undefined ? null : { met: report.gate.met, text: gateSentence(report.gate) },
    warnings: report.warnings.slice(0, MOST_WARNINGS).map(({ code, message }) => ({ code, message })),
    stale: await staleOf(report, specPath, context),
    damaged: corrupt,
  };
}

function numbersOf(estimate: Estimate): Summary['gains'][number]['estimate'] {
  const { value, low, high, level } = estimate;
  const { value: text, range } = written({ estimate });
  return { value, low, high, level, text: `${text} ${range}` };
}

/** Why a report, or an audit, no longer describes its spec. Files outside of the roots are not looked at: a report may name any. */
export async function staleOf(
  report: Judged,
  specPath: string,
  { roots, hashOf }: AgentContext,
): Promise<Summary['stale']> {
  const folder = dirname(specPath);
  const places = report.inputs.filter(isOfFile).map(({ path }) => path);
  const held = await Promise.all(places.map((path) => roots.holds(resolve(folder, path))));
  const outside = places.filter((_, i) => !held[i]);
  const mayLookAt = (place: string): boolean => !outside.some((path) => resolve(folder, path) === place);
  return {
    spec: await changed(report, specPath),
    inputs: await staleInputs(report, folder, mayLookAt, hashOf),
    notLookedAt: [...new Set(outside)],
  };
}

async function changed(report: Judged, specPath: string): Promise<boolean> {
  const text = await readFile(specPath, 'utf8').catch(() => undefined);
  if (text === undefined) return true;
  const { spec } = await readAnySpec(text, specPath);
  return spec === undefined || specHash(spec) !== report.spec.hash;
}
