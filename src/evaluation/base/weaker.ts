/**
 * Bases weaker than the chosen one: what preference data adds to each shows what a stronger ranker would leave of it. They are logistic
 * regression and recipes of the search's better half, trained on the same plan, with the first seed.
 */
import type { BlockPlan } from './blocks.ts';
import type { RowScores } from './row-scores.ts';
import type { BaseRun } from './run.ts';
import type { Recipe } from './scores.ts';
import type { Searched } from './search/searched.ts';
import { trainBlocks } from './train-blocks.ts';

export interface WeakerBase {
  recipe: Recipe;
  /** Of the search, on its validation rows. */
  logLoss: number;
  /** A logit per row, as in `BaseScores`. */
  scores: RowScores;
  /** Rows that were visited for them. */
  rowsTrained: number;
}

/** Points of the curve are apart by so much of what the chosen base gains over the constant, at least. */
const APART = 0.1;

/**
 * The recipes of the curve below the chosen one, the weakest first: logistic regression, and of the search's better half the recipe whose
 * log loss is nearest to the middle between these two. What is as good as another point, or no better than the constant, is left out.
 */
export function weakerRecipes({
  recipe: { options: chosen },
  search: { trials, logLoss, references },
  lr,
}: Searched): { recipe: Recipe; logLoss: number }[] {
  if (logLoss >= references.constant) return [];
  const weakest = Math.min(references.lr ?? references.constant, references.constant);
  const middle = (logLoss + weakest) / 2;
  const [half] = trials
    .filter((trial): trial is typeof trial & { logLoss: number } => trial.logLoss !== null)
    .toSorted((a, b) => a.logLoss - b.logLoss)
    .slice(0, Math.ceil(trials.length / 2))
    .toSorted((a, b) => Math.abs(a.logLoss - middle) - Math.abs(b.logLoss - middle));
  const least = APART * (references.constant - logLoss);
  const found: { recipe: Recipe; logLoss: number }[] = [];
  if (half !== undefined && half.logLoss - logLoss >= least) {
    const recipe = { options: { ...chosen, ...half.options }, epochs: half.bestEpochs };
    found.push({ recipe, logLoss: half.logLoss });
  }
  const above = found[0]?.logLoss ?? logLoss;
  if (lr !== undefined && weakest < references.constant && weakest - above >= least) {
    found.unshift({ recipe: lr, logLoss: weakest });
  }
  return found;
}

/** @returns the weakest first; none where the base was not trained here. @throws Failure, Cancelled */
export async function weakerBases(
  run: BaseRun,
  trained: { plan: BlockPlan; searched: Searched } | undefined,
): Promise<WeakerBase[]> {
  if (trained === undefined) return [];
  const { plan, searched } = trained;
  const recipes = weakerRecipes(searched);
  const [seed] = run.seeds;
  const found: WeakerBase[] = [];
  for (const [i, { recipe, logLoss }] of recipes.entries()) {
    const onProgress: BaseRun['onProgress'] = (fraction, message) =>
      run.onProgress((i + fraction) / recipes.length, message);
    const wanted = [{ seed: seed!, blocks: [run.base], rows: run.scored?.[0] }];
    const { scores, rowsTrained } = await trainBlocks(
      { ...run, onProgress, cache: run.cache.of('weaker') },
      plan,
      recipe,
      wanted,
      'a weaker base',
    );
    found.push({ recipe, logLoss, scores: scores[0]!, rowsTrained });
  }
  return found;
}
