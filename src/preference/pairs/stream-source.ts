/** A source built from a stream of pairs of the log: the same arms and the same placebo, whatever the pairs mean. */

import { PlaceboPermuter } from '../features/placebo.ts';
import type { Pause, SourceFeatures, SourceInput } from '../features/source.ts';
import {
  type PairStream,
  pairFeatures,
  permutedPairFeatures,
  phiColumns,
  touchedRows,
} from './pair-features.ts';

/**
 * @param open a stream at its beginning; the arms read one, every placebo another.
 * @param use names of the features that the spec asks for
 */
export async function streamSource(
  input: SourceInput,
  open: () => PairStream,
  use: Parameters<typeof phiColumns>[1],
  pause: Pause,
): Promise<SourceFeatures> {
  const arms = await pairFeatures(input, open(), true, pause);
  return {
    provenance: 'built',
    arms: [
      { arm: 'honest', columns: phiColumns(arms.honest ?? [], use) },
      { arm: 'leaked', columns: phiColumns(arms.leaked, use) },
      { arm: 'leaked-total', columns: phiColumns(arms.total, use) },
    ],
    placebo: async (seed, pausePlacebo) => {
      const permuter = new PlaceboPermuter(input, seed);
      const permutation = (last: number) => permuter.permutation(last);
      return phiColumns(await permutedPairFeatures(input, open(), permutation, pausePlacebo), use);
    },
    touched: touchedRows(arms.leaked),
    warnings: [],
  };
}
