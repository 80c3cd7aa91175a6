/** Worker-thread entry: builds features, trains and scores an arm × seed, or tries a recipe, one job after another until the pool ends it. */
import { setImmediate } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { Cancelled, Failure } from '../../common/failure.ts';
import { auc } from '../../metrics/auc.ts';
import { logLoss } from '../../metrics/logloss.ts';
import type { Pause } from '../../preference/features/source.ts';
import { inMemory } from '../../ranker/rows/in-memory.ts';
import { runTask } from '../../ranker/train.ts';
import { runTrial } from '../../ranker/trial.ts';
import { withoutField } from '../arms/fields.ts';
import type { HeadJob, ScoreJob } from '../head/job.ts';
import { runHeadJob, runScoreJob } from '../head/run-job.ts';
import { buildFeatures } from './feature-task.ts';
import type { JobKind, JobMessage, JobRequest, Jobs, TrainTask } from './jobs.ts';
import { buildModel } from './model-task.ts';
import { buildProbe } from './probe-task.ts';

/** Fractions are told at most so often. */
const FRACTION_INTERVAL_MS = 100;

const cancelled = new Int32Array((workerData as { cancelled: SharedArrayBuffer }).cancelled);
const port = parentPort!;
const isCancelled = (): boolean => Atomics.load(cancelled, 0) !== 0;
const send = (message: JobMessage, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);
let told = 0;
/** @returns whether the fraction was told: one that comes soon after another is not. */
function onFraction(fraction: number): boolean {
  const now = performance.now();
  if (now - told < FRACTION_INTERVAL_MS) return false;
  told = now;
  send({ type: 'fraction', fraction });
  return true;
}

function train({ drop, ...task }: TrainTask): void {
  const blocks =
    drop === undefined ? task.blocks : task.blocks.map((block) => withoutField(inMemory(block), drop.field));
  const result = runTask({ ...task, blocks }, { auc, isCancelled, onFraction });
  send({ type: 'result', result }, [result.scores.buffer as ArrayBuffer]);
}

function head(job: HeadJob): void {
  const result = runHeadJob(job, { isCancelled, onFraction });
  send({ type: 'result', result }, [result.scores.buffer as ArrayBuffer]);
}

function score(job: ScoreJob): void {
  const result = runScoreJob(job, { isCancelled, onFraction });
  send({ type: 'result', result }, [result.scores.buffer as ArrayBuffer]);
}

function built(
  request: Exclude<JobRequest, { kind: 'train' | 'trial' | 'head' | 'score' }>,
  pause: Pause,
): Promise<Jobs[JobKind]['result']> {
  if (request.kind === 'model') return buildModel(request.task, pause);
  if (request.kind === 'probe') return buildProbe(request.task, pause);
  return buildFeatures(request.task, pause);
}

async function run(request: JobRequest): Promise<void> {
  if (request.kind === 'train') return train(request.task);
  if (request.kind === 'trial') {
    return send({ type: 'result', result: runTrial(request.task, { logLoss, isCancelled, onFraction }) });
  }
  if (request.kind === 'head') return head(request.task);
  if (request.kind === 'score') return score(request.task);
  const pause = async (fraction: number): Promise<void> => {
    if (isCancelled()) throw new Cancelled();
    if (onFraction(fraction)) await setImmediate();
  };
  send({ type: 'result', result: await built(request, pause) });
}

port.on('message', (request: JobRequest) => {
  run(request).catch((error: unknown) => {
    if (error instanceof Cancelled) send({ type: 'cancelled' });
    else if (error instanceof Failure) {
      const { kind, code, message, where } = error;
      send({ type: 'failed', kind, code, message, where });
    } else throw error;
  });
});
