/** What sources of vectors need of the rest of the spec: `of` names one, and vectors that are trained start somewhere. */

import { replacing } from '../authoring/repair.ts';
import { hasFactors } from '../ranker-kinds.ts';
import type { SpecDocument } from '../reading/document.ts';
import { mark } from '../reading/mark.ts';
import type { SpecPath, SpecProblem } from '../reading/problem.ts';
import { nearest, nearestOrAll } from '../reading/wording.ts';
import type { Spec } from '../schema.ts';
import { hasVectors } from '../source-bases.ts';

/** @param spec valid by the schema */
export function baseProblems(spec: Spec, document: SpecDocument): SpecProblem[] {
  return [...namedBases(spec, document), ...initialFactors(spec, document)];
}

/** `of` names a source that has vectors. */
function namedBases({ sources }: Spec, document: SpecDocument): SpecProblem[] {
  const known = sources.filter(hasVectors).map(({ name }) => name);
  return sources.flatMap((source, i) => {
    if (source.kind !== 'clusters-of') return [];
    const base = sources.find(({ name }) => name === source.of);
    if (base !== undefined && hasVectors(base)) return [];
    const kinds = 'an `embeddings` or `id-embedding` source';
    const there = known.length === 0 ? `add ${kinds}, which \`of\` can name` : nearestOrAll(source.of, known);
    const wrong =
      base === source
        ? ['of-itself', `\`${source.of}\` cannot be made of itself; \`of\` names ${kinds}`]
        : base === undefined
          ? ['unknown-source', `the spec has no source \`${source.of}\``]
          : ['source-without-vectors', `the source \`${source.of}\` has no vectors; \`of\` names ${kinds}`];
    const likely = nearest(source.of, known) ?? (known.length === 1 ? known[0] : undefined);
    const at: SpecPath = ['sources', i, 'of'];
    const repair = likely === undefined ? undefined : replacing(document, at, likely);
    return [mark(document, 'error', wrong[0]!, at, `${wrong[1]}; ${there}`, repair)];
  });
}

/** Factors that start at 0 have no gradient: they stay there. */
function initialFactors(spec: Spec, document: SpecDocument): SpecProblem[] {
  const source = spec.sources.find(({ kind }) => kind === 'id-embedding');
  const first = spec.rankers?.[0] ?? spec.ranker;
  const isOwn = typeof first === 'string' && spec.ranker.kind === first;
  const ranker = isOwn ? spec.ranker : first;
  if (source === undefined || typeof ranker === 'string') return [];
  if (!hasFactors(ranker) || ranker.initialScale > 0) return [];
  const at: SpecPath = [
    ...(isOwn || spec.rankers === undefined ? ['ranker'] : ['rankers', 0]),
    'initialScale',
  ];
  const message = `factors that start at 0 stay there, so the source \`${source.name}\` would have no vectors; give \`initialScale\` a value above 0`;
  return [mark(document, 'error', 'no-initial-factors', at, message, replacing(document, at, '0.01'))];
}
