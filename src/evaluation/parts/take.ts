/**
 * Evaluation rows in parts, for logs whose features do not fit into memory at once: heads are fitted, then score one part after another.
 * A score depends on its row alone, so that no number depends on the parts.
 */
import { modelKindOf } from '../../preference/models.ts';
import type { ArmResult, RowParts } from '../../ranker/ranker.ts';
import { isScoredHere } from '../../specfile/model-kinds.ts';
import type { Spec } from '../../specfile/schema.ts';
import type { Arm } from '../arms/arms.ts';
import type { ModelArms, ModelFacts } from '../arms/model-arms.ts';
import { plannedArms, plannedFeatures } from '../arms/planned.ts';
import type { SourceArms, SourceFacts } from '../arms/preference-arms.ts';
import type { BaseCache } from '../base/cache/cache.ts';
import { readsSample } from '../head/read-rows.ts';
import type { SpecContext } from '../load-spec.ts';
import type { ShareReport } from '../tasks/clock.ts';
import type { StagedResult } from '../tasks/staged.ts';
import { BuiltParts } from './built.ts';
import { diagnosed, diagnosedModels } from './diagnosed.ts';
import { type Fitted, ScoredParts } from './scored.ts';

/** A training of the arms, perhaps one whose heads have scored nothing yet. */
export interface Trained extends Pick<StagedResult, 'results' | 'fitted'> {
  curve?: StagedResult['curve'] | undefined;
}

export interface Taken<Run> {
  /** With scores of the rows in `parts.evaluate`. */
  runs: Run[];
  parts: RowParts;
  sources: readonly SourceFacts[];
  models: readonly ModelFacts[];
}

/** Of the memory setting, what features of a part may take while they are built. */
export const SHARE_OF_PARTS = 0.2;
/** Fewer rows a part would cost more time than their memory is worth. */
const FEWEST = 2 ** 17;
/** Of a feature: its number while it is built, and its bin. */
const NUMBER_BYTES = 4;
/** Of a row, for each seed: its number, and what is picked of the log's columns (user, item, label, part, time and slice, and where its history ends). */
export const PICKED_BYTES = 4 + 4 + 4 + 1 + 1 + 8 + 2 + 4;

/** Evaluation rows whose features are held at once. */
export interface InParts {
  first: Uint32Array;
}

/** @returns undefined where all evaluation rows fit, or where something reads the features of all rows */
export function inParts(
  spec: Spec,
  { evaluate }: RowParts,
  { memoryBytes, threads, rowsAtOnce }: SpecContext,
): InParts | undefined {
  const { sources, models, seeds } = spec;
  if (sources.length + models.length === 0 || !readsSample(spec)) return undefined;
  const fields = [
    ...sources.map((source) => plannedArms(source, sources).length * plannedFeatures(source, sources)),
    ...models.filter(isScoredHere).map((model) => modelKindOf(model).features(model)),
  ];
  const built = Math.min(threads, fields.length * seeds) * NUMBER_BYTES * Math.max(4, ...fields);
  const kept = seeds * (PICKED_BYTES + fields.reduce((sum, count) => sum + count, 0));
  const most = rowsAtOnce ?? Math.max(FEWEST, Math.floor((SHARE_OF_PARTS * memoryBytes) / (built + kept)));
  if (evaluate.length <= most) return undefined;
  // Parts of equal size: the last one is not a rest.
  const size = Math.ceil(evaluate.length / Math.ceil(evaluate.length / most));
  return { first: evaluate.subarray(0, size) };
}

/**
 * Scores all parts.
 * @param runs whose heads are there; the first is the one that the report is about
 * @throws Failure, Cancelled
 */
export async function takeParts<Run extends Trained>(
  runs: readonly Run[],
  { first }: InParts,
  ofSources: SourceArms,
  ofModels: ModelArms,
  run: {
    parts: RowParts;
    arms: readonly Arm[];
    label: Uint8Array;
    /** The training rows that features were built of, for the first seed. */
    training: Uint32Array;
    context: SpecContext;
    /** Of features. */
    cache: BaseCache;
    breathe: () => Promise<void>;
    report: ShareReport;
  },
): Promise<Taken<Run>> {
  const { parts, context, report, breathe, label, training } = run;
  const { sources } = ofSources;
  const { models } = ofModels;
  const fittedOn = { arms: run.arms, built: ofSources.built, models: ofModels.built };
  const built = new BuiltParts(fittedOn, context, run.cache, report, breathe);
  const heads = runs.flatMap(({ fitted }) => [...fitted!.whole, ...fitted!.curve.flat()]);
  const scored = new ScoredParts(context.scratch);
  const { evaluate } = parts;
  for (let from = 0; from < evaluate.length; from += first.length) {
    const rows = from === 0 ? first : evaluate.subarray(from, from + first.length);
    const part = from === 0 ? built.first(rows) : await built.more(rows);
    if (from > 0) built.markTouched(sources, models, rows);
    scored.add(part);
    await scored.score(heads, context, report);
    scored.forget();
    built.forget();
  }
  const readers = scored.readers();
  const rows = { training, evaluate, label };
  return {
    runs: runs.map((trained) => withScores(trained, readers)),
    parts,
    sources: await diagnosed(sources, built, rows, breathe),
    models: await diagnosedModels(models, built, rows, breathe),
  };
}

/** @param readers of the scores of each head: they are read anew whenever they are asked for */
export function withScores<Run extends Trained>(
  run: Run,
  readers: ReadonlyMap<Fitted, () => Float32Array>,
): Run {
  const { fitted } = run;
  const scoresOf = (heads: readonly Fitted[]): ArmResult[] =>
    heads.map((head) => readBy(readers.get(head)!, head.result));
  const curve = run.curve?.map((point, i) => ({ ...point, results: scoresOf(fitted!.curve[i]!) }));
  return { ...run, results: scoresOf(fitted!.whole), ...(curve && { curve }) };
}

/** Made here, so that nothing of the heads is held: a function holds all that another one of its scope uses, and heads their rows. */
function readBy(read: () => Float32Array, { model: _, ...result }: Fitted['result']): ArmResult {
  return {
    ...result,
    get scores() {
      return read();
    },
  };
}
