/** What worker threads do, and what they say of it: one mapped type from the kind of job to its task and its result. */

import type { FailureKind, FailureWhere } from '../../common/failure.ts';
import type { AnyBlock, RankResult, RankTask } from '../../ranker/ranker.ts';
import type { TrialState, TrialTask } from '../../ranker/trial.ts';
import type { Arm } from '../arms/arms.ts';
import type { HeadJob, HeadJobResult, ScoreJob } from '../head/job.ts';
import type { FeatureResult, FeatureTask } from './feature-task.ts';
import type { ModelResult, ModelTask } from './model-task.ts';
import type { ProbeResult, ProbeTask } from './probe-task.ts';

/** A ranker task, perhaps without one of its features. */
export type TrainTask = RankTask<AnyBlock> & { drop?: Arm['drop'] };

export interface Jobs {
  features: { task: FeatureTask; result: FeatureResult[] };
  model: { task: ModelTask; result: ModelResult };
  probe: { task: ProbeTask; result: ProbeResult };
  train: { task: TrainTask; result: RankResult };
  trial: { task: TrialTask; result: TrialState };
  head: { task: HeadJob; result: HeadJobResult };
  score: { task: ScoreJob; result: { scores: Float32Array } };
}

export type JobKind = keyof Jobs;

/** Pool → worker. */
export type JobRequest = { [K in JobKind]: { kind: K; task: Jobs[K]['task'] } }[JobKind];

/** Worker → pool, about the job it was given. */
export type JobMessage =
  | { type: 'fraction'; fraction: number }
  | { type: 'result'; result: Jobs[JobKind]['result'] }
  | { type: 'cancelled' }
  | { type: 'failed'; kind: FailureKind; code: string; message: string; where: FailureWhere };
