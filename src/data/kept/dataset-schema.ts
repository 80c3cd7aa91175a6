/** The form of a log that was kept. Files are data: whether its numbers fit together, sound.ts says. */
import * as z from 'zod/mini';
import { InputFingerprintSchema } from '../../report/schema-parts.ts';

const count = z.int().check(z.minimum(0));
const bytes = z.instanceof(Uint8Array);
const codes = z.instanceof(Uint32Array);
const numbers = z.instanceof(Float64Array);
const slices = z.instanceof(Uint16Array);
const names = z.strictObject({ bytes, lengths: codes });

const column = z.discriminatedUnion('type', [
  z.strictObject({
    name: z.string(),
    type: z.literal('categorical'),
    codes,
    cardinality: count,
    keys: z.optional(codes),
    names: z.optional(z.array(z.string())),
  }),
  z.strictObject({
    name: z.string(),
    type: z.literal('numeric'),
    values: z.union([numbers, z.instanceof(Float32Array)]),
  }),
]);

const timeline = z.strictObject({
  time: numbers,
  unit: z.string(),
  slice: slices,
  slices: count,
  sliceStarts: numbers,
  cut: z.number(),
  evaluateFrom: z.number(),
  evaluateTo: z.number(),
});

const pairs = z.strictObject({
  left: codes,
  right: codes,
  weight: numbers,
  slice: z.optional(slices),
  user: z.optional(codes),
});

const entries = { start: codes, slice: z.optional(slices) };
const vectors = z.strictObject({
  ...entries,
  dimension: count,
  values: z.instanceof(Float32Array),
});
const clusters = z.strictObject({
  ...entries,
  levels: z.array(z.strictObject({ name: z.string(), codes, cardinality: count })),
});

const objective = z.strictObject({
  label: z.optional(bytes),
  weight: z.optional(numbers),
  labelTime: z.optional(numbers),
});

/** By name of a source or a model. */
const byName = <Value extends z.ZodMiniType>(value: Value) => z.optional(z.record(z.string(), value));

export const DatasetSchema = z.strictObject({
  rows: count,
  user: codes,
  users: count,
  item: codes,
  items: count,
  userNames: names,
  itemNames: names,
  label: bytes,
  labelTime: z.optional(numbers),
  part: bytes,
  timeline: z.optional(timeline),
  group: z.optional(codes),
  weight: z.optional(numbers),
  propensity: z.optional(numbers),
  objectives: byName(objective),
  score: z.optional(numbers),
  features: z.array(column),
  pairs: byName(pairs),
  sourceColumns: byName(z.array(column)),
  vectors: byName(vectors),
  clusters: byName(clusters),
  predictions: byName(z.strictObject({ predictions: numbers, baseline: numbers })),
  inputs: z.array(InputFingerprintSchema),
  warnings: z.array(z.strictObject({ code: z.string(), message: z.string(), count: z.optional(z.number()) })),
});
