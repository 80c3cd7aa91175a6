/** Which items lend each other their place in P. */
import { expect, it } from 'vitest';
import { PlaceboPermuter } from '../../../src/preference/features/placebo.ts';
import type { SourceInput } from '../../../src/preference/features/source.ts';

/** Each item so often, all in one slice. */
function permuter(shown: readonly number[]): PlaceboPermuter {
  const item = Uint32Array.from(shown.flatMap((count, i) => new Array<number>(count).fill(i)));
  const data = { items: shown.length, item } as SourceInput['data'];
  const timeline = { slice: new Uint16Array(item.length), slices: 1 } as SourceInput['timeline'];
  return new PlaceboPermuter({ data, timeline }, 1);
}

it('items that were shown about as often, also those that were shown more than 65,535 times', () => {
  const shown = [70_000, 12, 66_000, 140_000, 10, 131_100];
  expect([...permuter(shown).permutation(0)]).toEqual([2, 4, 0, 5, 1, 3]);
});
