/** What a search of the base's recipe has found. */
import type { Warning } from '../../../common/failure.ts';
import type { BaseReport } from '../../../report/schema-base.ts';
import type { Recipe } from '../scores.ts';

export interface Searched {
  recipe: Recipe;
  /** Of logistic regression on the same fields; absent where it is the base itself. */
  lr?: Recipe | undefined;
  search: NonNullable<BaseReport['search']>;
}

/** A search made now. */
export interface MadeSearch extends Searched {
  /** Rows that it visited, with those of its references. */
  rowsTrained: number;
}

/** A search made now, or kept by an earlier run. */
export interface KeptSearch extends MadeSearch {
  /** Whether an earlier run has kept it. */
  cached: boolean;
  warnings: readonly Warning[];
}
