/** What nothing reads once all heads have scored: of a large log it is more than what measuring takes. */
import type { FieldBlock } from '../../ranker/ranker.ts';
import type { Arm } from '../arms/arms.ts';

/** The arms with the names of their fields, and without the rows. */
export const withoutRows = (arms: readonly Arm[]): Arm[] =>
  arms.map(({ rows: _, blocks, ...arm }) => ({ ...arm, ...(blocks && { blocks: blocks.map(names) }) }));

function names({ dense: _, numeric: __, vector, codes, ...block }: FieldBlock): FieldBlock {
  return {
    ...block,
    codes: { ...codes, rows: 0, bytes: new Uint8Array(0) },
    ...(vector !== undefined && { vector: { ...vector, values: new Float32Array(0) } }),
  };
}
