/** What a reader must know of predictions that were taken. */

import type { Warning } from '../../common/failure.ts';
import type { Dataset } from '../../data/dataset.ts';
import { isBelowChance } from '../../metrics/below-chance.ts';
import { evaluationRows } from '../../metrics/intervals/clusters.ts';
import { ScoredArm } from '../../metrics/scored-arm.ts';
import type { Predictions } from './predictions.ts';

type Facts = Pick<Predictions, 'constant' | 'certain'>;

/** @param all of every arm and seed */
export function predictionWarnings(all: readonly (Facts & { arm: string })[]): Warning[] {
  return [...new Set(all.map(({ arm }) => arm))].flatMap((arm) => {
    const ofArm = all.filter((fact) => fact.arm === arm);
    const warnings: Warning[] = [
      {
        code: 'constant-predictions',
        message: `The ranker's command gives all evaluation rows of ${arm} one score, for so many seeds: its AUC is ½, whatever the data.`,
        count: constantOf(ofArm),
      },
      {
        code: 'certain-predictions',
        message: `Probabilities of exactly 0 or 1 in ${arm}, so many over all seeds: one that is wrong makes the log loss infinite, and counts as 750 nats here.`,
        count: certainOf(ofArm),
      },
    ];
    return warnings.filter(({ count }) => count !== 0);
  });
}

/** @param all of every block of the base and seed; blocks from 1 */
export function blockWarnings(all: readonly (Facts & { block: number })[]): Warning[] {
  const blocks = [...new Set(all.map(({ block }) => block))];
  const constant = blocks.map((block): Warning => {
    const message = `The ranker's command gives all rows of block ${block} of ${blocks.length} one score, for so many seeds: it says nothing of them.`;
    const ofBlock = all.filter((fact) => fact.block === block);
    return { code: 'constant-predictions', message, count: constantOf(ofBlock) };
  });
  const message =
    "Probabilities of exactly 0 or 1 from the ranker's command, so many over all blocks and seeds: they count as 0.000001 and 0.999999.";
  const certain: Warning = { code: 'certain-predictions', message, count: certainOf(all) };
  return [...constant, certain].filter(({ count }) => count !== 0);
}

const constantOf = (facts: readonly Facts[]): number => facts.filter((fact) => fact.constant).length;
const certainOf = (facts: readonly Facts[]): number => facts.reduce((sum, { certain }) => sum + certain, 0);

/**
 * Tells whether the base ranks negatives first. Heads would turn such a score around, and hide that.
 * @param logits per row of the dataset, of one seed
 */
export function invertedBase(
  data: Dataset,
  evaluate: Uint32Array,
  seed: number,
  logits: Float32Array,
): Warning[] {
  const rows = evaluationRows(
    Uint8Array.from(evaluate, (row) => data.label[row]!),
    Uint32Array.from(evaluate, (row) => data.user[row]!),
  );
  const arm = new ScoredArm(rows);
  arm.add(
    seed,
    Float32Array.from(evaluate, (row) => logits[row]!),
  );
  if (!isBelowChance(rows, arm)) return [];
  const message = `The scores of the ranker's command rank negatives first in the evaluation rows (AUC ${arm.auc.toFixed(4)}): a higher score must mean a likelier 1. Were the probabilities of 0, or a loss or a distance, written?`;
  return [{ code: 'inverted-predictions', message }];
}
