/** Which sources are made of pairs, and how theirs are walked. */
import { Failure } from '../../common/failure.ts';
import type { SourceSpec } from '../../specfile/schema.ts';
import type { SourceInput } from '../features/source.ts';
import { CoClickWalk } from './co-click/walk.ts';
import { largestBatch } from './pair-features.ts';
import type { PairWalk } from './pair-walk.ts';
import { PairListStream } from './pairs-list.ts';
import { SessionStream } from './session.ts';
import { StreamWalk } from './stream-walk.ts';
import { SwingStream } from './swing.ts';

/** The pairs of a source's honest windows, at their beginning. @throws Error for a source without: the spec's checks refuse it. */
export function openPairs(input: SourceInput, spec: SourceSpec): PairWalk {
  const { items } = input.data;
  if ('pairs' in spec) {
    const table = input.data.pairs?.[spec.name];
    if (table === undefined) {
      throw new Failure('internal', 'pairs-not-loaded', `the pairs of source ${spec.name} were not loaded.`);
    }
    return new StreamWalk(new PairListStream(input, table, spec.history, largestBatch(input)), items);
  }
  if ('build' in spec && spec.build === 'co-click') return new CoClickWalk(input, spec);
  if ('build' in spec && spec.build === 'swing') return new StreamWalk(new SwingStream(input, spec), items);
  if ('build' in spec && spec.build === 'session')
    return new StreamWalk(new SessionStream(input, spec), items);
  throw new Error(`source ${spec.name} is not made of pairs`);
}
