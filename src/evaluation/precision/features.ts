/** Features of more users, put beside those that were built before; and in the end what single features say of all of them. */
import type { Dataset } from '../../data/dataset.ts';
import { type ModelArms, modelBuilders } from '../arms/model-arms.ts';
import { keptOrBuilt, type SourceArms, type SourceFacts } from '../arms/preference-arms.ts';
import type { BaseCache } from '../base/cache/cache.ts';
import { featureDiagnostics } from '../describe/feature-diagnostics.ts';
import { armColumns } from '../judge/leak-columns.ts';
import type { ShareReport } from '../tasks/clock.ts';
import type { FeatureResult, FeatureTask } from '../tasks/feature-task.ts';
import { putCodes, putColumns } from '../tasks/later-rows.ts';
import { MODEL, type ModelTask } from '../tasks/model-task.ts';
import type { PooledRun } from '../tasks/pool.ts';

export type Built = Pick<SourceArms, 'built'> & { models: ModelArms['built'] };

/**
 * Builds the features of further rows of all sources and models, and puts them where those of the rows before are.
 * @param rows ascending, none of which has been built
 * @throws Failure, Cancelled
 */
export async function buildMore(
  { built, models }: Built,
  rows: Uint32Array,
  data: Dataset,
  context: PooledRun,
  cache: BaseCache,
  report: ShareReport,
): Promise<void> {
  const wanted = new Uint8Array(new SharedArrayBuffer(data.rows));
  for (const row of rows) wanted[row] = 1;
  const partly = built.filter(({ task }) => task.input.wanted !== undefined);
  const tasks = partly.map(({ task, results }): FeatureTask => {
    const [result] = results as [FeatureResult];
    const edges = Object.fromEntries(result.blocks.map((block) => [block.arm, block.edges!]));
    const features = featuresOf(built, result);
    const { keeps: _, ...rest } = task;
    return { ...rest, input: { ...task.input, wanted, features }, later: { rows, edges } };
  });
  const more = await keptOrBuilt(tasks, cache, context, report);
  for (const [t, { results }] of partly.entries()) put(results[0]!, more[t]![0]!, rows);
  const partlyModels = models.filter(({ task }) => task.input.wanted !== undefined);
  const modelTasks = partlyModels.map(({ task, result }): ModelTask => {
    const { keeps: _, ...rest } = task;
    const later = { rows, edges: { [MODEL]: result.edges! } };
    return { ...rest, input: { ...task.input, wanted, features: result.features }, later };
  });
  const ofModels = await modelBuilders(modelTasks, context, report);
  for (const [m, { result }] of partlyModels.entries()) {
    const found = ofModels[m]!;
    putCodes(result.block, found.block, rows);
    putColumns(result.phi!, found.phi!, rows);
    for (const [i, row] of rows.entries()) result.touched[row] = found.touched[i]!;
  }
}

/** Names of a source's features, which the result of the first seed alone tells. */
function featuresOf(built: Built['built'], { source }: FeatureResult): string[] {
  const first = built.flatMap(({ results }) => results).find((result) => result.source === source)!;
  return first.diagnostics!.map(({ name }) => name);
}

function put(result: FeatureResult, more: FeatureResult, rows: Uint32Array): void {
  for (const { arm, block } of more.blocks)
    putCodes(result.blocks.find((known) => known.arm === arm)!.block, block, rows);
  if (result.phi === undefined) return;
  putColumns(result.phi, more.phi!, rows);
  for (const [i, row] of rows.entries()) result.touched![row] = more.touched![i]!;
}

/** What single features say of the rows that are measured. */
export async function diagnosed(
  sources: readonly SourceFacts[],
  { built }: Pick<Built, 'built'>,
  rows: { training: Uint32Array; evaluate: Uint32Array; label: Uint8Array },
  breathe: () => Promise<void>,
): Promise<SourceFacts[]> {
  const results = built.flatMap((part) => part.results);
  const said: SourceFacts[] = [];
  for (const facts of sources) {
    await breathe();
    const { phi, blocks } = results.find(({ source, phi: kept }) => source === facts.name && kept)!;
    const { block } = blocks.find(({ arm }) => arm === facts.headline)!;
    const diagnostics = featureDiagnostics(phi!, rows.evaluate, rows.label);
    await breathe();
    said.push({ ...facts, diagnostics, columns: armColumns(phi!, block, rows) });
  }
  return said;
}

/** The same of the features of models. */
export async function diagnosedModels<Facts extends { name: string }>(
  facts: readonly Facts[],
  { models }: Pick<Built, 'models'>,
  rows: { training: Uint32Array; evaluate: Uint32Array; label: Uint8Array },
  breathe: () => Promise<void>,
): Promise<Facts[]> {
  const said: Facts[] = [];
  for (const model of facts) {
    await breathe();
    const found = models.find(({ result }) => result.model === model.name)?.result;
    said.push(found === undefined ? model : { ...model, columns: armColumns(found.phi!, found.block, rows) });
  }
  return said;
}
