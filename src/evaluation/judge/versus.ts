/** Which source is better: each against the best of the others, since both were measured on the same users. */
import { contrast } from '../../metrics/intervals/estimate.ts';
import { adjustedInterval } from '../../metrics/intervals/interval.ts';
import { headlineArm, headlineLis } from '../../report/estimates.ts';
import type { SourceReport } from '../../report/schema.ts';
import type { ScoredRun } from '../describe/scored-run.ts';

const LEVEL = 0.95;

/**
 * Writes `versus` into each source that another one was measured like: the total LIS of declared data holds users' own future,
 * and always looks better than a transferable one. The best is chosen by the same numbers, so the level is Bonferroni's over
 * all pairs of a source: its interval then holds for whichever is chosen.
 */
export function compareSources(sources: readonly SourceReport[], run: ScoredRun): void {
  if (run.selfEvidence === 'leave-user-out') return; // that diagnostic ranks nothing
  for (const source of sources) {
    const kind = headlineArm(source);
    const others = sources.filter((candidate) => candidate !== source && headlineArm(candidate) === kind);
    const best = others.toSorted((a, b) => headlineLis(b).value - headlineLis(a).value)[0];
    if (best === undefined) continue;
    const [arm, other] = [source, best].map(({ name }) => run.scored.get(`${kind}:${name}`)!);
    const difference = contrast(run.rows, arm!, other!);
    const level = 1 - (1 - LEVEL) / others.length;
    source.versus = { source: best.name, difference: adjustedInterval(difference, level) };
  }
}
