/** The sources of a spec that a run is about. */
import { Failure } from '../report/failure.ts';
import { nearestOf } from '../report/gate.ts';
import type { Spec } from '../spec/schema.ts';

/** @throws Failure `usage` for a name that no source of the spec has */
export function chosenSources(spec: Spec, names: readonly string[] | undefined): Spec['sources'] {
  if (names === undefined) return spec.sources;
  const known = spec.sources.map((source) => source.name);
  for (const name of names) {
    if (known.includes(name)) continue;
    const message = `the spec has no source \`${name}\`; ${nearestOf(name, known)}`;
    throw new Failure('usage', 'unknown-source', message, { specPath: ['sources'] });
  }
  return spec.sources.filter((source) => names.includes(source.name));
}
