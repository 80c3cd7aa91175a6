/**
 * What a spec evaluates: preference data, built from the log or read from a file. A kind of sources is a file beside this one and a line
 * here; the table of builders (src/preference/sources.ts) and that of rates (src/evaluation/cost/) then name what else it needs.
 */
import * as z from 'zod/mini';
import { clusters } from './clusters.ts';
import { clustersOf } from './clusters-of.ts';
import { coClick } from './co-click.ts';
import { columns } from './columns.ts';
import { embeddings } from './embeddings.ts';
import { idEmbedding } from './id-embedding.ts';
import { pairs } from './pairs.ts';
import { session } from './session.ts';
import { swing } from './swing.ts';

/** In the order in which they are offered. */
export const SOURCES = {
  'co-click': coClick,
  swing,
  session,
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
  ? z.output<(typeof SOURCES)[Kind]['schema']>
  : never;
export type SourceSpec = SourceOf<SourceKind>;

/** The kinds with a trait: `KindsWith<'gives', 'vectors'>`. */
export type KindsWith<Trait extends 'origin' | 'gives', Value> = {
  [Kind in SourceKind]: (typeof SOURCES)[Kind][Trait] extends Value ? Kind : never;
}[SourceKind];

/** The kind that a source is written as, whatever else is wrong with it; undefined where nothing tells. */
export function kindWritten(written: Readonly<Record<string, unknown>>): SourceKind | undefined {
  const kinds = Object.keys(SOURCES) as SourceKind[];
  const { build } = written;
  if (build !== undefined) return kinds.find((kind) => kind === build);
  return kinds.find((kind) => SOURCES[kind].origin !== 'built' && written[kind] !== undefined);
}

const [first, ...others] = Object.values(SOURCES).map(({ schema }) => schema);

export const source = z
  .union([first!, ...others])
  .check(z.meta({ title: 'source (a mapping with `name` and its kind)' }));
