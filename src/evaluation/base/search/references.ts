/** What any base must beat: rankers that know next to nothing, and logistic regression. */
import type { FieldBlock, RankTask } from '../../../ranker/ranker.ts';
import { REFERENCE } from '../../../report/ranker-kinds.ts';
import type { RankerOptions } from '../../../specfile/schema.ts';
import { builtInRanker } from '../../../specfile/schema-ranker.ts';
import { withFields } from '../../arms/fields.ts';
import { constantLoss } from '../constant.ts';
import { type SearchRows, searchRows } from '../sample.ts';
import type { Recipe } from '../scores.ts';
import { SEARCH_SEED } from './drawn.ts';
import type { TrialContext } from './halving.ts';
import { type Tuned, tune } from './tune.ts';

/** Names of the fields of as-of counts begin so; see `baseBlock`. */
const COUNTS = /^count:/;

/** Validation log losses, on the rows that the search of the base was judged by. */
export interface References {
  /** The positive rate of the training rows. */
  constant: number;
  /** Logistic regression on the as-of counts alone; absent where there are none. */
  counts?: number | undefined;
  /** Logistic regression on all fields; absent where it is the base itself. */
  lr?: number | undefined;
}

export interface Referred {
  losses: References;
  /** How logistic regression on all fields was tuned; absent where it is the base itself. */
  lr?: Recipe | undefined;
  /** Rows that were visited for it. */
  rowsTrained: number;
}

export interface ReferenceTask extends Pick<RankTask, 'label' | 'missing'> {
  kind: RankerOptions['kind'];
  /** The base block. */
  block: FieldBlock;
  parts: SearchRows;
  /** Of each row of the dataset. */
  user: Uint32Array;
  /** As told to `tune`. */
  rows?: number | undefined;
}

/**
 * Logistic regression is tuned by itself, whatever the spec gives of the base's options: a base that is weak because of these
 * must not meet references as weak as itself.
 * @throws as `tune`
 */
export async function references(task: ReferenceTask, context: TrialContext): Promise<Referred> {
  const { kind, block, label, parts, user, rows } = task;
  const constant = constantLoss(label, searchRows(parts, user, SEARCH_SEED, rows));
  const counts = block.names.filter((name) => COUNTS.test(name));
  const blocks = [
    ...(counts.length > 0 ? [withFields(block, (name) => COUNTS.test(name))] : []),
    ...(kind === REFERENCE ? [] : [block]),
  ];
  const found: Tuned[] = [];
  for (const [index, fieldBlock] of blocks.entries()) {
    const lr = {
      options: builtInRanker(REFERENCE),
      given: new Set<string>(),
      blocks: [fieldBlock],
      label,
    };
    const tuned = await tune(
      { ...lr, parts, user, rows, stages: 1 },
      { ...context, onProgress: (fraction) => context.onProgress((index + fraction) / blocks.length) },
    );
    found.push(tuned);
  }
  const rowsTrained = found.reduce((sum, reference) => sum + reference.rowsTrained, 0);
  const ofCounts = counts.length > 0 ? found.shift() : undefined;
  const lr = found.shift();
  return {
    losses: {
      constant,
      ...(ofCounts !== undefined && { counts: ofCounts.logLoss }),
      ...(lr !== undefined && { lr: lr.logLoss }),
    },
    ...(lr !== undefined && { lr: { options: lr.options, epochs: lr.epochs } }),
    rowsTrained,
  };
}

/** What a base must gain over the constant, of what logistic regression does: a tenth more is beyond the luck of sixteen trials. */
const BETTER = 1.1;

/** Says whether the base is too weak: not better than the constant, or less than a tenth better than another reference. */
export function isWeak({ logLoss }: Pick<Tuned, 'logLoss'>, { constant, counts, lr }: References): boolean {
  const gain = constant - logLoss;
  const others = [counts, lr].map((reference) => constant - (reference ?? constant));
  return gain <= 0 || others.some((other) => gain < BETTER * other);
}
