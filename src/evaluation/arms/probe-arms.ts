/** From the probes that models ask for to the arms they bring: one for each model and source, built anew for every seed. */

import type { Warning } from '../../common/failure.ts';
import { type LogInput, ofWholeLog } from '../../preference/features/some-rows.ts';
import { FEWEST_PAIRS } from '../../preference/vectors/probe.ts';
import type { RowParts } from '../../ranker/ranker.ts';
import { probeArm } from '../../report/arm-ids.ts';
import { isScoredHere, probesOf } from '../../specfile/model-kinds.ts';
import type { EmbeddingsModel, ProbeSpec, Spec } from '../../specfile/schema.ts';
import type { ShareReport } from '../tasks/clock.ts';
import { probeMemory } from '../tasks/feature-memory.ts';
import { roomToBuild } from '../tasks/memory.ts';
import type { PooledRun } from '../tasks/pool.ts';
import type { ProbeResult, ProbeTask } from '../tasks/probe-task.ts';
import type { Arm } from './arms.ts';
import { trainingRows } from './fields.ts';
import { fieldForm } from './rankers.ts';

/** What the report says about a probe besides its arm. */
export interface ProbeFacts {
  model: string;
  source: string;
  /** 1 per row of the log that adapted vectors reach, with the first seed's folds. */
  touched: Uint8Array;
  /** Whether any window held enough pairs to train on. */
  trained: boolean;
}

export interface ProbeArms {
  arms: Arm[];
  probes: ProbeFacts[];
  warnings: Warning[];
}

/** @param inputs what sources share, seed by seed. @throws Cancelled */
export async function probeArms(
  spec: Spec,
  parts: RowParts,
  seeds: readonly number[],
  inputs: readonly LogInput[],
  context: PooledRun,
  report: ShareReport,
): Promise<ProbeArms> {
  const wanted = spec.models
    .filter(isScoredHere)
    .flatMap((model) => probesOf(model).map((probe) => ({ model, probe })));
  const tasks = wanted.flatMap(({ model, probe }) => tasksOf(model, probe, spec, parts, seeds, inputs));
  const built = await context.pool.run('probe', tasks, {
    ...roomToBuild(tasks.map(probeMemory), context),
    onProgress: (fraction, running) => {
      const names = new Set(running.map(({ model, source }) => `${model.name} on ${source.name}`));
      report(fraction, `training the probe of ${[...names].join(' and ')}`);
    },
  });
  const result: ProbeArms = { arms: [], probes: [], warnings: [] };
  for (const { model, probe } of wanted) {
    const results = built.filter(
      (candidate) => candidate.model === model.name && candidate.source === probe.source,
    );
    if (results.length === 0) {
      const message = `The probe of ${model.name} on ${probe.source} was left out: this run does not hold ${probe.source}.`;
      result.warnings.push({ code: 'probe-left-out', message });
      continue;
    }
    result.arms.push({
      id: probeArm(model.name, probe.source),
      arm: 'probe',
      model: model.name,
      source: probe.source,
      features: results[0]!.features,
      blocks: results.map(({ block }) => block),
    });
    const trained = results.some(({ trainings }) => trainings > 0);
    result.probes.push({ model: model.name, source: probe.source, touched: results[0]!.touched, trained });
    result.warnings.push(...fewPairs(results));
  }
  return result;
}

function tasksOf(
  model: EmbeddingsModel,
  probe: ProbeSpec,
  spec: Spec,
  parts: RowParts,
  seeds: readonly number[],
  inputs: readonly LogInput[],
): ProbeTask[] {
  const source = spec.sources.find(({ name }) => name === probe.source);
  if (source === undefined) return [];
  const shared = { model, probe, source, training: trainingRows(parts), form: fieldForm(spec, 'arms') };
  return seeds.map((seed, k) => ({ ...shared, seed, input: ofWholeLog(inputs[k]!) }));
}

function fewPairs(results: readonly ProbeResult[]): Warning[] {
  const [{ model, source }] = results as [ProbeResult];
  const skipped = results.reduce((sum, result) => sum + result.skipped, 0);
  const all = results.reduce((sum, result) => sum + result.trainings + result.skipped, 0);
  if (skipped === 0) return [];
  const so =
    skipped === all
      ? 'so nothing was trained and its features are missing in every row'
      : 'so the adapter stayed as it was there, or its features are missing where none had been trained yet';
  const message = `For the probe of ${model}, ${skipped} of ${all} windows of ${source} hold fewer than ${FEWEST_PAIRS} pairs of items with vectors, ${so}.`;
  return [{ code: 'probe-few-pairs', message, count: skipped }];
}
