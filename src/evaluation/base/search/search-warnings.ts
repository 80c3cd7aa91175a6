/** What a reader must know of the search of a base, whether it was made in this run or kept by an earlier one. */
import type { Warning } from '../../../common/failure.ts';
import type { Searched } from './searched.ts';

type Search = Searched['search'];

/** A search of all options must gain so much more to be worth a word. */
const WORTH = 0.02;

/** @param key of the spec that gives the ranker's options */
export function searchWarnings({ recipe, search }: Searched, key: string): Warning[] {
  const { options } = recipe;
  return [
    ...(search.weak ? [weakBase(options.kind, search, key)] : []),
    ...search.edge.map((option) => atEdge(option, Reflect.get(options, option), key)),
  ];
}

/** The longest training that the search tries may be too short for the base; in joint training each arm has a stop of its own. */
export function stoppedAtLimit({ search: { trials, chosen } }: Searched, key: string): Warning[] {
  const { epochs, bestEpochs, dropped, ended } = trials[chosen]!;
  if (bestEpochs < epochs || dropped !== undefined || ended !== undefined) return [];
  const message = `The base was still improving after ${epochs} epochs, the most that its search tries: raise \`${key}.epochs\`.`;
  return [{ code: 'stopped-at-limit', message }];
}

function weakBase(
  kind: string,
  { logLoss, unpinned: free, references: { constant, counts, lr } }: Search,
  key: string,
): Warning {
  const others = [
    [constant, 'a constant'],
    [counts, '`lr` on the as-of counts alone'],
    [lr, '`lr`'],
  ] as const;
  const [best, name] = others
    .flatMap(([loss, reference]) => (loss === undefined ? [] : [[loss, reference] as const]))
    .sort(([a], [b]) => a - b)[0]!;
  const advice =
    free === undefined || logLoss - free < WORTH * (constant - free)
      ? 'Add features.'
      : `Leave out the options that the spec gives to \`${key}\`: a search of all of them reaches ${free.toFixed(4)}.`;
  const message = `The \`${kind}\` base has a validation log loss of ${logLoss.toFixed(4)}, and ${name} ${best.toFixed(4)}: a gain over so weak a base overstates what a stronger one would gain. ${advice}`;
  return { code: 'weak-base', message };
}

function atEdge(option: string, value: unknown, key: string): Warning {
  const message = `The search of the base chose ${option} ${value}, at an edge of what it tries: give \`${key}.${option}\` a value beyond it, and compare.`;
  return { code: 'search-edge', message };
}
