/**
 * Scores that another ranker gave: two files of a model, with it and without it. They are scored as arms are, by their order
 * alone, so that any monotone score does.
 */

import type { Dataset } from '../../data/dataset.ts';
import { denseRanks } from '../../metrics/dense-ranks.ts';
import { baselineArm, modelArm } from '../../report/arm-ids.ts';
import { isScoredHere } from '../../specfile/model-kinds.ts';
import type { Spec } from '../../specfile/schema.ts';
import type { Arm } from './arms.ts';

/** An arm of scores as they were read. */
export interface PredictedArm extends Arm {
  /** Per evaluation row, finite. */
  scores: Float64Array;
  /** The rows' ranks from 0, equal for equal scores: what 4 bytes would round is told apart. */
  ranks: Float32Array;
  /** Nats per row; null where a score is no probability, or is one that rules out what happened. */
  logLoss: number | null;
}

/** Two arms for each model of score files: `baseline:NAME`, `model:NAME`. */
export function predictedArms(data: Dataset, spec: Spec, evaluate: Uint32Array): PredictedArm[] {
  return spec.models.flatMap((model): PredictedArm[] => {
    if (isScoredHere(model)) return [];
    const scoresOfRows = data.predictions![model.name]!;
    const arm = (kind: 'baseline' | 'model', all: Float64Array): PredictedArm => {
      const scores = Float64Array.from(evaluate, (row) => all[row]!);
      const label = Uint8Array.from(evaluate, (row) => data.label[row]!);
      return {
        id: kind === 'model' ? modelArm(model.name) : baselineArm(model.name),
        arm: kind,
        model: model.name,
        scores,
        ranks: denseRanks(scores),
        logLoss: probabilityLoss(scores, label),
      };
    };
    return [arm('baseline', scoresOfRows.baseline), arm('model', scoresOfRows.predictions)];
  });
}

/** Mean log loss of probabilities. */
export function probabilityLoss(scores: Float64Array, label: Uint8Array): number | null {
  let sum = 0;
  for (let i = 0; i < scores.length; i++) {
    const p = scores[i]!;
    if (!(p >= 0 && p <= 1)) return null;
    sum -= label[i] === 1 ? Math.log(p) : Math.log1p(-p);
  }
  return Number.isFinite(sum) ? sum / scores.length : null;
}
