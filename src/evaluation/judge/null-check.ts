/**
 * The null check: labels are redrawn from an additive user + item model, in which no item goes with another. Whatever LIS a
 * source still shows is an error of the method, not of the data.
 */

import { randomBits } from '../../common/random.ts';
import { changed } from '../../data/changed.ts';
import type { Dataset } from '../../data/dataset.ts';
import { contrast } from '../../metrics/intervals/estimate.ts';
import { fieldBlock } from '../../ranker/fields.ts';
import type { Estimate } from '../../report/schema.ts';
import type { Spec } from '../../specfile/schema.ts';
import { lrOptions } from '../../specfile/schema-ranker.ts';
import type { Arm } from '../arms/arms.ts';
import { withFirstRanker } from '../arms/rankers.ts';
import { score } from '../describe/score.ts';
import type { SpecContext } from '../load-spec.ts';
import type { Clock } from '../tasks/clock.ts';
import type { TrainTask } from '../tasks/jobs.ts';
import { roomToBuild, taskBytes } from '../tasks/memory.ts';
import { trainArms } from '../tasks/train.ts';

/** The additive model: logistic regression on user and item alone, over all rows of the log. */
const ADDITIVE = lrOptions.parse({ kind: 'lr', learningRate: 0.1, l2: 1e-3, epochs: 4, refit: false });

/** Stream of the redrawn labels, apart from those of shuffles and permutations. */
const STREAM = 0x6e756c6c;

/** The base and what may be a headline; no other arm is trained again. */
const NEEDED: readonly Arm['arm'][] = ['base', 'leaked', 'leaked-total'];

/** @returns the LIS of each source, by name, on the redrawn labels: headline arm − base. @throws Failure, Cancelled */
export async function nullCheck(
  data: Dataset,
  spec: Spec,
  seeds: readonly number[],
  context: SpecContext,
  clock: Clock,
): Promise<Map<string, Estimate>> {
  const label = await redrawnLabels(data, spec, context);
  const redrawn: Dataset = changed(data, { label, labelTime: undefined, warnings: [] });
  const run = await trainArms(
    redrawn,
    { ...withFirstRanker(spec), models: [] },
    seeds,
    context,
    clock,
    ({ arm, drop }) => drop === undefined && NEEDED.includes(arm),
  );
  const { rows, scored } = await score(redrawn, spec, run, [], clock);
  const base = scored.get('base')!;
  return new Map(
    run.sources.map(({ name, headline }) => [name, contrast(rows, scored.get(`${headline}:${name}`)!, base)]),
  );
}

/** Draws every row's label anew from its probability under the additive model. */
async function redrawnLabels(data: Dataset, spec: Spec, context: SpecContext): Promise<Uint8Array> {
  const all = new Uint32Array(new SharedArrayBuffer(4 * data.rows)).map((_, row) => row);
  const none = new Uint32Array(0);
  const block = fieldBlock([
    { name: 'user', codes: data.user, cardinality: data.users },
    { name: 'item', codes: data.item, cardinality: data.items },
  ]);
  const task: TrainTask = {
    arm: 'user + item',
    options: ADDITIVE,
    seed: spec.seed,
    blocks: [block],
    label: data.label,
    parts: { fit: all, validate: none, evaluate: all },
  };
  const options = {
    ...roomToBuild([{ peak: taskBytes(task), result: 4 * data.rows }], context),
    onProgress: () => {},
  };
  const [result] = await context.pool.run('train', [task], options);
  const bits = randomBits((spec.seed ^ STREAM) >>> 0);
  const label = new Uint8Array(new SharedArrayBuffer(data.rows));
  for (let row = 0; row < data.rows; row++) {
    const probability = 1 / (1 + Math.exp(-result!.scores[row]!));
    label[row] = Number(bits() * 2 ** -32 < probability);
  }
  return label;
}
