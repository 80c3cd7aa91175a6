/** The rankers of a run. The first one is what the report is about; the others show whether its verdicts survive a change. */
import type { FmOptions, RankerOptions, Spec } from '../spec/schema.ts';
import { builtInRanker, fmOptions } from '../spec/schema-ranker.ts';
import type { FieldForm } from './fields.ts';

/**
 * `rankers` where the spec names several, else `ranker` alone. A kind named without options has those of `ranker` where that
 * is of the kind, else the defaults.
 */
export function rankersOf(spec: Spec): [RankerOptions, ...RankerOptions[]] {
  const own = spec.ranker as RankerOptions;
  const [first, ...others] = (spec.rankers ?? [own]).map((one): RankerOptions => {
    if (typeof one !== 'string') return one;
    return own.kind === one ? own : builtInRanker(one);
  });
  return [first!, ...others];
}

/**
 * The factorisation machine whose item vectors `id-embedding` reads: the first ranker itself, or its factors without the tower.
 * A ranker without factors of its own is stood in for by the machine with its defaults.
 */
export function idRankerOf(spec: Spec): FmOptions {
  const [first] = rankersOf(spec);
  if (first.kind !== 'fm' && first.kind !== 'deepfm') return fmOptions.parse({});
  const { factors, learningRate, l2, l2Factors, initialScale } = first;
  return fmOptions.parse({ factors, learningRate, l2, l2Factors, initialScale });
}

/** The spec with its first ranker alone. */
export function withFirstRanker(spec: Spec): Spec {
  return { ...spec, ranker: rankersOf(spec)[0], rankers: undefined };
}

/** Fields are built once for all rankers: numbers beside the bins where one of them reads numbers. */
export function fieldForm(rankers: readonly RankerOptions[]): FieldForm {
  return { bins: rankers[0]!.bins, dense: rankers.some(({ kind }) => kind === 'deepfm') };
}
