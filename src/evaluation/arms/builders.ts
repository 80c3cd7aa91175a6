/** Which builder makes the features of a source. A new kind of source is one line here and one file in preference/. */

import { clustersSource } from '../../preference/clusters/clusters.ts';
import { clustersOfSource } from '../../preference/clusters/clusters-of.ts';
import { columnsSource } from '../../preference/columns/columns.ts';
import type { Pause, SourceFeatures, SourceInput } from '../../preference/features/source.ts';
import { coClickSource } from '../../preference/pairs/co-click/source.ts';
import { pairsSource } from '../../preference/pairs/pairs.ts';
import { sessionSource } from '../../preference/pairs/session.ts';
import { swingSource } from '../../preference/pairs/swing.ts';
import { embeddingsSource } from '../../preference/vectors/embeddings.ts';
import { idEmbeddingSource } from '../../preference/vectors/id-embedding.ts';
import type { SourceSpec } from '../../specfile/schema.ts';

export function buildSource(input: SourceInput, spec: SourceSpec, pause: Pause): Promise<SourceFeatures> {
  if ('build' in spec && spec.build === 'co-click') return coClickSource(input, spec, pause);
  if ('build' in spec && spec.build === 'swing') return swingSource(input, spec, pause);
  if ('build' in spec && spec.build === 'session') return sessionSource(input, spec, pause);
  if ('build' in spec && spec.build === 'id-embedding') return idEmbeddingSource(input, spec, pause);
  if ('build' in spec && spec.build === 'clusters-of') return clustersOfSource(input, spec, pause);
  if ('pairs' in spec) return pairsSource(input, spec, pause);
  if ('columns' in spec) return columnsSource(input, spec, pause);
  if ('embeddings' in spec) return embeddingsSource(input, spec, pause);
  if ('clusters' in spec && !('build' in spec)) return clustersSource(input, spec, pause);
  throw new Error(`no engine for source ${spec.name}`);
}
