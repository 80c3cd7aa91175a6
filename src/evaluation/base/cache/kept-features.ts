/** Features of sources, kept for later runs on the same rows: after an edit of one source a run builds the features of that one alone. */
import * as z from 'zod/mini';
import { packed, unpacked } from '../../../data/kept/packed.ts';
import { areCodesOf } from '../../../ranker/rows/code-rows.ts';
import type { FeatureResult, FeatureTask } from '../../tasks/feature-task.ts';
import type { BaseCache, Found } from './cache.ts';

/** Bytes of an entry, at most: of each row and field its code with a number beside it, and of all that does not grow with rows. */
const ROW_BYTES = 16;
const MORE_BYTES = 2 ** 22;
/** More fields than the arms of any source have. */
const FIELDS = 256;

const count = z.int().check(z.minimum(0));
const numbers = z.union([z.instanceof(Float32Array), z.instanceof(Float64Array)]);
const keys = z.pipe(
  z.nullable(z.instanceof(Uint32Array)),
  z.transform((stored) => stored ?? undefined),
);

/** A block whose codes are those of its fields; the kernels trust them. Blocks with vectors are not kept: all arms share one copy of the vectors. */
const BlockSchema = z
  .strictObject({
    fields: count,
    cardinalities: z.array(count),
    names: z.array(z.string()),
    codes: z.strictObject({
      rows: count,
      stride: count,
      fields: z.array(z.strictObject({ at: count, wide: z.boolean() })),
      bytes: z.instanceof(Uint8Array),
    }),
    ordered: z.optional(z.array(z.boolean())),
    keys: z.optional(z.array(keys)),
    dense: z.optional(z.strictObject({ names: z.array(z.string()), values: z.instanceof(Float32Array) })),
    numeric: z.optional(z.array(z.strictObject({ name: z.string(), values: numbers }))),
  })
  .check(
    z.refine(
      ({ fields, cardinalities, names, codes }) =>
        cardinalities.length === fields && names.length === fields && areCodesOf(codes, cardinalities),
    ),
  );

/** Features as they are; those with vectors are not kept. */
const PhiSchema = z.discriminatedUnion('type', [
  z.strictObject({ name: z.string(), type: z.literal('numeric'), values: numbers }),
  z.strictObject({
    name: z.string(),
    type: z.literal('categorical'),
    codes: z.instanceof(Uint32Array),
    cardinality: count,
    keys: z.optional(z.instanceof(Uint32Array)),
  }),
]);

const ResultSchema = z.strictObject({
  source: z.string(),
  seed: z.int(),
  provenance: z.enum(['built', 'declared']),
  blocks: z.array(
    z.strictObject({
      arm: z.enum(['honest', 'fresh', 'leaked', 'leaked-total', 'placebo']),
      block: BlockSchema,
      edges: z.optional(z.array(z.nullable(z.instanceof(Float64Array)))),
    }),
  ),
  diagnostics: z.optional(
    z.array(z.strictObject({ name: z.string(), singleAuc: z.nullable(z.number()), missing: z.number() })),
  ),
  columns: z.optional(z.array(z.strictObject({ name: z.string(), auc: z.number() }))),
  touched: z.optional(z.instanceof(Uint8Array)),
  phi: z.optional(z.array(PhiSchema)),
  warnings: z.array(z.strictObject({ code: z.string(), message: z.string(), count: z.optional(z.number()) })),
});

/** @returns the results of a task, where an earlier run has kept them; `keep` does nothing with results that hold vectors */
export async function keptFeatures(cache: BaseCache, task: FeatureTask): Promise<Found<FeatureResult[]>> {
  const { rows } = task.input.data;
  const most = MORE_BYTES + ROW_BYTES * FIELDS * rows;
  const found = await cache.find<FeatureResult[]>({ features: task }, most, (entry) => {
    const results = z.array(ResultSchema).safeParse(unpacked(entry)).data;
    return results?.every((result) => fits(result, rows)) ? results : undefined;
  });
  return {
    value: found.value,
    keep: async (results) => {
      const hasVectors = results.some(({ blocks }) => blocks.some(({ block }) => block.vector !== undefined));
      if (!hasVectors) await found.keep(packed(results));
    },
  };
}

function fits({ blocks, touched, phi }: z.infer<typeof ResultSchema>, rows: number): boolean {
  return (
    (touched === undefined || touched.length === rows) &&
    (phi ?? []).every(
      (column) => (column.type === 'numeric' ? column.values : column.codes).length === rows,
    ) &&
    blocks.every(
      ({ block: { fields, codes, dense, numeric, keys: fieldKeys } }) =>
        codes.rows === rows &&
        (dense === undefined || dense.values.length === rows * dense.names.length) &&
        (numeric ?? []).every(({ values }) => values.length === rows) &&
        (fieldKeys === undefined || fieldKeys.length === fields),
    )
  );
}
