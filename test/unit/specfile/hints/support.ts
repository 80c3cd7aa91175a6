/** A report that judges the sources and models of a spec, and the spec after an edit that a verdict asks for. */
import type { Report, SourceReport, Verdict } from '../../../../src/report/schema.ts';
import { applied } from '../../../../src/specfile/hints/apply.ts';
import type { Hint } from '../../../../src/specfile/hints/hint.ts';
import { hintsOf } from '../../../../src/specfile/hints/table.ts';
import { parseSpec } from '../../../../src/specfile/reading/parse.ts';
import { exampleReport } from '../../../fixtures/report.ts';

export const verdict = (target: string, code: Verdict['code'], more: Partial<Verdict> = {}): Verdict => ({
  ...{ code, target, severity: 'info', message: '', action: '' },
  ...more,
});

export interface Given {
  verdicts: Verdict[];
  source?: Partial<SourceReport>;
  report?: Partial<Report>;
  scores?: string[];
}

export function hints(text: string, { verdicts, source, report, scores = [] }: Given): Hint[] {
  const { spec, document } = parseSpec(text);
  if (spec === undefined || document === undefined) throw new Error('the spec of the test is broken');
  const [first] = exampleReport().sources;
  const sources = spec.sources.map(({ name }) => ({ ...first!, name, ...source }));
  return hintsOf({ report: exampleReport({ sources, verdicts, ...report }), spec, document, scores });
}

/** The text after the edit of that kind. @throws where it is not offered, or breaks the spec */
export function edited(text: string, kind: Hint['change']['kind'], given: Given): string {
  const hint = hints(text, given).find(({ change }) => change.kind === kind);
  if (hint === undefined) throw new Error(`${kind} is not offered`);
  const now = applied(text, hint.edits);
  const { problems } = parseSpec(now);
  if (problems.length > 0) throw new Error(`${problems[0]!.message} in\n${now}`);
  return now;
}

/** The kinds that are offered. */
export const kinds = (text: string, given: Given): string[] =>
  hints(text, given).map(({ change }) => change.kind);
