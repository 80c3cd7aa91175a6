import { expect, it } from 'vitest';
import { BASE_ARM } from '../../../src/evaluation/arms/arms.ts';
import { withoutRows } from '../../../src/evaluation/tasks/let-go.ts';
import { fieldBlock } from '../../../src/ranker/fields.ts';

it('arms keep the names of their fields, and none of their rows', () => {
  const block = fieldBlock([
    { name: 'phi:1', codes: Uint8Array.of(1, 2, 0), cardinality: 3, dense: Float32Array.of(1, 2, 3) },
  ]);
  const arm = { ...BASE_ARM, id: 'leaked:s', blocks: [block], rows: [Uint32Array.of(4, 5, 6)] };
  const [base, left] = withoutRows([BASE_ARM, arm]);
  expect(base).toEqual(BASE_ARM);
  expect(left).not.toHaveProperty('rows');
  const [kept] = left!.blocks!;
  expect([kept!.names, kept!.fields, kept!.cardinalities]).toEqual([['phi:1'], 1, [3]]);
  expect(kept!.codes.bytes).toHaveLength(0);
  expect(kept).not.toHaveProperty('dense');
  expect(arm.blocks[0]!.codes.rows).toBe(3);
});
