/**
 * What scores of another ranker look like where they were written wrongly: as those of the other class, or twice from one run; those
 * that hold the label have a verdict. All of them are finite and complete, and would otherwise be judged without a word.
 */

import type { Warning } from '../../common/failure.ts';
import { isBelowChance } from '../../metrics/below-chance.ts';
import { isCommand } from '../../specfile/ranker-kinds.ts';
import type { PredictedArm } from '../arms/predicted.ts';
import type { ScoredRun } from '../describe/scored-run.ts';

type Run = Pick<ScoredRun, 'rows' | 'arms' | 'scored' | 'ranker' | 'predicted'>;

export function oddScores(run: Run): Warning[] {
  return [...ofCommand(run), ...run.predicted.flatMap((arm) => ofFile(arm, run)), ...equal(run.predicted)];
}

/** A program's arms are all written by the same lines of it: one warning for all. */
export function ofCommand({ rows, arms, scored, ranker }: Omit<Run, 'predicted'>): Warning[] {
  if (!isCommand(ranker)) return [];
  const below = arms.filter(({ id }) => isBelowChance(rows, scored.get(id)!));
  const [first] = below;
  if (first === undefined) return [];
  const auc = scored.get(first.id)!.auc.toFixed(4);
  const message = `The scores of the ranker's command rank negatives first in so many arms, such as ${first.id} with AUC ${auc}: a higher score must mean a likelier 1. Were the probabilities of 0, or a loss or a distance, written?`;
  return [{ code: 'inverted-predictions', message, count: below.length }];
}

function ofFile({ id, model, arm }: PredictedArm, { rows, scored }: Run): Warning[] {
  const scores = scored.get(id)!;
  const name = arm === 'model' ? `The scores of model ${model}` : `The baseline scores of model ${model}`;
  const auc = scores.auc.toFixed(4);
  if (!isBelowChance(rows, scores)) return [];
  const message = `${name} rank negatives first (AUC ${auc}): a higher score must mean a likelier 1. Were the probabilities of 0, or a loss or a distance, written?`;
  return [{ code: 'inverted-predictions', message }];
}

function equal(predicted: readonly PredictedArm[]): Warning[] {
  return predicted.flatMap((arm) => {
    const baseline = predicted.find((other) => other.arm === 'baseline' && other.model === arm.model);
    if (arm.arm !== 'model' || baseline === undefined) return [];
    if (!arm.ranks.every((rank, i) => rank === baseline.ranks[i])) return [];
    const message = `The scores of model ${arm.model} rank the evaluation rows exactly as its baseline does, so its AIS is 0 whatever the model: is one run written twice?`;
    return [{ code: 'equal-predictions', message }];
  });
}
