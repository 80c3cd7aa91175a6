/** The predictions for blocks, each by a model of its own, on one scale. */
import { isProbability, logit, rankLogit } from '../base/logits.ts';
import type { Predictions } from './predictions.ts';

/**
 * Where all of them are probabilities, by whatever name, they mean the same in every block: their logits. Other scores need not: what
 * counts is the rank of a row within its block, as a logit.
 * @param blocks of every block and seed
 * @param breathe called between blocks; throws to cancel
 * @returns a logit per value, block by block as given
 */
export async function blockLogits(
  blocks: readonly Pick<Predictions, 'values'>[],
  breathe: () => Promise<void>,
): Promise<Float32Array[]> {
  const ofProbability = blocks.every(({ values }) => values.every(isProbability));
  const logits: Float32Array[] = [];
  for (const { values } of blocks) {
    const sorted = ofProbability ? values : values.slice().sort();
    const logitOf = ofProbability ? logit : (value: number) => rankLogit(sorted, value);
    logits.push(Float32Array.from(values, logitOf));
    await breathe();
  }
  return logits;
}
