/** All kinds of sources: what each builds, brings and holds. What the spec says of them is in src/specfile/sources/. */
import { givesPairs, type PairSource } from '../specfile/source-bases.ts';
import type { SourceKind, SourceOf, SourceSpec } from '../specfile/sources/index.ts';
import { clusters } from './clusters/clusters.ts';
import { clustersOf } from './clusters/clusters-of.ts';
import { columns } from './columns/columns.ts';
import type { PairKindOf, SourceKindOf } from './features/kind.ts';
import type { SourceInput } from './features/source.ts';
import { coClick } from './pairs/co-click/source.ts';
import type { PairWalk } from './pairs/pair-walk.ts';
import { pairs } from './pairs/pairs.ts';
import { pmi } from './pairs/pmi.ts';
import { session } from './pairs/session.ts';
import { swing } from './pairs/swing.ts';
import { embeddings } from './vectors/embeddings.ts';
import { idEmbedding } from './vectors/id-embedding.ts';

type Table = {
  readonly [Kind in SourceKind]: Kind extends PairSource['kind']
    ? PairKindOf<SourceOf<Kind>>
    : SourceKindOf<SourceOf<Kind>>;
};

const KINDS: Table = {
  'co-click': coClick,
  swing,
  session,
  pmi,
  'id-embedding': idEmbedding,
  'clusters-of': clustersOf,
  pairs,
  clusters,
  embeddings,
  columns,
};

/** What a source is: the table's entry takes the sources of its own kind. */
export const kindOf = (source: SourceSpec): SourceKindOf<SourceSpec> =>
  KINDS[source.kind] as SourceKindOf<SourceSpec>;

/** The pairs of a source's honest windows, at their beginning. @throws Error for a source without: the spec's checks refuse it. */
export function openPairs(input: SourceInput, source: SourceSpec): PairWalk {
  if (!givesPairs(source)) throw new Error(`source ${source.name} is not made of pairs`);
  return (KINDS[source.kind] as PairKindOf<PairSource>).walk(input, source);
}
