/** A spec as the product trains it: every arm that is wanted, and its scores row by row. */
import { join } from 'node:path';
import type { Progress } from '../../src/common/progress.ts';
import type { Dataset } from '../../src/data/dataset.ts';
import { defaultEngine } from '../../src/data/default-engine.ts';
import type { Arm } from '../../src/evaluation/arms/arms.ts';
import { loadSpec } from '../../src/evaluation/load-spec.ts';
import { Clock } from '../../src/evaluation/tasks/clock.ts';
import { withPool } from '../../src/evaluation/tasks/pool.ts';
import { type TrainedRun, trainArms } from '../../src/evaluation/tasks/train.ts';
import { givenOptions } from '../../src/specfile/given-options.ts';

export interface Trained {
  data: Dataset;
  run: TrainedRun;
}

/** @param cacheFolder keeps what two specs of one world have in common */
export async function trainSpec(
  folder: string,
  text: string,
  wanted: (arm: Arm) => boolean,
  cacheFolder?: string,
  onProgress: (p: Progress) => void = () => {},
): Promise<Trained> {
  const { spec, parsed, path, hash } = await loadSpec(join(folder, 'lis.yaml'), text);
  const engine = await defaultEngine();
  const { signal } = new AbortController();
  const context = {
    ...{ signal, onProgress, threads: 1, memoryBytes: 2 ** 32, cacheFolder },
    ...{ spec: { path, hash }, given: (ranker: number) => givenOptions(parsed.value, ranker), engine },
  };
  const data = await engine.load(spec, folder, context);
  const seeds = Array.from({ length: spec.seeds }, (_, k) => spec.seed + k);
  const run = await withPool(signal, (pool) =>
    trainArms(data, spec, seeds, { ...context, pool }, new Clock(context), wanted),
  );
  return { data, run };
}
