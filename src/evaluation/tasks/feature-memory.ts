/**
 * What building features holds in memory: an estimate of the bytes of a task from the sizes of the log and the forms of its
 * sources. Everything that grows with rows, items or users is counted; what does not lies in THREAD_BYTES.
 */

import { KEPT_BYTES } from '../../preference/features/remembered.ts';
import type { SourceInput } from '../../preference/features/source.ts';
import { largestBatch } from '../../preference/pairs/pair-features.ts';
import { adapterBytes } from '../../preference/vectors/adapter-kernel.ts';
import { idFactorsBytes } from '../../preference/vectors/id-factors-kernel.ts';
import { trainedBase } from '../../preference/vectors/trained-vectors.ts';
import { VECTOR_FEATURES, vectorReaderBytes } from '../../preference/vectors/vector-features.ts';
import type { SourceSpec } from '../../specfile/schema.ts';
import { isBuilt } from '../../specfile/source-bases.ts';
import type { FieldForm } from '../arms/fields.ts';
import type { FeatureTask } from './feature-task.ts';
import { type TaskMemory, THREAD_BYTES } from './memory.ts';
import type { ModelTask } from './model-task.ts';
import type { ProbeTask } from './probe-task.ts';

/** Features of a source of pairs, and of a level of clusters. */
const PAIR_FEATURES = 4;
const LEVEL_FEATURES = 3;
/** A reader of pairs: sums of an item for each fold, twice; an event by user and by item, read and written;
 * and a row of two slices. */
const PAIR_ROW_BYTES = 64;
const PAIR_ITEM_BYTES = 16;
const PAIR_EVENT_BYTES = 40;

export function featureMemory({ sources, input, form, training }: FeatureTask): TaskMemory {
  const all = input.sources ?? [];
  const trained = sources.map((source) => trainedBase(source, all)).find((base) => base !== undefined);
  const own = sources.map((source) => sourceMemory(source, input, form));
  const shared = trained === undefined ? 0 : trainedBytes(input, sources);
  // One source after another: of those before, the results remain.
  const largest = Math.max(...own.map(({ peak }) => peak));
  const result = own.reduce((sum, one) => sum + one.result, 0);
  return { peak: THREAD_BYTES + copied(input, training) + shared + largest + result, result };
}

export function modelMemory({ model, input, form, training }: ModelTask): TaskMemory {
  const { dimension } = input.data.vectors![`model:${model.name}`]!;
  const columns = fieldsOf(model.use);
  const result = blockBytes(input, columns, form);
  const reading =
    VECTOR_FEATURES.length * 4 * input.data.rows +
    vectorReaderBytes(dimension, model.history, input.data.items);
  return { peak: THREAD_BYTES + copied(input, training) + reading + result, result };
}

export function probeMemory({ model, probe, input, form, training }: ProbeTask): TaskMemory {
  const { items } = input.data;
  const { dimension } = input.data.vectors![`model:${model.name}`]!;
  const inputs = 4 * Math.ceil(dimension / 4);
  const outputs = Math.min(probe.dimensions, inputs);
  const result = blockBytes(input, fieldsOf(model.use), form);
  const reading =
    VECTOR_FEATURES.length * 4 * input.data.rows +
    vectorReaderBytes(outputs, model.history, input.data.items);
  const kernel = adapterBytes({ dimension, outputs, batch: probe.batch });
  // For each fold an adapter with its moments, and the adapted vectors of the items that a slice reads, once more while they are made.
  const states = input.folds * 12 * inputs * outputs;
  const tables = (input.folds + 1) * items * (4 * outputs + 4);
  const peak = THREAD_BYTES + copied(input, training) + reading + kernel + states + tables + pairBytes(input);
  return { peak: peak + result, result };
}

