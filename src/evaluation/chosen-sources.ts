/** The sources and models of a spec that a run is about, and the sources that it must read for them. */
import { Failure } from '../report/failure.ts';
import { nearestOf } from '../report/gate.ts';
import type { Spec } from '../spec/schema.ts';
import { baseOf } from '../spec/source-bases.ts';

/**
 * What a chosen source is made of stays in sight among `bases`.
 * @param names of sources and models; all of both where absent
 * @throws Failure `usage` for a name that none of the spec has
 */
export function chosenParts(
  spec: Spec,
  names: readonly string[] | undefined,
): Pick<Spec, 'sources' | 'models' | 'bases'> {
  const { sources, models } = spec;
  if (names === undefined) return { sources, models };
  const known = [...sources, ...models].map(({ name }) => name);
  for (const name of names) {
    if (known.includes(name)) continue;
    const message = `the spec has no source or model \`${name}\`; ${nearestOf(name, known)}`;
    throw new Failure('usage', 'unknown-source', message, { specPath: ['sources'] });
  }
  const chosen = ({ name }: { name: string }): boolean => names.includes(name);
  const read = new Set(sources.filter(chosen).map((source) => baseOf(source, sources)));
  const bases = sources.filter((source) => read.has(source) && !chosen(source));
  const parts = { sources: sources.filter(chosen), models: models.filter(chosen) };
  return bases.length > 0 ? { ...parts, bases } : parts;
}
