/** The order in which tables list the features of a source: what says most comes first. */
import type { FeatureReport } from '../../schema.ts';

/** Those of largest gain first, then those never trained without, by their AUC alone; as the source has them where nothing is known. */
export function byGain(features: readonly FeatureReport[]): FeatureReport[] {
  const gain = ({ dropGain }: FeatureReport): number => dropGain?.value ?? Number.NEGATIVE_INFINITY;
  const alone = ({ singleAuc }: FeatureReport): number => singleAuc ?? Number.NEGATIVE_INFINITY;
  return features.toSorted((a, b) => compare(gain(b), gain(a)) || compare(alone(b), alone(a)));
}

/** Infinities are equal to themselves, which a difference does not say. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
