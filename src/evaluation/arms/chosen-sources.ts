/** The sources and models of a spec that a run is about, and the sources that it must read for them. */
import { Failure } from '../../common/failure.ts';
import { nearestOf } from '../../report/gate.ts';
import type { Spec } from '../../specfile/schema.ts';
import { baseOf } from '../../specfile/source-bases.ts';

/**
 * The spec with the named sources and models alone; with all of both where no names are given. What one of them is made of stays in
 * sight as `bases`.
 * @throws Failure `usage` for a name that none of the spec has
 */
export function withChosen(spec: Spec, names: readonly string[] | undefined): Spec {
  if (names === undefined) return spec;
  const known = [...spec.sources, ...spec.models].map(({ name }) => name);
  for (const name of names) {
    if (known.includes(name)) continue;
    const message = `the spec has no source or model \`${name}\`; ${nearestOf(name, known, 'sources or models')}`;
    throw new Failure('usage', 'unknown-source', message, { specPath: ['sources'] });
  }
  const chosen = ({ name }: { name: string }): boolean => names.includes(name);
  const sources = spec.sources.filter(chosen);
  const models = spec.models.filter(chosen);
  const read = new Set(sources.map((source) => baseOf(source, spec.sources)));
  const bases = spec.sources.filter((source) => read.has(source) && !sources.includes(source));
  return { ...spec, sources, models, ...(bases.length > 0 && { bases }) };
}
