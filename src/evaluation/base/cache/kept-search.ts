/** A search of options whose outcome is kept for later runs. */
import * as z from 'zod/mini';
import { BaseSchema } from '../../../report/schema-base.ts';
import type { RankerOptions } from '../../../specfile/schema.ts';
import { builtInOptions } from '../../../specfile/schema-ranker.ts';
import type { BlockPlan } from '../blocks.ts';
import type { BaseRun } from '../run.ts';
import { searchBase, searchTask } from '../search/search.ts';
import { searchWarnings } from '../search/search-warnings.ts';
import type { KeptSearch } from '../search/searched.ts';

/** Bytes of the JSON, at most: that of 16 trials has 4 kB. */
const MOST_BYTES = 2 ** 20;

const recipe = z.strictObject({
  options: builtInOptions,
  epochs: z.number().check(z.positive()),
});
const SearchedSchema = z
  .strictObject({
    recipe,
    lr: z.optional(recipe),
    search: z.nonoptional(BaseSchema.shape.search),
  })
  .check(z.refine(({ search }) => search.trials[search.chosen] !== undefined));

/** What a search reads of a run. */
export type SearchedRun = Pick<
  BaseRun,
  'data' | 'base' | 'given' | 'context' | 'cache' | 'onProgress' | 'key' | 'found'
>;

/**
 * @param referring progress of the references, where it is not told within that of the search
 * @throws as `searchBase`
 */
export async function keptSearch(
  run: SearchedRun,
  plan: BlockPlan,
  options: RankerOptions,
  referring?: BaseRun['onProgress'],
): Promise<KeptSearch> {
  if (run.found?.recipe.options.kind === options.kind) return run.found;
  const task = searchTask(run, plan, options);
  const { value, keep } = await run.cache.find({ search: task }, MOST_BYTES, ({ facts }) => {
    return SearchedSchema.safeParse(facts).data;
  });
  if (value !== undefined)
    return { ...value, cached: true, rowsTrained: 0, warnings: searchWarnings(value, run.key) };
  const { rowsTrained, ...made } = await searchBase(task, run, referring);
  await keep({ facts: made, bytes: new Uint8Array(0) });
  return { ...made, cached: false, rowsTrained, warnings: searchWarnings(made, run.key) };
}
