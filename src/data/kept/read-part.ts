/** What of a spec decides what is read: after an edit of anything else, the log that was read is the same. */
import { isLogged } from '../../specfile/ranker-kinds.ts';
import type { Spec } from '../../specfile/schema.ts';
import { readSources } from '../../specfile/source-bases.ts';
import { TRAITS } from '../../specfile/sources/traits.ts';

/**
 * @returns of plain values. Sources that are built from the log stand as null: how they are built is not read, but their places say which
 *   table belongs to whom.
 */
export function readPart(spec: Spec): Readonly<Record<string, unknown>> {
  const { engine, log, items, users, split, models, objectives, ranker } = spec;
  const sources = readSources(spec).map((source) => (TRAITS[source.kind].origin === 'built' ? null : source));
  const score = isLogged(ranker) ? ranker.score : undefined;
  return { engine, log, items, users, split, sources, models, objectives, score };
}
