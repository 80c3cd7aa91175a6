/** Which options of a ranker a spec gives: a search keeps these, and chooses the others. */
import { isMapping, valueAt } from './authoring/schema-walk.ts';

/**
 * @param value the spec as plain data, valid by the schema, before any default
 * @param index of the ranker among those of the run: 0, or its place in `rankers`
 */
export function givenOptions(value: unknown, index: number): ReadonlySet<string> {
  const ranker = valueAt(value, ['ranker']);
  const named = valueAt(value, ['rankers', index]) ?? ranker;
  const given = typeof named === 'string' && kindOf(ranker) === named ? ranker : named;
  return new Set(isMapping(given) ? Object.keys(given).filter((key) => key !== 'kind') : []);
}

/** A mapping without `kind` is of the default kind. */
function kindOf(ranker: unknown): unknown {
  return isMapping(ranker) ? (ranker['kind'] ?? 'fm') : ranker;
}