/** A source without the vectors that are trained for it. */
function sourceMemory(source: SourceSpec, input: SourceInput, form: FieldForm): TaskMemory {
  const { data, folds } = input;
  const { rows, items } = data;
  const fields = sourceFields(source, input);
  const arms = armsOf(source, input);
  const result = arms * blockBytes(input, fields, form);
  const columns = arms * 4 * rows;
  if ('columns' in source) return { peak: fields * columns, result };
  if ('build' in source && source.build === 'clusters-of') {
    const { levels, clusters } = source;
    const base = trainedBase(source, input.sources ?? []);
    const table = base === undefined ? data.vectors?.[source.of] : undefined;
    const dimension = table?.dimension ?? input.idRanker?.options.factors ?? 0;
    // Of a file with time the vectors of a slice are gathered: a copy of all at most.
    const gathered = table?.slice === undefined ? 0 : 8 * items + 4 * dimension * items;
    const sample = 4 * (dimension + 2) * Math.min(items, 256 * clusters);
    const kept = base === undefined ? 4 * (levels + 1) * items : KEPT_BYTES;
    const tables = Math.min(kept, input.timeline.slices * (folds + 1) * 4 * (levels + 1) * items);
    const now = (folds + 1) * 8 * (levels + 1) * items;
    return { peak: 2 * levels * columns + gathered + sample + tables + now, result };
  }
  if ('clusters' in source) return { peak: fields * columns, result };
  if ('embeddings' in source || ('build' in source && source.build === 'id-embedding')) {
    const dimension =
      'embeddings' in source ? data.vectors![source.name]!.dimension : (input.idRanker?.options.factors ?? 0);
    return {
      peak: VECTOR_FEATURES.length * columns + vectorReaderBytes(dimension, source.history, items),
      result,
    };
  }
  return { peak: PAIR_FEATURES * columns + pairBytes(input), result };
}

/** Arms of a source at most, its placebo among them: files have the total, with time an honest one, with users a leaked one. */
function armsOf(source: SourceSpec, input: SourceInput): number {
  if ('build' in source) {
    if (source.build === 'co-click') return 5;
    return isBuilt(source, input.sources ?? []) ? 4 : 3;
  }
  return 2 + Number('time' in source && source.time !== undefined) + Number('user' in source);
}

/** Fields of a source's block, at most. */
function sourceFields(source: SourceSpec, input: SourceInput): number {
  if ('columns' in source) return source.columns.length;
  if ('build' in source && source.build === 'clusters-of') return LEVEL_FEATURES * source.levels;
  if ('clusters' in source) {
    return LEVEL_FEATURES * (input.data.clusters?.[source.name]?.levels.length ?? source.ids.length);
  }
  return 'use' in source ? fieldsOf(source.use) : PAIR_FEATURES;
}

const fieldsOf = (use: readonly string[]): number =>
  use.includes('tiers') ? use.length - 1 + VECTOR_FEATURES.length - 2 : use.length;

/** The codes of a block, and the numbers that a tower or a program reads. */
function blockBytes({ data }: SourceInput, fields: number, { dense, numeric }: FieldForm): number {
  return fields * data.rows * (4 + (dense ? 4 : 0) + (numeric === true ? 8 : 0));
}

/** What a thread gets a copy of, and the message it came in: positives, ends of histories, folds, training rows. */
function copied({ data, positives }: SourceInput, training: Uint32Array): number {
  const events = positives?.count ?? 0; // none without time
  return 2 * (26 * events + 4 * data.rows + 5 * data.users + training.byteLength);
}

/** Trained vectors: the kernel of the longest window, its tables at hand, and those that are kept. */
function trainedBytes(input: SourceInput, sources: readonly SourceSpec[]): number {
  const { data, folds, timeline, idRanker } = input;
  const { rows, users, items } = data;
  const { options } = idRanker!;
  const table = 4 * (options.factors + 1) * items;
  const kernel = idFactorsBytes(options, { rows, users, items }) + 8 * (users + items) + 4 * rows;
  // One more table, and its vectors before they are of unit length.
  const now = (folds + 3) * table;
  const keeps = sources.length > 1 || !('of' in sources[0]!);
  return kernel + now + (keeps ? Math.min(KEPT_BYTES, timeline.slices * (folds + 1) * table) : 0);
}

function pairBytes(input: SourceInput): number {
  const { data, positives, folds } = input;
  const batch = PAIR_ROW_BYTES * largestBatch(input);
  return batch + PAIR_ITEM_BYTES * (folds + 2) * data.items + PAIR_EVENT_BYTES * positives.count;
}
