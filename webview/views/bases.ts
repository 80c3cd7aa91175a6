/** In the tab Base: how the base of training in two stages was made, and every recipe that the search for it tried. */
import { count } from '../../src/common/format.ts';
import { HEAD_TRAITS, type HeadKind } from '../../src/report/head-kinds.ts';
import { traitsWritten } from '../../src/report/ranker-kinds.ts';
import type { Report } from '../../src/report/schema.ts';
import type { BaseReport } from '../../src/report/schema-base.ts';
import { h } from '../dom.ts';
import { t } from '../l10n.ts';
import { sortableTable } from './table.ts';
import { trialsTable } from './trials.ts';
import type { ViewContext } from './view.ts';

type Ranker = Pick<Report, 'ranker' | 'base'>;

/** Of each ranker that trained in two stages: a card, and the table of its search where there was one. */
export function basesSections(context: ViewContext): HTMLElement[] {
  const { report } = context;
  const rankers: Ranker[] = [report, ...(report.otherRankers ?? [])];
  return rankers.flatMap(({ ranker, base }) => {
    if (base === undefined) return [];
    const kind = String(ranker['kind']);
    const title = rankers.length > 1 ? t('The base {0}', kind) : t('The base');
    const card = h(
      'section',
      { class: 'card how' },
      h('h3', {}, title),
      ...sentences(base, kind).map((sentence) => h('p', {}, sentence)),
    );
    if (base.search === undefined) return [card];
    const name = ranker === report.ranker ? 'trials' : `trials:${kind}`;
    return [card, sortableTable(trialsTable(base.search, name, kind), context)];
  });
}

function sentences(base: BaseReport, kind: string): string[] {
  return [outOfSample(base, kind), ...ofSearch(base), ...ofHeads(base), ...ofCache(base)];
}

const HEADS: Readonly<Record<HeadKind, (fit: string, validate: string) => string>> = {
  trees: (fit, validate) =>
    t(
      'Each arm is a head on top of it: boosted trees, trained on {0} rows; {1} others choose how many trees.',
      fit,
      validate,
    ),
  additive: (fit, validate) =>
    t(
      'Each arm is a head on top of it: a penalised additive model, fitted on {0} rows; {1} others choose the penalty.',
      fit,
      validate,
    ),
};

function ofHeads({ headRows, headRowsOf, head }: BaseReport): string[] {
  if (headRows === undefined) return [];
  const { fit, validate } = headRows;
  const sentence = HEADS[head?.kind ?? 'trees'](count(fit), count(validate));
  const said = [
    sentence,
    ...(headRowsOf === undefined
      ? []
      : [t('These rows are a sample of {0}, drawn by the seed (`headRows`).', count(headRowsOf))]),
  ];
  if (head?.by !== 'rows' || !HEAD_TRAITS[head.kind].forFewRows) return said;
  const few = Math.min(head.positives, fit + validate - head.positives);
  return [...said, t('The rarer label has {0} rows, which are too few for trees.', count(few))];
}

function ofSearch({ search }: BaseReport): string[] {
  if (search === undefined) return [];
  const { trials, rows, edge, weak } = search;
  const judged = t(
    'Recipes were trained on {0} rows and judged by log loss on {1} others.',
    count(rows.fit),
    count(rows.validate),
  );
  const chosen = t('Of those that are as good as the best, the one of fewest epochs is chosen.');
  const parts = [
    judged,
    ...(trials.length > 1 ? [chosen] : []),
    ...edge.map((option) => t('Its {0} lies at an edge of what is tried.', option)),
    ...(weak ? [t('It is weak: hardly better than a ranker that is listed for comparison.')] : []),
  ];
  return [parts.join(' ')];
}

function outOfSample({ blocks, headRows }: BaseReport, kind: string): string {
  if (headRows === undefined)
    return t('Each arm is a ranker of its own, trained with the options of the base.');
  if (blocks === undefined) {
    return traitsWritten(kind)?.base === 'none'
      ? t('No base ranker is trained: heads learn from the columns alone.')
      : t('Its scores are those that the log holds; none is trained.');
  }
  const { by, count: parts } = blocks;
  if (by === 'time')
    return t(
      'No row is scored by a ranker that has seen it: of {0} blocks of training rows by time, each of the later half is scored by a ranker trained on the blocks before it, and the evaluation rows by one trained on all of them.',
      parts,
    );
  const folds = by === 'user' ? t('{0} folds of users', parts) : t('{0} folds of rows', parts);
  return t(
    'No row is scored by a ranker that has seen it: each of {0} is scored by a ranker trained on the others, and the evaluation rows by one trained on all training rows.',
    folds,
  );
}

function ofCache({ cached }: BaseReport): string[] {
  if (cached === undefined) return [];
  const { search, seeds, trained } = cached;
  if (trained === 0) return [t('Its scores came from the cache of an earlier run.')];
  return [
    ...(search ? [t('Its options came from the cache of an earlier run.')] : []),
    ...(seeds > 0
      ? [t('The scores of {0} of {1} seeds came from the cache of an earlier run.', seeds, seeds + trained)]
      : []),
  ];
}
