/** What all kinds of pairs have in common, and a kind that is built from the log as a stream. */
import { BUILT_ARMS, type PairKindOf, type SourceKindOf } from '../features/kind.ts';
import type { SourceInput } from '../features/source.ts';
import { largestBatch, PAIR_FEATURES, type PairFeature, type PairStream } from './pair-features.ts';
import { streamSource } from './stream-source.ts';
import { StreamWalk } from './stream-walk.ts';

/** A reader of pairs: sums of an item for each fold, twice; an event by user and by item, read and written;
 * and a row of two slices. */
const ROW_BYTES = 64;
const ITEM_BYTES = 16;
const EVENT_BYTES = 40;

/** Bytes that a reader of pairs holds, whatever they are. */
export function pairBytes(input: SourceInput): number {
  const { data, positives, folds } = input;
  const batch = ROW_BYTES * largestBatch(input);
  return batch + ITEM_BYTES * (folds + 2) * data.items + EVENT_BYTES * positives.count;
}

type Common = 'arms' | 'features' | 'bytes';

/** Of pairs that are built from the log. */
export const builtPairs: Pick<SourceKindOf<{ use: readonly PairFeature[] }>, Common> = {
  arms: () => BUILT_ARMS,
  features: ({ use }) => use.length,
  bytes: (_, input, column) => PAIR_FEATURES.length * column + pairBytes(input),
};

/** @param open a stream of a source's pairs, at its beginning */
export function streamKind<Spec extends { use: readonly PairFeature[] }>(
  open: (input: SourceInput, spec: Spec) => PairStream,
): PairKindOf<Spec> {
  return {
    ...builtPairs,
    build: (input, spec, pause) => streamSource(input, () => open(input, spec), spec.use, pause),
    walk: (input, spec) => new StreamWalk(open(input, spec), input.data.items),
  };
}
