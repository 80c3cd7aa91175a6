/** Edits of the base that every gain is over. */
import { nameAt } from '../authoring/column-places.ts';
import { adding, removing, replacing } from '../authoring/repair.ts';
import { valueAt } from '../authoring/schema-walk.ts';
import { scalar } from '../authoring/yaml-values.ts';
import type { SpecPath } from '../reading/problem.ts';
import type { Edit, Judged, Maker } from './hint.ts';

/** The score that production logged, as the base; a column cannot be the base and a feature of it at once. */
export const loggedScore: Maker = ({ spec, document, scores }) => {
  const [column] = scores;
  if (column === undefined || spec.ranker.kind === 'logged' || spec.training === 'joint') return undefined;
  const score = `{score: ${scalar(column)}}`;
  const features = valueAt(document.value, ['log', 'features']);
  const at = Array.isArray(features)
    ? features.findIndex((_, i) => nameAt(document.value, ['log', 'features', i]) === column)
    : -1;
  const listed: SpecPath =
    at >= 0 && (features as unknown[]).length > 1 ? ['log', 'features', at] : ['log', 'features'];
  // Rankers beside a logged score are not compared with it: the score takes the place of both keys.
  const ranker: (Edit | undefined)[] = document.has(['rankers'])
    ? document.has(['ranker'])
      ? [replacing(document, ['ranker'], score), removing(document, ['rankers'])]
      : [wholePair({ document }, 'rankers', `ranker: ${score}`)]
    : [setting({ document }, [], 'ranker', score)];
  return {
    change: { kind: 'logged-score', column },
    edits: [...ranker, ...(at >= 0 ? [removing(document, listed)] : [])],
  };
};

/** Options that the spec pins keep the search from a better base. */
export const searchBase: Maker = ({ report, spec, document }) => {
  const { kind } = spec.ranker;
  if (report.base?.search?.unpinned === undefined || spec.rankers !== undefined) return undefined;
  if (kind === 'command' || kind === 'logged') return undefined;
  return { change: { kind: 'search-base' }, edits: [replacing(document, ['ranker'], kind)] };
};

/** Logistic regression as the base, where it does as well as what the spec asks for. */
export const simplerRanker: Maker = ({ report, spec, document }) => {
  const { search } = report.base ?? {};
  const { kind } = spec.ranker;
  if (search?.references.lr === undefined || search.references.lr > search.logLoss) return undefined;
  if (kind === 'lr' || kind === 'command' || kind === 'logged' || spec.rankers !== undefined)
    return undefined;
  return { change: { kind: 'simpler-ranker' }, edits: [setting({ document }, [], 'ranker', 'lr')] };
};

/** The counts that the placebo stands for. */
export const countInBase: Maker = ({ spec, document }) =>
  spec.log.counts === false && spec.log.time !== undefined
    ? { change: { kind: 'count-in-base' }, edits: [replacing(document, ['log', 'counts'], 'true')] }
    : undefined;

/** Gives a key its value, whether it is written or not. */
export function setting(
  { document }: Pick<Judged, 'document'>,
  above: SpecPath,
  key: string,
  value: string,
): Edit | undefined {
  return replacing(document, [...above, key], value) ?? adding(document, above, key, value);
}

function wholePair({ document }: Pick<Judged, 'document'>, key: string, text: string): Edit {
  return { range: document.rangeOf([key], 'pair'), text };
}
