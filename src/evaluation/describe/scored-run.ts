/** Everything the report is made from: what was trained, how it scored, on which data. */
import type { Dataset } from '../../data/dataset.ts';
import type { Estimate } from '../../report/schema.ts';
import type { ObjectiveSpec, Spec } from '../../specfile/schema.ts';
import type { PredictedArm } from '../arms/predicted.ts';
import type { RollingRun } from '../rolling/run.ts';
import type { TrainedRun } from '../tasks/train.ts';
import type { Scores } from './score.ts';

export interface ScoredRun extends TrainedRun, Scores {
  data: Dataset;
  seeds: readonly number[];
  selfEvidence: Spec['selfEvidence'];
  /** With `--null-check`: the LIS of each source on redrawn labels. */
  nulls?: ReadonlyMap<string, Estimate> | undefined;
  /** What score files of models say, scored beside the arms; of the first ranker's run alone. */
  predicted: readonly PredictedArm[];
  /** The rankers after the first, each as a run of its own. */
  otherRuns: readonly ScoredRun[];
  /** The objectives of the spec, each as a run of its own. */
  objectiveRuns: readonly ObjectiveRun[];
  /** The same scores with rows weighed by inverse propensities; absent where the log has none. */
  offPolicy?: ScoredRun | undefined;
  /** Successive cuts; absent where the spec asks for none. */
  rolling?: RollingRun | undefined;
}

/** A run by the label and the weights of an objective. */
export interface ObjectiveRun extends ScoredRun {
  spec: ObjectiveSpec;
}
