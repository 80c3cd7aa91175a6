/** What is said in a line of a spec and of a source: over it in the text, and in lists to pick from. */
import { score } from '../../common/format.ts';
import type { Estimate, Report, SourceReport, Verdict } from '../../report/schema.ts';
import { headline } from '../../report/words/objectives.ts';
import { gainWords, shortAnswer, sourceGains, verdictWords } from './answer.ts';
import { age, type Translate } from './phrases.ts';

export interface Running {
  message: string;
  /** 0..1 */
  fraction: number;
}

/** `training leaked:co-click … 43 %` */
export function runningTitle(running: Running, t: Translate): string {
  return t('{0} … {1} %', running.message, Math.floor(running.fraction * 100));
}

/** What follows `▶ Evaluate` over the document: `worth aligning on: co-click +0.020`, `base AUC 0.7355`, `2 h ago`, `stale: clicks.csv changed`. */
export function specFacts(
  report: Report | undefined,
  now: number,
  stale: string | undefined,
  t: Translate,
): string[] {
  const facts: string[] = [];
  const base = report?.arms.find((arm) => arm.arm === 'base');
  if (report !== undefined && base !== undefined) {
    const answer = shortAnswer(report, t);
    facts.push(
      ...(answer === undefined ? [] : [answer]),
      t('base AUC {0}', score(base.auc)),
      age(now - Date.parse(report.created), t),
    );
  }
  if (stale !== undefined) facts.push(t('stale: {0}', stale));
  return facts;
}

/** `worth aligning on`, `LIS +0.020 ±0.005`, `already there +0.008`, and why it is stale where it is; none before the first run. */
export function sourceFacts(
  result: { source: SourceReport; verdicts: readonly Verdict[] } | undefined,
  stale: string | undefined,
  t: Translate,
): string[] {
  if (result === undefined) return [];
  return [
    ...lensFacts(sourceGains(result.source, t), result.verdicts, t),
    ...(stale === undefined ? [] : [t('stale: {0}', stale)]),
  ];
}

/** The verdict, then what was measured. A leak of the label is no gain: it stands in the place of the numbers. */
export function judgedFacts(
  measured: readonly string[],
  verdicts: readonly Verdict[],
  t: Translate,
): string[] {
  const words = verdictWords(verdicts, t);
  if (words === undefined) return [...measured];
  return verdicts[0]?.code === 'label-leak' ? [words] : [words, ...measured];
}

/** The same over a line: the sign of a leak is red whatever the theme. */
export function lensFacts(measured: readonly string[], verdicts: readonly Verdict[], t: Translate): string[] {
  const [first, ...others] = judgedFacts(measured, verdicts, t);
  return verdicts[0]?.code === 'label-leak' ? [`❌ ${first}`] : [first!, ...others];
}

/** A source as an objective sees it. */
export interface ObjectiveSays {
  name: string;
  lis: Estimate;
  verdict: Verdict | undefined;
}

/** What the last result of each source says by an objective: the highest LIS first, and what holds the label last. */
export function saysBy(
  objective: string,
  results: ReadonlyMap<string, { report: Pick<Report, 'objectives'> }>,
): ObjectiveSays[] {
  const all = [...results].flatMap(([name, { report }]): ObjectiveSays[] => {
    const part = report.objectives?.find((candidate) => candidate.name === objective);
    const lis = part && headline(part, name);
    return lis ? [{ name, lis, verdict: part.verdicts.find(({ target }) => target === name) }] : [];
  });
  const rank = ({ lis, verdict }: ObjectiveSays) =>
    verdict?.code === 'label-leak' ? Number.NEGATIVE_INFINITY : lis.value;
  return all.sort((a, b) => rank(b) - rank(a));
}

/** Over an objective, of the source with the highest LIS by it: `dwell`, `undecided`, `co-click LIS +0.0012 ±0.0015`. */
export function objectiveFacts(
  objective: string,
  { name, lis, verdict }: ObjectiveSays,
  stale: string | undefined,
  t: Translate,
): string[] {
  return [
    objective,
    ...lensFacts([t('{0} LIS {1}', name, gainWords(lis))], verdict === undefined ? [] : [verdict], t),
    ...(stale === undefined ? [] : [t('stale: {0}', stale)]),
  ];
}
