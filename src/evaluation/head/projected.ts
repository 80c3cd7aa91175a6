/**
 * Projections of vectors, for heads. A head reads bins and learns no projection, so the base's ranker learns it, with the vectors as one
 * more field, on the same prefixes as the base: its out-of-sample score is a column of the head.
 */
import type { FieldBlock } from '../../ranker/ranker.ts';
import { hasFactors } from '../../specfile/ranker-kinds.ts';
import type { FmOptions } from '../../specfile/schema.ts';
import type { Arm } from '../arms/arms.ts';
import { withFields } from '../arms/fields.ts';
import { keptSearch } from '../base/cache/kept-search.ts';
import { planOf } from '../base/plan.ts';
import { allRows } from '../base/row-scores.ts';
import type { BaseRun } from '../base/run.ts';
import type { Recipe } from '../base/scores.ts';
import { trainBlocks } from '../base/train-blocks.ts';
import type { ShareReport } from '../tasks/clock.ts';

export interface Projected {
  /** The scores of an own block with vectors and a seed, a logit per row of the dataset; undefined for other blocks. */
  of(vectors: FieldBlock | undefined, seed: number): Float32Array | undefined;
  /**
   * What the same ranker says of each row without any vectors, where it is not the base: a column of all arms, so that they differ in what
   * the vectors add to it. Undefined where the base is that ranker.
   */
  without(seed: number): Float32Array | undefined;
  /** Rows that were visited for them. */
  rowsTrained: number;
}

const NOTHING: Projected = { of: () => undefined, without: () => undefined, rowsTrained: 0 };

export interface ProjectedRun extends BaseRun {
  arms: readonly Arm[];
  /** What the base was trained by; absent where it was not trained here. */
  recipe?: Recipe | undefined;
  /** What a recipe is searched of then, and where the base has no factors to meet a projection. */
  stand: FmOptions;
  /** Progress of that search; of the trainings `onProgress`. */
  onSearch: ShareReport;
}

/** @throws Failure, Cancelled */
export async function projectedScores(run: ProjectedRun): Promise<Projected> {
  const { arms, seeds, base, stand, onSearch } = run;
  const wanted = projections(arms, seeds);
  if (wanted.length === 0) return NOTHING;
  const plan = await planOf(run);
  const withFactors = run.recipe !== undefined && hasFactors(run.recipe.options) ? run.recipe : undefined;
  const search = { ...run, onProgress: onSearch, given: new Set<string>() };
  const searched = withFactors === undefined ? await keptSearch(search, plan, stand) : undefined;
  const recipe = withFactors ?? searched!.recipe;
  const blocks = wanted.map((pair) => ({ seed: pair.seed, blocks: [base, vectorsOf(pair.block)] }));
  const alone = withFactors === undefined ? seeds.map((seed) => ({ seed, blocks: [base] })) : [];
  const { scores, rowsTrained } = await trainBlocks(
    run,
    plan,
    recipe,
    [...alone, ...blocks],
    'the projections',
  );
  const all = scores.map(allRows);
  const projected = all.slice(alone.length);
  return {
    of: (block, seed) => projected[wanted.findIndex((pair) => pair.block === block && pair.seed === seed)],
    without: (seed) => (alone.length === 0 ? undefined : all[seeds.indexOf(seed)]),
    rowsTrained: rowsTrained + (searched?.rowsTrained ?? 0),
  };
}

/** Each block with vectors, once for each seed that reads it. */
function projections(arms: readonly Arm[], seeds: readonly number[]): { block: FieldBlock; seed: number }[] {
  const found: { block: FieldBlock; seed: number }[] = [];
  for (const { blocks = [] } of arms) {
    for (const [k, seed] of seeds.entries()) {
      const armBlock = blocks[Math.min(k, blocks.length - 1)];
      if (armBlock?.vector === undefined) continue;
      if (!found.some((pair) => pair.block === armBlock && pair.seed === seed))
        found.push({ block: armBlock, seed });
    }
  }
  return found;
}

const vectorsOf = (fieldBlock: FieldBlock): FieldBlock =>
  withFields(fieldBlock, (name) => name === fieldBlock.vector!.name);
