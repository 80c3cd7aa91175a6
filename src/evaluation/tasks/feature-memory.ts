/**
 * What building features holds in memory: an estimate of the bytes of a task from the sizes of the log and the forms of its
 * sources. Everything that grows with rows, items or users is counted; what does not lies in THREAD_BYTES.
 */

import { modelVectors } from '../../data/dataset.ts';
import { KEPT_BYTES } from '../../preference/features/remembered.ts';
import type { SourceInput } from '../../preference/features/source.ts';
import { modelKindOf } from '../../preference/models.ts';
import { pairBytes } from '../../preference/pairs/pair-kind.ts';
import { kindOf } from '../../preference/sources.ts';
import { adapterBytes } from '../../preference/vectors/adapter-kernel.ts';
import { idFactorsBytes } from '../../preference/vectors/id-factors-kernel.ts';
import { trainedBase } from '../../preference/vectors/trained-vectors.ts';
import { featuresOf, vectorBytes } from '../../preference/vectors/vector-bytes.ts';
import type { SourceSpec } from '../../specfile/schema.ts';
import type { FieldForm } from '../arms/fields.ts';
import { plannedArms, plannedFeatures } from '../arms/planned.ts';
import type { FeatureTask } from './feature-task.ts';
import { type TaskMemory, THREAD_BYTES } from './memory.ts';
import type { ModelTask } from './model-task.ts';
import type { ProbeTask } from './probe-task.ts';

export function featureMemory({ sources, input, form, first, keeps }: FeatureTask): TaskMemory {
  const all = input.sources ?? [];
  const trained = sources.map((source) => trainedBase(source, all)).find((base) => base !== undefined);
  const bySource = sources.map((source) => {
    const { peak, result } = sourceMemory(source, input, form);
    const kept = first && keeps ? keptBytes(input.data.rows, plannedFeatures(source, all)) : 0;
    return { peak, result: result + kept };
  });
  const shared = trained === undefined ? 0 : trainedBytes(input, sources);
  // One source after another: of those before, the results remain.
  const largest = Math.max(...bySource.map(({ peak }) => peak));
  const result = bySource.reduce((sum, memory) => sum + memory.result, 0);
  return { peak: THREAD_BYTES + shared + largest + result, result };
}

export function modelMemory({ model, input, form, keeps }: ModelTask): TaskMemory {
  const kind = modelKindOf(model);
  const fields = kind.features(model);
  const kept = keeps ? keptBytes(input.data.rows, fields) : 0;
  const result = blockBytes(input, fields, form) + kept;
  return { peak: THREAD_BYTES + kind.bytes(model, input) + result, result };
}

export function probeMemory({ model, probe, input, form }: ProbeTask): TaskMemory {
  const { items } = input.data;
  const { dimension } = input.data.vectors![modelVectors(model.name)]!;
  const inputs = 4 * Math.ceil(dimension / 4);
  const outputs = Math.min(probe.dimensions, inputs);
  const result = blockBytes(input, featuresOf(model), form);
  const reading = vectorBytes(outputs, model.history, input, 4 * input.data.rows);
  const kernel = adapterBytes({ dimension, outputs, batch: probe.batch });
  // For each fold an adapter with its moments, and the adapted vectors of the items that a slice reads, once more while they are made.
  const states = input.folds * 12 * inputs * outputs;
  const tables = (input.folds + 1) * items * (4 * outputs + 4);
  const peak = THREAD_BYTES + reading + kernel + states + tables + pairBytes(input);
  return { peak: peak + result, result };
}

/** A source without the vectors that are trained for it. */
function sourceMemory(source: SourceSpec, input: SourceInput, form: FieldForm): TaskMemory {
  const all = input.sources ?? [];
  const arms = plannedArms(source, all).length;
  const result = arms * blockBytes(input, plannedFeatures(source, all), form);
  return { peak: kindOf(source).bytes(source, input, arms * 4 * input.data.rows), result };
}

/** The codes of a block, bins that take a byte each but for one field of ids, and the numbers that a tower or a program reads. */
function blockBytes({ data }: SourceInput, fields: number, { dense, numeric }: FieldForm): number {
  return data.rows * (3 + fields * (1 + (dense ? 4 : 0) + (numeric === true ? 8 : 0)));
}

/** The numbers of a headline arm, which stay where further rows may follow: single features are described by them in the end. */
export const keptBytes = (rows: number, fields: number): number => 4 * rows * fields;

/** Trained vectors: the kernel of the longest window, its tables at hand, and those that are kept. */
function trainedBytes(input: SourceInput, sources: readonly SourceSpec[]): number {
  const { data, folds, timeline, idRanker } = input;
  const { rows, users, items } = data;
  const { options } = idRanker!;
  const table = 4 * (options.factors + 1) * items;
  const kernel = idFactorsBytes(options, { rows, users, items }) + 8 * (users + items) + 4 * rows;
  // One more table, and its vectors before they are of unit length.
  const now = (folds + 3) * table;
  const keeps = sources.length > 1 || sources[0]!.kind !== 'clusters-of';
  return kernel + now + (keeps ? Math.min(KEPT_BYTES, timeline.slices * (folds + 1) * table) : 0);
}
