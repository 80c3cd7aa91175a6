/** Heads themselves, kept for later runs: a run that wants a narrower interval scores more rows by them, and trains none. */
import * as z from 'zod/mini';
import { packed, unpacked } from '../../data/kept/packed.ts';
import type { Entry, Made } from '../../data/kept/store.ts';
import type { ArmResult } from '../../ranker/ranker.ts';
import type { HeadJob, HeadJobResult } from './job.ts';
import { HeadModelSchema } from './model.ts';

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
  if (heads.some(({ model }, i) => model.kind !== group[i]!.kind)) return undefined;
  const none = new Float32Array(0);
  return group.map(({ arm, seed }, i) => {
    const { model, ...size } = heads[i]!;
    return { arm, seed, scores: none, ...sizeOf(size), model, rowsTrained: 0, seconds: 0 };
  });
}
