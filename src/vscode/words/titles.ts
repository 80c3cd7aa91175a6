/** What is said in a line of a spec and of a source: over it in the text, and in lists to pick from. */
import { score, signed } from '../../common/format.ts';
import type { Estimate, Report, SourceReport, Verdict } from '../../report/schema.ts';
import { leakOf, THE_BASE } from '../../report/words/label-leak.ts';
import { headline } from '../../report/words/objectives.ts';
import { age, halfWidth, judgedFacts, lensFacts, type Translate } from './phrases.ts';

export interface Running {
  message: string;
  /** 0..1 */
  fraction: number;
}

/** `training leaked:co-click … 43 %` */
export function runningTitle(running: Running, t: Translate): string {
  return t('{0} … {1} %', running.message, Math.floor(running.fraction * 100));
}

/** What follows `▶ Evaluate` over the document: `base AUC 0.7355`, `2 h ago`, `stale: clicks.csv changed`. */
export function specFacts(
  report: Report | undefined,
  now: number,
  stale: string | undefined,
  t: Translate,
): string[] {
  const facts: string[] = [];
  const base = report?.arms.find((arm) => arm.arm === 'base');
  if (report !== undefined && base !== undefined) {
    const leak = leakOf(report, THE_BASE);
    facts.push(
      ...judgedFacts([t('base AUC {0}', score(base.auc))], leak, t),
      age(now - Date.parse(report.created), t),
    );
  }
  if (stale !== undefined) facts.push(t('stale: {0}', stale));
  return facts;
}

/** `LIS +0.0012 ±0.0015 (total +0.0391)`, `underpowered`, and why it is stale where it is; none before the first run. */
export function sourceFacts(
  result: { source: SourceReport; verdicts: readonly Verdict[] } | undefined,
  stale: string | undefined,
  t: Translate,
): string[] {
  if (result === undefined) return [];
  const [first] = result.verdicts;
  return [
    ...lensFacts([gain(result.source, t)], first, t),
    ...(stale === undefined ? [] : [t('stale: {0}', stale)]),
  ];
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

/** Over an objective, of the source with the highest LIS by it: `dwell`, `co-click LIS +0.0012 ±0.0015`, `underpowered`. */
export function objectiveFacts(
  objective: string,
  { name, lis, verdict }: ObjectiveSays,
  stale: string | undefined,
  t: Translate,
): string[] {
  return [
    objective,
    ...lensFacts([t('{0} LIS {1} ±{2}', name, signed(lis.value), halfWidth(lis))], verdict, t),
    ...(stale === undefined ? [] : [t('stale: {0}', stale)]),
  ];
}

function gain({ lis: { transferable, total } }: SourceReport, t: Translate): string {
  if (transferable === undefined) return t('LIS (total) {0} ±{1}', signed(total.value), halfWidth(total));
  return t(
    'LIS {0} ±{1} (total {2})',
    signed(transferable.value),
    halfWidth(transferable),
    signed(total.value),
  );
}
