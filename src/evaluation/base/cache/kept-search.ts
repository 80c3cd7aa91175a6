/** A search of options whose outcome is kept for later runs. */
import * as z from 'zod/mini';
import { BaseSchema } from '../../../report/schema-base.ts';
import type { RankerOptions } from '../../../spec/schema.ts';
import { deepfmOptions, fmOptions, lrOptions } from '../../../spec/schema-ranker.ts';
import type { BlockPlan } from '../blocks.ts';
import type { BaseRun } from '../run.ts';
import { type Searched, searchBase, searchTask } from '../search.ts';

/** Bytes of the JSON, at most: that of 16 trials has 4 kB. */
const MOST_BYTES = 2 ** 20;

const recipe = z.strictObject({
  options: z.union([fmOptions, lrOptions, deepfmOptions]),
  epochs: z.number().check(z.positive()),
});
const SearchedSchema = z
  .strictObject({
    recipe,
    lr: z.optional(recipe),
    search: z.nonoptional(BaseSchema.shape.search),
    warnings: z.array(z.strictObject({ code: z.string(), message: z.string() })),
  })
  .check(z.refine(({ search }) => search.trials[search.chosen] !== undefined));

/**
 * @param referring progress of the references, where it is not told within that of the search
 * @returns the outcome, and whether an earlier run has kept it
 * @throws as `searchBase`
 */
export async function keptSearch(
  run: BaseRun,
  plan: BlockPlan,
  options: RankerOptions,
  referring?: BaseRun['onProgress'],
): Promise<Searched & { cached: boolean }> {
  const task = searchTask(run, plan, options);
  const found = await run.cache.find({ search: task }, MOST_BYTES, ({ facts }) => {
    return SearchedSchema.safeParse(facts).data;
  });
  if (found.value !== undefined) return { ...found.value, cached: true };
  const searched = await searchBase(task, run, referring);
  await found.keep({ facts: searched, bytes: new Uint8Array(0) });
  return { ...searched, cached: false };
}
