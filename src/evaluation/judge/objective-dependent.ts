/** Whether what is said of a source by the label of the log holds by the other objectives too. */
import { headlineLis } from '../../report/estimates.ts';
import type { ObjectiveReport, Verdict } from '../../report/schema.ts';
import { interval } from './verdict-words.ts';

/** Verdicts that contradict each other: too little data contradicts nothing. */
const OPPOSITE: Partial<Record<Verdict['code'], Verdict['code']>> = {
  headroom: 'no-headroom',
  'no-headroom': 'headroom',
};

/**
 * `objective-dependent` follows the headline verdict on a source where that of an objective says the opposite.
 * @param verdicts by the label of the log; the first on a source is its headline
 */
export function withObjectives(
  verdicts: readonly Verdict[],
  objectives: readonly ObjectiveReport[],
): Verdict[] {
  const seen = new Set<string>();
  return verdicts.flatMap((verdict) => {
    if (seen.has(verdict.target)) return [verdict];
    seen.add(verdict.target);
    const opposite = OPPOSITE[verdict.code];
    const found = objectives.flatMap((objective) => {
      const said = objective.verdicts.find(({ target }) => target === verdict.target);
      const source = objective.sources.find(({ name }) => name === verdict.target);
      return source === undefined || opposite === undefined || said?.code !== opposite
        ? []
        : [`${objective.name} ${interval(headlineLis(source))}`];
    });
    return found.length === 0 ? [verdict] : [verdict, dependent(verdict, found)];
  });
}

function dependent({ target, code }: Verdict, found: readonly string[]): Verdict {
  const [said, other] =
    code === 'headroom' ? ['has headroom', 'has none'] : ['has no headroom', 'has headroom'];
  return {
    code: 'objective-dependent',
    severity: 'warning',
    target,
    message: `By the label of the log this data ${said}; it ${other} by ${found.join('; ')}.`,
    action: 'Decide which objective the ranker is for before aligning on this data.',
  };
}
