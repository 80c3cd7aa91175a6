/** How strong the base is, and how it was found, in one line. */
import { count, score } from '../../../common/format.ts';
import { HEAD_TRAITS, type HeadKind } from '../../head-kinds.ts';
import { traitsWritten } from '../../ranker-kinds.ts';
import type { BaseReport } from '../../schema-base.ts';
import { inEnglish, listed, type Translate } from '../translate.ts';

/** @param kind of the ranker @returns parts of the line: "10 blocks by time", "16 recipes tried", "log loss 0.4003 (a constant has 0.4171)" */
export function baseFacts(
  { blocks, headRows, headRowsOf, head, cached, search }: BaseReport,
  kind: unknown,
  t: Translate = inEnglish,
): string[] {
  const how = howTrained({ blocks, headRows, headRowsOf, head }, kind, t);
  if (search === undefined) return how;
  const { constant, counts, lr } = search.references;
  const others = [
    t('a constant {0}', score(constant)),
    ...(counts === undefined ? [] : [t('counts {0}', score(counts))]),
    ...(lr === undefined ? [] : [`lr ${score(lr)}`]),
  ];
  const tried = search.trials.length;
  return [
    ...how.slice(0, 1),
    ...(cached === undefined ? [] : [fromCache(cached, t)]),
    ...how.slice(1),
    tried === 1 ? t('1 recipe tried') : t('{0} recipes tried', tried),
    t('validation log loss {0} ({1})', score(search.logLoss), listed(others, t)),
  ];
}

function howTrained(
  { blocks, headRows, headRowsOf, head }: Pick<BaseReport, 'blocks' | 'headRows' | 'headRowsOf' | 'head'>,
  kind: unknown,
  t: Translate,
): string[] {
  if (headRows === undefined) return [t('a ranker per arm')];
  const rows = headRows.fit + headRows.validate;
  const which: Record<HeadKind, string> = {
    trees: t('heads on {0} rows', count(rows)),
    additive: t('additive heads on {0} rows', count(rows)),
  };
  const whole = which[head?.kind ?? 'trees'];
  const sampled = headRowsOf === undefined ? whole : t('{0}, a sample of {1}', whole, count(headRowsOf));
  const heads = whyNotTrees(sampled, head, rows, t);
  if (blocks !== undefined) return [blocksOf(blocks, t), heads];
  return [traitsWritten(kind)?.base === 'none' ? t('no base ranker') : t('logged scores'), heads];
}

function blocksOf({ count: parts, by }: NonNullable<BaseReport['blocks']>, t: Translate): string {
  if (by === 'time') return t('{0} blocks by time', parts);
  return by === 'user' ? t('{0} folds of users', parts) : t('{0} folds of rows', parts);
}

/** Says why the heads are of a kind for few rows, where the spec did not ask for that. */
function whyNotTrees(heads: string, head: BaseReport['head'], rows: number, t: Translate): string {
  if (head === undefined || head.by === 'spec' || !HEAD_TRAITS[head.kind].forFewRows) return heads;
  const negatives = rows - head.positives;
  return negatives < head.positives
    ? t('{0} ({1} negatives are too few for trees)', heads, count(negatives))
    : t('{0} ({1} positives are too few for trees)', heads, count(head.positives));
}

function fromCache({ search, seeds, trained }: NonNullable<BaseReport['cached']>, t: Translate): string {
  if (search && trained === 0) return t('from the cache');
  if (seeds === 0) return t('options from the cache');
  return search
    ? t('options and {0} of {1} seeds from the cache', seeds, seeds + trained)
    : t('{0} of {1} seeds from the cache', seeds, seeds + trained);
}
