/** Which columns a spec needs of each table, what for, and where it names them: what every engine checks before it reads. */

import { isScoredHere } from '../../specfile/model-kinds.ts';
import { isLogged } from '../../specfile/ranker-kinds.ts';
import type { FeatureSpec, ObjectiveSpec, Spec } from '../../specfile/schema.ts';
import { noTime } from '../policy/split-values.ts';
import {
  holdsVectors,
  type ItemSpec,
  type NamedItems,
  type NamedPairs,
  type NamedPredictions,
  type SpecPath,
} from './named-tables.ts';

/**
 * What a column is for decides how text is typed: a `key` keeps its identity ("007" is not 7), a `value` is a number
 * where it reads as one. A `time` is such a value, whose words for none are told apart later.
 */
export type Use = 'key' | 'value' | 'time' | 'category';

/** A column that the spec names. */
export interface Need {
  column: string;
  use: Use;
  specPath: SpecPath;
}

/**
 * @param label columns that the label is made of
 * @throws Failure `no-time` where nothing splits the rows
 */
export function logNeeds(
  { log, split, sources, models, ranker }: Pick<Spec, 'log' | 'split' | 'sources' | 'models' | 'ranker'>,
  label: readonly string[],
): Need[] {
  const needs: Need[] = [
    { column: log.user, use: 'key', specPath: ['log', 'user'] },
    { column: log.item, use: 'key', specPath: ['log', 'item'] },
    ...label.map((column): Need => ({ column, use: 'value', specPath: ['log', 'label'] })),
    ...featureNeeds(['log', 'features'], log.features),
    ...sources.flatMap((source, i) =>
      source.kind === 'columns' ? featureNeeds(['sources', i, 'columns'], source.columns) : [],
    ),
  ];
  if (log.time !== undefined) needs.push({ column: log.time, use: 'time', specPath: ['log', 'time'] });
  if (log.labelTime !== undefined)
    needs.push({ column: log.labelTime, use: 'time', specPath: ['log', 'labelTime'] });
  if (log.group !== undefined) needs.push({ column: log.group, use: 'key', specPath: ['log', 'group'] });
  if (log.weight !== undefined) needs.push({ column: log.weight, use: 'value', specPath: ['log', 'weight'] });
  if (log.propensity !== undefined)
    needs.push({ column: log.propensity, use: 'value', specPath: ['log', 'propensity'] });
  if (isLogged(ranker)) needs.push({ column: ranker.score, use: 'value', specPath: ['ranker', 'score'] });
  if ('column' in split) needs.push({ column: split.column, use: 'category', specPath: ['split', 'column'] });
  for (const [index, model] of models.entries()) {
    if (isScoredHere(model)) continue;
    // A column that is read anyway keeps the type that it is read with.
    const known = new Set(needs.map((need) => need.column));
    for (const [i, column] of model.key.entries()) {
      if (!known.has(column)) needs.push({ column, use: 'key', specPath: ['models', index, 'key', i] });
    }
  }
  if (log.time === undefined && !('column' in split)) throw noTime();
  return needs;
}

/**
 * Of the log, for an objective.
 * @param label columns that its own label is made of
 */
export function objectiveNeeds(
  index: number,
  { weight, labelTime }: ObjectiveSpec,
  label: readonly string[],
): Need[] {
  const at = ['objectives', index];
  return [
    ...label.map((column): Need => ({ column, use: 'value', specPath: [...at, 'label'] })),
    ...(weight === undefined ? [] : [{ column: weight, use: 'value' as const, specPath: [...at, 'weight'] }]),
    ...(labelTime === undefined
      ? []
      : [{ column: labelTime, use: 'time' as const, specPath: [...at, 'labelTime'] }]),
  ];
}

/** Of the items or users that join the log. */
export function tableNeeds(
  role: 'items' | 'users',
  { key, features }: Pick<NonNullable<Spec['items']>, 'key' | 'features'>,
): Need[] {
  return [
    { column: key, use: 'key', specPath: [role, 'key'] },
    ...featureNeeds([role, 'features'], features),
  ];
}

function featureNeeds(listPath: SpecPath, features: readonly FeatureSpec[]): Need[] {
  return features.map(({ name, type }, i) => ({
    column: name,
    use: type === 'numeric' ? 'value' : 'category',
    specPath: [...listPath, i],
  }));
}

export function pairNeeds({ index, spec }: NamedPairs): Need[] {
  const uses = { left: 'key', right: 'key', user: 'key', weight: 'value', time: 'time' } as const;
  return (['left', 'right', 'user', 'weight', 'time'] as const).flatMap((key): Need[] => {
    const column = spec[key];
    return column === undefined ? [] : [{ column, use: uses[key], specPath: ['sources', index, key] }];
  });
}

/** Which items a file is about, and when: of vectors and of clusters. */
export function itemNeeds({ at, spec }: { at: SpecPath; spec: Pick<ItemSpec, 'item' | 'time'> }): Need[] {
  const item: Need = { column: spec.item, use: 'key', specPath: [...at, 'item'] };
  return spec.time === undefined
    ? [item]
    : [item, { column: spec.time, use: 'time', specPath: [...at, 'time'] }];
}

/** What a file says of items: the ids of their clusters, or a column of vectors where there is one. */
export function saidNeeds({ at, spec }: NamedItems): Need[] {
  if (!holdsVectors(spec))
    return spec.ids.map((column, i) => ({ column, use: 'key', specPath: [...at, 'ids', i] }));
  return spec.vector === undefined
    ? []
    : [{ column: spec.vector, use: 'category', specPath: [...at, 'vector'] }];
}

export function predictionNeeds({ index, spec, side }: NamedPredictions): Need[] {
  return [
    ...spec.key.map((column, i): Need => ({ column, use: 'key', specPath: ['models', index, 'key', i] })),
    {
      column: spec.score,
      use: 'value',
      specPath: ['models', index, side === 'predictions' ? 'score' : 'baseline'],
    },
  ];
}

/** What each column is read for that several keys may name: as a key before a value, and as either before a category. */
export function usesOf(needs: readonly Need[]): Map<string, Use> {
  const uses = new Map<string, Use>();
  for (const { column, use } of needs) {
    const before = uses.get(column);
    if (before === undefined || before === 'category' || use === 'key') uses.set(column, use);
  }
  return uses;
}
