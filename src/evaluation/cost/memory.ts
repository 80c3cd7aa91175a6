/** How much memory a run will hold at its peak. */
import type { Spec } from '../../specfile/schema.ts';
import { inTwoStages } from '../arms/rankers.ts';
import { plannedTrainings } from '../arms/trainings.ts';
import { keptBytes } from '../tasks/feature-memory.ts';
import { THREAD_BYTES } from '../tasks/memory.ts';
import { headThreadBytes } from './head-work.ts';
import { ownFields } from './own-fields.ts';
import { readByHeads } from './read-rows.ts';
import { headRowsOf, sharedColumns } from './staged-work.ts';
import type { LogSize, Rates } from './units.ts';

/** Bytes of a score or logit. */
const SCORE_BYTES = 4;

/** @param encodedBytes of the rows of all arms */
export function expectedBytes(
  spec: Spec,
  size: LogSize,
  threads: number,
  encodedBytes: number,
  { memory }: Pick<Rates, 'memory'>,
): number {
  return memory.start + memory.perEncodedByte * encodedBytes + headsBytes(spec, size, threads);
}

/** What heads hold beside the encoded rows: the columns that they share, their threads, the scores of all, and what waits for more users. */
export function headsBytes(spec: Spec, size: LogSize, threads: number): number {
  const staged = plannedTrainings(spec).filter(({ ranker }) => inTwoStages(spec, ranker));
  if (staged.length === 0) return 0;
  const parts = ownFields(spec);
  const read = readByHeads(spec, size);
  const widest = Math.max(0, ...parts.map(({ fields }) => fields));
  const arms = 1 + parts.reduce((sum, { arms: count, drops }) => sum + count + drops.ofHead, 0);
  const scores = SCORE_BYTES * size.evalRows * arms * spec.seeds * staged.length;
  const ofRanker = staged.map(({ ranker }) => {
    const columns = sharedColumns(spec, ranker);
    const thread = headThreadBytes(headRowsOf(spec, ranker, size), columns + widest, size.evalRows);
    const ofThread = THREAD_BYTES + thread + widest * read;
    const ofScores = size.rows * SCORE_BYTES * spec.seeds;
    return Math.min(threads, arms * spec.seeds) * ofThread + read * columns + ofScores;
  });
  // With a precision, the numbers that single features are described by in the end.
  const fields = parts.reduce((sum, part) => sum + part.fields, 0);
  const kept = spec.precision === undefined ? 0 : keptBytes(read, fields);
  return scores + kept + Math.max(...ofRanker);
}
