/** The sources of a spec that a run is about, and those that it must read for them. */
import { Failure } from '../report/failure.ts';
import { nearestOf } from '../report/gate.ts';
import type { Spec } from '../spec/schema.ts';
import { baseOf } from '../spec/source-bases.ts';

/**
 * The spec with the named sources alone. What one of them is made of stays in sight as `bases`.
 * @throws Failure `usage` for a name that no source of the spec has
 */
export function withChosenSources(spec: Spec, names: readonly string[] | undefined): Spec {
  if (names === undefined) return spec;
  const known = spec.sources.map((source) => source.name);
  for (const name of names) {
    if (known.includes(name)) continue;
    const message = `the spec has no source \`${name}\`; ${nearestOf(name, known)}`;
    throw new Failure('usage', 'unknown-source', message, { specPath: ['sources'] });
  }
  const sources = spec.sources.filter((source) => names.includes(source.name));
  const read = new Set(sources.map((source) => baseOf(source, spec.sources)));
  const bases = spec.sources.filter((source) => read.has(source) && !sources.includes(source));
  return { ...spec, sources, ...(bases.length > 0 && { bases }) };
}
