/**
 * The machine whose item vectors `id-embedding` reads. It has the recipe that the base is trained by, so its options are searched before any
 * feature is built; a ranker without factors is stood in for by a machine of its own search.
 */

import { hasFactors } from '../../specfile/ranker-kinds.ts';
import type { FmOptions, Spec } from '../../specfile/schema.ts';
import { hasIdVectors, readSources } from '../../specfile/source-bases.ts';
import { idRankerOf, rankersOf } from '../arms/rankers.ts';
import { blockPlan } from '../base/blocks.ts';
import { keptSearch, type SearchedRun } from '../base/cache/kept-search.ts';
import type { BaseRun } from '../base/run.ts';
import type { KeptSearch } from '../base/search/searched.ts';

export interface IdRanker {
  options: FmOptions;
  /** The search that found them, for the ranker that it is of; absent where nothing reads vectors, or the log is too small for a search. */
  found?: KeptSearch | undefined;
}

/** Whether a source compares items by the ranker's own vectors. */
export function readsIdVectors(spec: Pick<Spec, 'sources' | 'bases'>): boolean {
  return hasIdVectors(readSources(spec));
}

type IdRankerRun = SearchedRun & Pick<BaseRun, 'parts' | 'seeds' | 'breathe'>;

/** @param run of the first ranker @throws Failure, Cancelled */
export async function searchedIdRanker(spec: Spec, run: IdRankerRun): Promise<IdRanker> {
  const [first] = rankersOf(spec);
  const options = idRankerOf(first);
  if (!readsIdVectors(spec)) return { options };
  const { data, parts, seeds, breathe } = run;
  const plan = await blockPlan(data, parts, seeds[0]!, breathe);
  if (plan === undefined) return { options };
  const found = hasFactors(first)
    ? await keptSearch(run, plan, first)
    : await keptSearch({ ...run, given: new Set() }, plan, options);
  return { options: idRankerOf(found.recipe.options), found };
}
