/** What a search reads, of the rows that it draws alone: a table for all users of a large log would take longer to make than to train. */
import { picked, placesOf } from '../../../common/some-rows.ts';
import type { AnyBlock, FieldBlock, RankTask } from '../../../ranker/ranker.ts';
import { isInMemory } from '../../../ranker/rows/in-memory.ts';
import { blockOfRows } from '../../../ranker/rows/some-rows.ts';
import { type SearchRows, searchRows, shared } from '../sample.ts';

/** All searches have one seed: which recipe is chosen does not hang on the seeds that a report averages over. */
export const SEARCH_SEED = 1;

/** What a search reads of a log. */
export interface OfLog<Block extends AnyBlock> extends Pick<RankTask, 'label'> {
  blocks: readonly Block[];
  parts: SearchRows;
  /** Of each row. */
  user: Uint32Array;
}

/**
 * Draws the rows; see `searchRows`.
 * @param rows to train on, at most
 * @returns the same numbers as the whole log has where nothing is left out and all is in memory
 */
export function ofDrawnRows(all: OfLog<AnyBlock>, rows?: number): OfLog<FieldBlock> {
  const { blocks, label, user, parts } = all;
  const drawn = searchRows(parts, user, SEARCH_SEED, rows);
  if (drawn.fit.length === parts.fit.length && blocks.every(isInMemory))
    return { blocks, label, user, parts: drawn };
  const read = shared(new Uint32Array(drawn.fit.length + drawn.validate.length));
  read.set(drawn.fit);
  read.set(drawn.validate, drawn.fit.length);
  read.sort();
  return {
    blocks: blocks.map((fieldBlock) => blockOfRows(fieldBlock, read)),
    label: picked(label, read),
    user: picked(user, read),
    parts: { fit: placesOf(drawn.fit, read), validate: placesOf(drawn.validate, read) },
  };
}
