/** Whether the headline verdict on a source survives a change of ranker. */
import { score } from '../../common/format.ts';
import { headlineLis } from '../../report/estimates.ts';
import type { ArmReport, SourceReport, Verdict } from '../../report/schema.ts';
import { interval } from './verdict-words.ts';

/** What one ranker said. */
export interface RankerSays {
  kind: string;
  arms: readonly ArmReport[];
  sources: readonly SourceReport[];
  verdicts: readonly Verdict[];
}

/**
 * The verdicts of the first ranker; where another one's headline verdict on a source differs, `ranker-dependent` follows the
 * first one's. The first verdict on a source is its headline.
 */
export function withRankerDependence(first: RankerSays, others: readonly RankerSays[]): Verdict[] {
  return first.verdicts.flatMap((verdict, index) => {
    const isHeadline = first.verdicts.findIndex(({ target }) => target === verdict.target) === index;
    const ofSource = first.sources.some(({ name }) => name === verdict.target);
    if (!isHeadline || !ofSource) return [verdict];
    const found = disagreement(verdict.target, [first, ...others]);
    return found === undefined ? [verdict] : [verdict, found];
  });
}

function disagreement(target: string, rankers: readonly RankerSays[]): Verdict | undefined {
  const said = rankers.map(({ kind, arms, sources, verdicts }) => ({
    kind,
    code: verdicts.find((verdict) => verdict.target === target)!.code,
    lis: headlineLis(sources.find(({ name }) => name === target)!),
    baseAuc: arms.find(({ arm }) => arm === 'base')!.auc,
  }));
  if (new Set(said.map(({ code }) => code)).size < 2) return undefined;
  const each = said.map(({ kind, code, lis }) => `${code} with ${kind} (LIS ${interval(lis)})`);
  const bases = said.map(({ kind, baseAuc }) => `${kind} ${score(baseAuc)}`);
  return {
    code: 'ranker-dependent',
    severity: 'warning',
    target,
    message: `The verdict depends on the ranker: ${each.join(', ')}.`,
    action: `Trust neither until the production ranker has run; the one nearest to it counts most. AUC of the base: ${bases.join(', ')}.`,
  };
}
