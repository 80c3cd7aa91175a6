/**
 * Builds the features of one probe for one ranker seed, on a worker thread: the folds, whose users an adapter has not seen, are
 * drawn with the seed.
 */

import { modelVectors } from '../../data/dataset.ts';
import type { PhiColumn, SourceInput } from '../../preference/features/source.ts';
import { openPairs } from '../../preference/sources.ts';
import { namedFeatures, vectorsOf } from '../../preference/vectors/embeddings.ts';
import { probeFeatures } from '../../preference/vectors/probe.ts';
import { VECTOR_FEATURES } from '../../preference/vectors/vector-features.ts';
import type { FieldBlock } from '../../ranker/ranker.ts';
import type { EmbeddingsModel, ProbeSpec, SourceSpec } from '../../specfile/schema.ts';
import { columnBlock, type FieldForm } from '../arms/fields.ts';

export interface ProbeTask {
  model: EmbeddingsModel;
  probe: ProbeSpec;
  source: SourceSpec;
  /** The log and what sources share; `userFold` is the draw of folds that goes with the seed. */
  input: SourceInput;
  seed: number;
  training: Uint32Array;
  form: FieldForm;
}

export interface ProbeResult {
  model: string;
  source: string;
  /** Names of the block's fields, in order. */
  features: readonly string[];
  block: FieldBlock;
  /** 1 per row of the log whose candidate and history have adapted vectors. */
  touched: Uint8Array;
  /** Adapters trained, and those that a window had too few pairs for, over slices and folds. */
  trainings: number;
  skipped: number;
}

/** Adam's rate, relative to the root mean square of the weights at the start: docs/decisions/0086-probe-defaults.md. */
const RATE = 0.05;
/** Part of the first training's batches that every later one, which goes on where the one before stopped, gets by on. */
const REFRESH = 1 / 5;

export async function buildProbe(
  { model, probe, source, input, seed, training, form }: ProbeTask,
  pause: (fraction: number) => Promise<void>,
): Promise<ProbeResult> {
  const table = vectorsOf(input.data.vectors, modelVectors(model.name));
  const { dimensions, batch, temperature, steps } = probe;
  const options = { dimensions, batch, temperature, steps, history: model.history };
  const { values, trainings, skipped } = await probeFeatures(
    input,
    table,
    openPairs(input, source),
    { ...options, rate: RATE, refreshSteps: Math.ceil(steps * REFRESH) },
    seed,
    pause,
  );
  const columns = namedFeatures(model.use).map(
    (f): PhiColumn => ({ name: VECTOR_FEATURES[f]!, type: 'numeric', values: values[f]! }),
  );
  return {
    model: model.name,
    source: source.name,
    features: columns.map(({ name }) => name),
    block: await columnBlock(columns, training, form, () => pause(1)),
    touched: Uint8Array.from(values[0]!, (max) => Number(!Number.isNaN(max))),
    trainings,
    skipped,
  };
}
