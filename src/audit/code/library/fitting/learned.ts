/** What is left of a fit: marks of what was learned, attributes, options that were found. */
import type { Machine } from '../../flow/machine.ts';
import { isId, isLabelName } from '../../flow/names.ts';
import { outerRole, type Rows } from '../../flow/rows.ts';
import { NONE, type Taint, union } from '../../flow/taints.ts';
import { type Data, type Estimator, makeData, type Value } from '../../flow/values.ts';
import { isSearch, learnsNothing, steps, VOCABULARY } from './kinds.ts';

/** Whether training and test rows were put together for it, and not only their ids. */
function isVocabularyOfBoth(rows: Rows, data: Data | undefined): boolean {
  const roles = new Set(rows.bases.length > 1 ? rows.bases.map(outerRole) : []);
  return (
    roles.size > 1 &&
    !roles.has(undefined) &&
    !(data?.name !== undefined && (isId(data.name) || isLabelName(data.name)))
  );
}

/** The mark of what was learned by fitting. */
export function fittedTaints(m: Machine, self: Estimator, what = self.name): readonly Taint[] {
  const isVocabulary = VOCABULARY.test(self.name);
  if (learnsNothing(self) && !isVocabulary) return NONE;
  let taints = self.taints;
  for (const { rows, place, callers, data } of self.fits) {
    if (rows === undefined || (isVocabulary && !isVocabularyOfBoth(rows, data))) continue;
    taints = union(taints, [m.taint('statistic', rows, place, `\`${what}\``, { fitted: true, callers })]);
  }
  return taints;
}

/** Marks that the parts of a network bring with them. */
export function taintsOfParts(self: Estimator): readonly Taint[] {
  return steps(self).reduce((all, part) => union(all, union(part.taints, taintsOfParts(part))), NONE);
}

/** An attribute of an estimator: what it learned. */
export function estimatorAttribute(m: Machine, self: Estimator, name: string): Value | undefined {
  if (
    /^(best_estimator_|bestModel|steps|named_steps|named_transformers_|estimator|base_estimator|model|stages)$/.test(
      name,
    )
  ) {
    return name === 'best_estimator_' || name === 'bestModel' || name === 'model'
      ? self
      : (steps(self)[0] ?? self);
  }
  if (/^best_(params_?|score_?|iteration_?|index_|trial|value|config)$/.test(name)) {
    const taints = self.fits.flatMap(({ rows, place }) =>
      rows === undefined || !isSearch(self)
        ? []
        : m.taint('choice', rows, place, `\`${self.name}\``, { fitted: true }),
    );
    return makeData({ taints: union(taints, self.taints), isSummary: true });
  }
  if (/_$/.test(name) && !/^(n_|classes_)/.test(name))
    return makeData({ taints: fittedTaints(m, self), isSummary: true });
  if (/^(item_factors|user_factors|components|embeddings|wv|item_embeddings|user_embeddings)$/.test(name)) {
    return makeData({ taints: fittedTaints(m, self), isSummary: true });
  }
  return undefined;
}
