/**
 * One recipe's trial in a search of hyper-parameters: a run that is judged after every quarter epoch by its log loss on the
 * validation rows, laid aside at the end of a rung and taken up again in the next.
 */

import { type Checkpoint, Course, type CourseTask } from './course.ts';
import type { RowParts, TaskHooks } from './ranker.ts';
import { labelsOf } from './train.ts';

export interface TrialHooks extends TaskHooks {
  /** Mean log loss of `scores` (finite logits) against 0/1 labels of the same length. */
  logLoss(scores: Float32Array, label: Uint8Array): number;
}

/** After how many quarters without a lower log loss a trial has turned, and ends. */
export interface Patience {
  quarters: number;
  /** Such a share of the quarters up to the lowest log loss, where that is more: a slow recipe falls slowly. */
  share: number;
}

export interface TrialTask extends CourseTask {
  parts: Pick<RowParts, 'fit' | 'validate'>;
  /** Quarter epochs from the beginning at which to lay it aside. */
  quarters: number;
  patience: Patience;
  /** What the trial has come to; absent at its start. */
  soFar?: TrialState | undefined;
  /** Return a checkpoint. A trial without one starts anew when it is to go on, to the same end. */
  keep: boolean;
}

export interface TrialState {
  /** Validation log loss after each quarter. */
  logLoss: readonly number[];
  /** Why there is no use in going on: the log loss has turned, or the model diverged at the quarter after the last one above. */
  ended?: 'turned' | 'diverged' | undefined;
  checkpoint?: Checkpoint | undefined;
}

/** The best check: quarters trained until then, and its log loss. */
export function bestCheck({ logLoss }: Pick<TrialState, 'logLoss'>): { quarters: number; logLoss: number } {
  let best = { quarters: 0, logLoss: Infinity };
  for (const [q, loss] of logLoss.entries())
    if (loss < best.logLoss) best = { quarters: q + 1, logLoss: loss };
  return best;
}

/**
 * Takes a trial from where it stands to `quarters`. Same task → same bytes, whether it went on from a checkpoint or not.
 * @throws Failure `resource` where the table does not fit, Cancelled
 */
export function runTrial(task: TrialTask, hooks: TrialHooks): TrialState {
  const { parts, patience, soFar } = task;
  if (soFar?.ended !== undefined) return soFar;
  const course = new Course(task, hooks);
  const told = soFar?.logLoss ?? [];
  if (soFar?.checkpoint === undefined) course.begin(parts.fit);
  else course.resume(parts.fit, soFar.checkpoint);
  const from = course.quarters;
  const labels = labelsOf(task.label, parts.validate);
  const logLoss = [...told];
  let { quarters: best, logLoss: lowest } = bestCheck({ logLoss });
  let ended: TrialState['ended'];
  while (ended === undefined && course.quarters < task.quarters) {
    course.quarter();
    hooks.onFraction((course.quarters - from) / (task.quarters - from));
    if (course.quarters <= told.length) continue; // gone over again, not judged again
    const scores = course.score(parts.validate);
    const loss = scores.every(Number.isFinite) ? hooks.logLoss(scores, labels) : Infinity;
    if (!Number.isFinite(loss)) {
      ended = 'diverged';
      break;
    }
    logLoss.push(loss);
    if (loss < lowest) {
      lowest = loss;
      best = course.quarters;
    } else if (course.quarters - best >= Math.max(patience.quarters, patience.share * best)) ended = 'turned';
  }
  return {
    logLoss,
    ended,
    ...(task.keep && ended === undefined && { checkpoint: course.checkpoint(true) }),
  };
}
