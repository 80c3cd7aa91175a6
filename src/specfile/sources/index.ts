/**
 * What a spec evaluates: preference data, built from the log or read from a file. A kind of sources is a file beside this one and a line
 * here; the compiler then names what else it needs: its traits, its builder (src/preference/sources.ts) and its rate.
 */
import * as z from 'zod/mini';
import { clusters } from './clusters.ts';
import { clustersOf } from './clusters-of.ts';
import { coClick } from './co-click.ts';
import { columns } from './columns.ts';
import { embeddings } from './embeddings.ts';
import { idEmbedding } from './id-embedding.ts';
import { pairs } from './pairs.ts';
import { pmi } from './pmi.ts';
import { session } from './session.ts';
import { swing } from './swing.ts';

/** In the order in which they are offered. */
export const SOURCES = {
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
} as const;

export type SourceKind = keyof typeof SOURCES;

/** A source of one of the kinds, with its defaults. */
export type SourceOf<Kind extends SourceKind> = Kind extends SourceKind
  ? z.output<(typeof SOURCES)[Kind]>
  : never;
export type SourceSpec = SourceOf<SourceKind>;

const [first, ...others] = Object.values(SOURCES);

export const source = z
  .union([first!, ...others])
  .check(z.meta({ title: 'source (a mapping with `name` and its kind)' }));
