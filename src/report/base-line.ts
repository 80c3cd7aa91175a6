/** How strong the base is, and how it was found, in one line. */
import { count, score } from './format.ts';
import type { BaseReport } from './schema-base.ts';

/** @param kind of the ranker @returns parts of the line: "10 blocks by time", "16 recipes tried", "log loss 0.4003 (a constant has 0.4171)" */
export function baseFacts({ blocks, headRows, cached, search }: BaseReport, kind: unknown): string[] {
  const heads = `heads on ${count(headRows.fit + headRows.validate)} rows`;
  const ofBlocks =
    blocks === undefined
      ? kind === 'gbdt'
        ? 'no base ranker'
        : 'logged scores'
      : `${blocks.count} ${blocks.by === 'time' ? 'blocks by time' : `folds of ${blocks.by}s`}`;
  if (search === undefined) return [ofBlocks, heads];
  const { constant, counts, lr } = search.references;
  const others = [
    `a constant ${score(constant)}`,
    ...(counts === undefined ? [] : [`counts ${score(counts)}`]),
    ...(lr === undefined ? [] : [`lr ${score(lr)}`]),
  ];
  const tried = search.trials.length;
  return [
    ofBlocks,
    ...(cached === undefined ? [] : [fromCache(cached)]),
    heads,
    tried === 1 ? '1 recipe tried' : `${tried} recipes tried`,
    `validation log loss ${score(search.logLoss)} (${others.join(', ')})`,
  ];
}

function fromCache({ search, seeds, trained }: NonNullable<BaseReport['cached']>): string {
  if (search && trained === 0) return 'from the cache';
  const scored = seeds === 0 ? [] : [`${seeds} of ${seeds + trained} seeds`];
  return `${[...(search ? ['options'] : []), ...scored].join(' and ')} from the cache`;
}
