/** How strong the base is, and how it was found, in one line. */
import { count, score } from '../../common/format.ts';
import { HEAD_WORDS } from '../head-kinds.ts';
import { traitsWritten } from '../ranker-kinds.ts';
import type { BaseReport } from '../schema-base.ts';

/** @param kind of the ranker @returns parts of the line: "10 blocks by time", "16 recipes tried", "log loss 0.4003 (a constant has 0.4171)" */
export function baseFacts({ blocks, headRows, head, cached, search }: BaseReport, kind: unknown): string[] {
  const how = howTrained({ blocks, headRows, head }, kind);
  if (search === undefined) return how;
  const { constant, counts, lr } = search.references;
  const others = [
    `a constant ${score(constant)}`,
    ...(counts === undefined ? [] : [`counts ${score(counts)}`]),
    ...(lr === undefined ? [] : [`lr ${score(lr)}`]),
  ];
  const tried = search.trials.length;
  return [
    ...how.slice(0, 1),
    ...(cached === undefined ? [] : [fromCache(cached)]),
    ...how.slice(1),
    tried === 1 ? '1 recipe tried' : `${tried} recipes tried`,
    `validation log loss ${score(search.logLoss)} (${others.join(', ')})`,
  ];
}

function howTrained(
  { blocks, headRows, head }: Pick<BaseReport, 'blocks' | 'headRows' | 'head'>,
  kind: unknown,
): string[] {
  if (headRows === undefined) return ['a ranker per arm'];
  const rows = headRows.fit + headRows.validate;
  const called = head === undefined ? 'heads' : HEAD_WORDS[head.kind].called;
  const heads = `${called} on ${count(rows)} rows${whyNotTrees(head, rows)}`;
  if (blocks !== undefined) {
    return [`${blocks.count} ${blocks.by === 'time' ? 'blocks by time' : `folds of ${blocks.by}s`}`, heads];
  }
  return [traitsWritten(kind)?.base === 'none' ? 'no base ranker' : 'logged scores', heads];
}

/** Says why the heads are of a kind for few rows, where the spec did not ask for that. */
function whyNotTrees(head: BaseReport['head'], rows: number): string {
  if (head === undefined || head.by === 'spec' || !HEAD_WORDS[head.kind].forFewRows) return '';
  const negatives = rows - head.positives;
  const rarer =
    negatives < head.positives ? `${count(negatives)} negatives` : `${count(head.positives)} positives`;
  return ` (${rarer} are too few for trees)`;
}

function fromCache({ search, seeds, trained }: NonNullable<BaseReport['cached']>): string {
  if (search && trained === 0) return 'from the cache';
  const scored = seeds === 0 ? [] : [`${seeds} of ${seeds + trained} seeds`];
  return `${[...(search ? ['options'] : []), ...scored].join(' and ')} from the cache`;
}
