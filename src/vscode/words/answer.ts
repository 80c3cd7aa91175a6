/**
 * The answer of a report in few words, the verdict first: for lenses, rows and the status, which cut their end off. The whole sentence
 * and what to do are the report's own. Pure, so that the words are tested without an editor.
 */
import { headlineLis } from '../../report/estimates.ts';
import type { Estimate, Report, SourceReport, Verdict } from '../../report/schema.ts';
import { leadingVerdict } from '../../report/words/label-leak.ts';
import { bestModel, bestSource, summaryOf } from '../../report/words/summary.ts';
import { gainText } from '../../report/words/summary-source.ts';
import { verdictInWords } from '../../report/words/verdict-words.ts';
import type { Translate } from './phrases.ts';

/** `+0.020 ±0.005`: as the sentence of the report rounds it; what rounds to zero has no sign. */
export function gainWords(estimate: Estimate): string {
  const text = gainText(estimate).replace('± ', '±');
  return /^(-|0\.0+ )/.test(text) ? text : `+${text}`;
}

/** `LIS +0.020 ±0.005`, `already there +0.008`: the second is what rebuilding from the past alone brings today. */
export function sourceGains({ lis, honestGain }: SourceReport, t: Translate): string[] {
  const gain = gainWords(lis.transferable ?? lis.total);
  return [
    lis.transferable === undefined ? t('total LIS {0}', gain) : t('LIS {0}', gain),
    ...(honestGain === undefined || honestGain.low <= 0
      ? []
      : [t('already there {0}', withoutHalf(honestGain))]),
  ];
}

/**
 * What the verdicts on a source or a model say: `worth aligning on`, `label leak: dwell_ms and 2 more`. Headroom that relations do not
 * explain, or that may be users' own future, says so.
 * @param verdicts on one target, the most important first
 */
export function verdictWords(verdicts: readonly Verdict[], t: Translate): string | undefined {
  const [first] = verdicts;
  if (first === undefined) return undefined;
  const name = first.code === 'label-leak' ? t('label leak') : verdictInWords(first, verdicts, t);
  const [column, ...others] = first.code === 'label-leak' ? (first.columns ?? []) : [];
  if (column === undefined) return name;
  return others.length === 0
    ? t('{0}: {1}', name, column.name)
    : t('{0}: {1} and {2} more', name, column.name, others.length);
}

/**
 * The answer of a run: `worth aligning on: co-click +0.020`, what leaks before all. Undefined where nothing was judged.
 * @param named whether there is room for the name of the source or model
 */
export function shortAnswer(report: Report | undefined, t: Translate, named = true): string | undefined {
  const leading = leadingVerdict(report);
  if (report === undefined || leading === undefined) return undefined;
  const best = bestSource(report) ?? bestModel(report);
  const judged = leading.severity === 'error' ? leading.target : (best?.name ?? leading.target);
  const words = verdictWords(
    report.verdicts.filter(({ target }) => target === judged),
    t,
  );
  if (leading.severity === 'error') return words;
  const gain = best === undefined ? '' : withoutHalf('lis' in best ? headlineLis(best) : best.ais);
  if (words === undefined) return t('{0} {1}', judged, gain);
  return named ? t('{0}: {1} {2}', words, judged, gain) : t('{0} {1}', words, gain);
}

const withoutHalf = (estimate: Estimate): string => gainWords(estimate).split(' ')[0]!;

/** The sentence on a source or a model, or on the whole run, and what the report says to do next: for tooltips. */
export function wholeAnswer(report: Report | undefined, t: Translate, target?: string): string[] {
  if (report === undefined) return [];
  const { sentence, parts } = summaryOf(report, t);
  const part = parts.find((candidate) => candidate.target === target);
  const action = target === undefined ? leadingVerdict(report)?.action : part?.action;
  return [
    ...(target === undefined ? [sentence] : part === undefined ? [] : [part.sentence]),
    ...(action === undefined ? [] : [`→ ${action}`]),
  ];
}
