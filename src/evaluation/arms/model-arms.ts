/** From the models of a spec to the arms they bring: one for each that is scored here. Scores of another ranker are in predicted.ts. */

import { type LogRows, placesOf, spread } from '../../common/some-rows.ts';
import { type LogInput, ofSomeRows, ofWholeLog, pickRows } from '../../preference/features/some-rows.ts';
import { modelKindOf } from '../../preference/models.ts';
import type { RowParts } from '../../ranker/ranker.ts';
import { modelArm } from '../../report/arm-ids.ts';
import type { ModelReport } from '../../report/schema.ts';
import { isScoredHere } from '../../specfile/model-kinds.ts';
import type { EmbeddingsModel, Spec } from '../../specfile/schema.ts';
import type { ReadRows } from '../head/read-rows.ts';
import type { NamedAuc } from '../judge/leak-columns.ts';
import type { ShareReport } from '../tasks/clock.ts';
import { modelMemory } from '../tasks/feature-memory.ts';
import { roomToBuild } from '../tasks/memory.ts';
import type { ModelResult, ModelTask } from '../tasks/model-task.ts';
import type { PooledRun } from '../tasks/pool.ts';
import type { Arm } from './arms.ts';
import { fieldForm } from './rankers.ts';

/** What the report says about a model besides its arms. */
export interface ModelFacts {
  name: string;
  kind: ModelReport['kind'];
  /** 1 per row of the log that the representation reaches; absent for scores of another ranker, which reach all evaluation rows. */
  touched?: Uint8Array;
  /** How well each of its features tells the label alone; none of such scores, which are one arm. */
  columns: readonly NamedAuc[];
}

export interface ModelArms {
  arms: Arm[];
  models: ModelFacts[];
  /** As those of sources. */
  built: readonly BuiltModel[];
}

/** As those of a source. */
export interface BuiltModel {
  task: Omit<ModelTask, 'input'> & { input: LogInput };
  rows: LogRows;
  result: ModelResult;
}

/**
 * @param input what sources share, of the first seed: nothing of a model depends on the seed
 * @param rows as for sources, those of the first seed
 * @param keeps as for sources
 */
export async function modelArms(
  spec: Spec,
  parts: RowParts,
  input: LogInput | undefined,
  context: PooledRun,
  report: ShareReport,
  { training, rows: read }: ReadRows,
  keeps: boolean,
  breathe: () => Promise<void>,
): Promise<ModelArms> {
  const [some] = read;
  const rowsFor = (model: EmbeddingsModel): LogRows =>
    modelKindOf(model).atOnce?.(model) === true ? undefined : some;
  const here = spec.models.filter(isScoredHere);
  const isPartly = some !== undefined && here.some((model) => rowsFor(model) !== undefined);
  const partly = isPartly ? ofSomeRows(input!, await pickRows(input!, some, breathe)) : undefined;
  const asked = here.map((model) => {
    const rows = rowsFor(model);
    const task: ModelTask = {
      model,
      input: rows === undefined ? ofWholeLog(input!) : partly!,
      ...(keeps && { keeps: true as const }),
      training: placesOf(training[0]!, rows),
      evaluate: placesOf(parts.evaluate, rows),
      form: fieldForm(spec, 'arms'),
    };
    return { task, rows, input: input! };
  });
  const built = await modelBuilders(
    asked.map(({ task }) => task),
    context,
    report,
  );
  const arms = built.map(
    ({ model, features, block }, m): Arm => ({
      ...{ id: modelArm(model), arm: 'model', model, features, blocks: [block], rows: [asked[m]!.rows] },
    }),
  );
  const models = spec.models.map(({ name, kind }): ModelFacts => {
    const m = built.findIndex(({ model }) => model === name);
    const found = built[m];
    if (found === undefined) return { name, kind, columns: [] };
    const { rows, input: whole } = asked[m]!;
    return { name, kind, touched: spread(found.touched, rows, whole.data.rows), columns: found.columns };
  });
  return {
    arms,
    models,
    built: asked.map(({ task, rows, input: whole }, m) => ({
      ...{ task: { ...task, input: whole }, rows },
      result: built[m]!,
    })),
  };
}

/** @returns in the order of the tasks @throws Failure, Cancelled */
export function modelBuilders(
  tasks: readonly ModelTask[],
  context: PooledRun,
  report: ShareReport,
): Promise<ModelResult[]> {
  return context.pool.run('model', tasks, {
    ...roomToBuild(tasks.map(modelMemory), context),
    onProgress: (fraction, running) => {
      const names = running.map(({ model }) => model.name).join(' and ');
      report(fraction, `building the features of ${names}`);
    },
  });
}
