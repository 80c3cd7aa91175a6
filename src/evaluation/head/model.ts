/** A fitted head without the rows that it was fitted on: what scores the rows of further users, now and in later runs. */
import * as z from 'zod/mini';
import type { TreesModel } from '../../ranker/head/index.ts';

const calibration = z.strictObject({ slope: z.number(), intercept: z.number() });

/** Boosted trees; the bytes of nodes are those of the kernel. */
const TreesSchema = z.strictObject({
  kind: z.literal('trees'),
  columns: z.array(z.string()),
  depths: z.array(z.int().check(z.minimum(0))),
  nodes: z.instanceof(Uint8Array),
  calibration,
});

/** An additive model: a value for each bin of each column, in the order in which they are added. */
const AdditiveSchema = z.strictObject({
  kind: z.literal('additive'),
  values: z.array(z.tuple([z.string(), z.instanceof(Float64Array)])),
  slope: z.number(),
  intercept: z.number(),
});

/** As it is kept for later runs: from outside, and so checked. */
export const HeadModelSchema = z.discriminatedUnion('kind', [TreesSchema, AdditiveSchema]);

export type HeadModel =
  | ({ kind: 'trees' } & TreesModel)
  | {
      kind: 'additive';
      values: readonly (readonly [string, Float64Array])[];
      slope: number;
      intercept: number;
    };
export type ModelOf<Kind extends HeadModel['kind']> = Extract<HeadModel, { kind: Kind }>;
