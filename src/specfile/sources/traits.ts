/** What is known of a kind of sources by the spec alone. Plain data: the editor asks before any schema is loaded. */
import type { SourceKind } from './index.ts';

/** How a kind comes by its data, and what that says of items. */
interface Traits {
  /** `built` from the log by this tool, so that its time and its users are known; a `file`; or columns of the `log`. */
  origin: 'built' | 'file' | 'log';
  gives: 'pairs' | 'vectors' | 'clusters' | 'columns';
}

export const TRAITS = {
  'co-click': { origin: 'built', gives: 'pairs' },
  swing: { origin: 'built', gives: 'pairs' },
  session: { origin: 'built', gives: 'pairs' },
  pmi: { origin: 'built', gives: 'pairs' },
  'id-embedding': { origin: 'built', gives: 'vectors' },
  'clusters-of': { origin: 'built', gives: 'clusters' },
  pairs: { origin: 'file', gives: 'pairs' },
  clusters: { origin: 'file', gives: 'clusters' },
  embeddings: { origin: 'file', gives: 'vectors' },
  columns: { origin: 'log', gives: 'columns' },
} as const satisfies Record<SourceKind, Traits>;

/** The kinds with a trait: `KindsWith<'gives', 'vectors'>`. */
export type KindsWith<Trait extends keyof Traits, Value> = {
  [Kind in SourceKind]: (typeof TRAITS)[Kind][Trait] extends Value ? Kind : never;
}[SourceKind];

/** The kind that a source is written as, whatever else is wrong with it; undefined where nothing tells. */
export function kindWritten(written: Readonly<Record<string, unknown>>): SourceKind | undefined {
  const kinds = Object.keys(TRAITS) as SourceKind[];
  const { build } = written;
  if (build !== undefined) return kinds.find((kind) => kind === build);
  return kinds.find((kind) => TRAITS[kind].origin !== 'built' && written[kind] !== undefined);
}
