/** Heads themselves, kept for later runs: a run that wants a narrower interval scores more rows by them, and trains none. */
import * as z from 'zod/mini';
import { packed, unpacked } from '../../data/kept/packed.ts';
import type { Entry, Made } from '../../data/kept/store.ts';
import { areSoundTrees, isSoundValue } from '../../ranker/head/index.ts';
import type { ArmResult } from '../../ranker/ranker.ts';
import { armBins } from './columns.ts';
import type { HeadJob, HeadJobResult } from './job.ts';
import { type HeadModel, HeadModelSchema } from './model.ts';

/** Number of trees, or penalties: JSON has no infinity. */
export const SIZE = {
  trees: z.optional(z.int().check(z.minimum(0))),
  penalties: z.optional(z.strictObject({ shared: z.nullable(z.number()), own: z.array(z.number()) })),
};
type Penalties = NonNullable<ArmResult['penalties']>;
interface Size extends Pick<ArmResult, 'trees'> {
  penalties?: (Omit<Penalties, 'shared'> & { shared: number | null }) | undefined;
}

const ModelsSchema = z.array(z.strictObject({ ...SIZE, model: HeadModelSchema }));

/** Bytes of a head, at most: 300 trees of 29 nodes, or the values of a hundred columns. */
const HEAD_BYTES = 2 ** 20;

export const mostModelBytes = (heads: readonly HeadJob[]): number => HEAD_BYTES * heads.length;

export function sizeOf({ trees, penalties }: Size): Pick<ArmResult, 'trees' | 'penalties'> {
  if (penalties === undefined) return { trees };
  return { penalties: { ...penalties, shared: penalties.shared ?? Number.POSITIVE_INFINITY } };
}

export function packedModels(results: readonly HeadJobResult[]): Made {
  const finite = (penalties: Penalties) => ({
    ...penalties,
    shared: Number.isFinite(penalties.shared) ? penalties.shared : null,
  });
  return packed(
    results.map(({ trees, penalties, model }) => ({
      ...(trees !== undefined && { trees }),
      ...(penalties !== undefined && { penalties: finite(penalties) }),
      model: model!,
    })),
  );
}

/** @returns undefined where the entry is not what it must be */
export function keptModels(entry: Entry, group: readonly HeadJob[]): HeadJobResult[] | undefined {
  const heads = ModelsSchema.safeParse(unpacked(entry)).data;
  if (heads?.length !== group.length) return undefined;
  if (!heads.every(({ model }, i) => fits(model, group[i]!))) return undefined;
  const none = new Float32Array(0);
  return group.map(({ arm, seed }, i) => {
    const { model, ...size } = heads[i]!;
    return { arm, seed, scores: none, ...sizeOf(size), model, rowsTrained: 0, seconds: 0 };
  });
}

/** Whether the head can score the rows of the job: scoring trusts its columns, its values and the offsets of its nodes. */
function fits(
  model: HeadModel,
  { kind, columns, own: armBlock, projected, without, rows }: HeadJob,
): boolean {
  if (model.kind !== kind) return false;
  const bins = armBins(armBlock, projected, without, rows.fit);
  for (const column of columns) bins.set(column.name, () => column.bins);
  if (model.kind === 'trees') return areSoundTrees(model, new Set(bins.keys()));
  const { values, slope, intercept } = model;
  return (
    new Set(values.map(([name]) => name)).size === values.length &&
    [slope, intercept].every(isSoundValue) &&
    values.every(([name, ofBins]) => bins.get(name)?.() === ofBins.length && ofBins.every(isSoundValue))
  );
}
