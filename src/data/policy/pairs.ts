/** What is refused of the weights of pairs in a file. */
import { Failure } from '../../common/failure.ts';
import { type ColumnAt, type Held, MOST_WEIGHT, number, placeOf, rowsHave } from './words.ts';

/** What makes a weight none, in words and in the order in which they are told; a number counts under one of them. */
const FAULT_WORDS = {
  missing: 'missing',
  nan: 'NaN',
  infinite: 'infinite',
  negative: 'negative',
  large: `above ${MOST_WEIGHT}`,
} as const;

export type WeightFault = keyof typeof FAULT_WORDS;

export const WEIGHT_FAULTS = Object.keys(FAULT_WORDS) as readonly WeightFault[];

export function pairWeightType(column: ColumnAt, { words, type }: Held): Failure {
  const message = `\`${column.name}\` in ${column.file} holds ${words} (${type}): the weight of a pair is a number.`;
  return new Failure('data', 'bad-weight', message, placeOf(column));
}

/**
 * Weights that are none, of at least one pair.
 * @param counts pairs by what is wrong with their weight
 * @param first the first of them by their ids: columns and what stands there, in the order left, right, weight
 */
export function badPairWeights(
  column: ColumnAt,
  counts: Readonly<Record<WeightFault, number>>,
  first: readonly { column: string; value: string }[],
): Failure {
  const found = WEIGHT_FAULTS.filter((fault) => counts[fault] > 0);
  const parts = found.map((fault) => `${number(counts[fault])} ${FAULT_WORDS[fault]}`).join(', ');
  const total = found.reduce((sum, fault) => sum + counts[fault], 0);
  const shown = first.map(({ column: name, value }) => `\`${name}\` = ${value}`).join(', ');
  return new Failure(
    'data',
    'bad-weight',
    `${rowsHave(total)} no weight ≥ 0 in \`${column.name}\` of ${column.file} (${parts}; the first by id has ${shown}): ` +
      `weights are finite, not negative and at most ${MOST_WEIGHT}, so correct or remove these rows.`,
    placeOf(column),
  );
}
