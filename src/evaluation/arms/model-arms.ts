/** From the models of a spec to the arms they bring: one for the vectors of each; score files are no arms, but scored like them. */

import type { RunContext } from '../../common/progress.ts';
import type { SourceInput } from '../../preference/features/source.ts';
import type { RowParts } from '../../ranker/ranker.ts';
import { modelArm } from '../../report/arm-ids.ts';
import type { Spec } from '../../specfile/schema.ts';
import type { NamedAuc } from '../judge/leak-columns.ts';
import type { ShareReport } from '../tasks/clock.ts';
import { modelMemory } from '../tasks/feature-memory.ts';
import { threadsFor } from '../tasks/memory.ts';
import type { ModelTask } from '../tasks/model-task.ts';
import { runJobs } from '../tasks/pool.ts';
import type { Arm } from './arms.ts';
import { trainingRows } from './fields.ts';
import { fieldForm } from './rankers.ts';

/** What the report says about a model besides its arms. */
export interface ModelFacts {
  name: string;
  kind: 'embeddings' | 'predictions';
  /** 1 per row of the log that the representation reaches; absent for predictions, which reach all evaluation rows. */
  touched?: Uint8Array;
  /** How well each feature of its vectors tells the label alone; none of predictions, which are one arm. */
  columns: readonly NamedAuc[];
}

export interface ModelArms {
  arms: Arm[];
  models: ModelFacts[];
}

/** @param input what sources share, of the first seed: nothing of a model depends on the seed */
export async function modelArms(
  spec: Spec,
  parts: RowParts,
  input: SourceInput | undefined,
  context: RunContext,
  report: ShareReport,
): Promise<ModelArms> {
  const embeddings = spec.models.filter((model) => model.kind === 'embeddings');
  const tasks = embeddings.map(
    (model): ModelTask => ({
      model,
      input: input!,
      training: trainingRows(parts),
      evaluate: parts.evaluate,
      form: fieldForm(spec, 'arms'),
    }),
  );
  const built = await runJobs('model', tasks, {
    threads: threadsFor(tasks.map(modelMemory), context),
    signal: context.signal,
    onProgress: (fraction, running) => {
      const names = running.map(({ model }) => model.name).join(' and ');
      report(fraction, `building the features of ${names}`);
    },
  });
  const arms = built.map(
    ({ model, features, block }): Arm => ({
      ...{ id: modelArm(model), arm: 'model', model, features, blocks: [block] },
    }),
  );
  const models = spec.models.map(({ name, ...kind }): ModelFacts => {
    if ('predictions' in kind) return { name, kind: 'predictions', columns: [] };
    const { touched, columns } = built.find(({ model }) => model === name)!;
    return { name, kind: 'embeddings', touched, columns };
  });
  return { arms, models };
}
