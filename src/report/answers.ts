/**
 * A line for each source and model, as every surface lists them: its gain, how sure that is, what the verdict says and what to do. One
 * order for all: what can transfer first, by how much it gains at least; then declared data whose total may be users' own future; last what holds the
 * label, of which no number means anything.
 */
import { headlineLis } from './estimates.ts';
import type { Estimate, ModelReport, Report, SourceReport, Verdict } from './schema.ts';
import { leadingVerdict, leaking } from './words/label-leak.ts';
import { summaryOf } from './words/summary.ts';
import type { Translate } from './words/translate.ts';

export interface Answer {
  /** Of the source or model, as the spec has it. */
  name: string;
  part: 'source' | 'model';
  /** What the gain is; a total LIS may rest on users' own future. */
  what: 'LIS' | 'total LIS' | 'AIS';
  /** LIS or AIS with the interval that its verdict was judged by; a difference of the report's metric. */
  gain: Estimate;
  /** The most important one; the rest are in the report. */
  verdict?: Verdict | undefined;
  /** The answer in one sentence, and what to do next. */
  sentence: string;
  action?: string | undefined;
  /** It holds the label: the gain is the label's, and stands apart. */
  leaks: boolean;
  /** Of a source: what it brings rebuilt from the past alone. */
  honest?: Estimate | undefined;
  /** Of a source: what the same features bring with items permuted. */
  placebo?: Estimate | undefined;
}

/**
 * @param t of the reader's language; what the report holds, which is English, where absent
 * @returns sources and models, best first; see above for the order
 */
export function answers(report: Report, t?: Translate): Answer[] {
  const leaks = leaking(report);
  const { parts } = summaryOf(report, t);
  const said = (name: string) => {
    const found = parts.find(({ target }) => target === name);
    return {
      name,
      sentence: found?.sentence ?? '',
      action: found?.action,
      verdict: leadingVerdict(report, name),
      leaks: leaks.has(name),
    };
  };
  return [
    ...report.sources.map((source) => ({ ...said(source.name), ...ofSource(source) })),
    ...report.models.map((model) => ({ ...said(model.name), ...ofModel(model) })),
  ].toSorted((a, b) => place(a) - place(b) || b.gain.low - a.gain.low);
}

function ofSource(source: SourceReport) {
  const { lis, honestGain, placeboGain } = source;
  const what = lis.transferable === undefined ? ('total LIS' as const) : ('LIS' as const);
  return {
    part: 'source' as const,
    what,
    gain: headlineLis(source),
    honest: honestGain,
    placebo: placeboGain,
  };
}

function ofModel({ ais }: ModelReport) {
  return { part: 'model' as const, what: 'AIS' as const, gain: ais };
}

function place({ leaks, what }: Pick<Answer, 'leaks' | 'what'>): number {
  return leaks ? 2 : what === 'total LIS' ? 1 : 0;
}
