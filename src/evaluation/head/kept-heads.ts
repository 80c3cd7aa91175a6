/** Heads by target: those of a source or model that earlier runs have trained on the same base are not trained again. */
import * as z from 'zod/mini';
import type { Made } from '../../data/kept/store.ts';
import type { ArmResult } from '../../ranker/ranker.ts';
import type { Arm } from '../arms/arms.ts';
import type { Found } from '../base/cache/cache.ts';
import { bytesOf } from '../base/cache/kept-scores.ts';
import type { BaseRun } from '../base/run.ts';
import type { HeadJob, HeadJobResult } from './job.ts';
import { keptModels, mostModelBytes, packedModels, SIZE, sizeOf } from './kept-models.ts';
import { HEADS } from './kinds.ts';
import { trainHeads } from './train-heads.ts';

/** The trees or the penalties of each head, in the order of the jobs. */
const FactsSchema = z.array(z.strictObject(SIZE));

/** Bytes of an entry beside its scores, at most. */
const MORE_BYTES = 2 ** 16;

type Run = Pick<BaseRun, 'context' | 'cache' | 'onProgress'>;

/**
 * @param jobs on any bases, those on one base side by side
 * @param arms that the jobs are of
 * @returns in the order of the jobs
 * @throws Failure, Cancelled
 */
export async function keptHeads(
  { context, cache, onProgress }: Run,
  jobs: readonly HeadJob[],
  arms: readonly Arm[],
): Promise<HeadJobResult[]> {
  const armOf = new Map(arms.map((arm) => [arm.id, arm]));
  const groups = groupsOf(jobs, armOf);
  const found: Found<HeadJobResult[], Made>[] = [];
  for (const group of groups) found.push(await keptGroup(cache, group));
  // Where heads begin is not kept: that of the base is trained again with them.
  const started = new Set(
    groups.flatMap((group, g) => (found[g]!.value === undefined ? startedOf(group) : [])),
  );
  const isMade = groups.map(
    (group, g) =>
      found[g]!.value === undefined ||
      group.some(({ own: armBlock, columns }) => armBlock === undefined && started.has(columns)),
  );
  const missing = groups.filter((_, g) => isMade[g]).flat();
  const wholeOf = (id: string): string => `${armOf.get(id)!.arm}:${armOf.get(id)!.source}`;
  const made = missing.length === 0 ? [] : await trainHeads(missing, wholeOf, context, onProgress);
  const results = new Map<HeadJob, HeadJobResult>();
  for (const [g, group] of groups.entries()) {
    const { value, keep } = found[g]!;
    const ofGroup = isMade[g] ? made.splice(0, group.length) : value!;
    if (value === undefined) await keep(group[0]!.keeps ? packedModels(ofGroup) : packedScores(ofGroup));
    for (const [i, job] of group.entries()) results.set(job, ofGroup[i]!);
  }
  return jobs.map((job) => results.get(job)!);
}

/** The columns that heads of a group share with that of the base, where they begin. */
const startedOf = (group: readonly HeadJob[]): HeadJob['columns'][] =>
  group.flatMap(({ kind, columns }) => (HEADS[kind].beginsAtBase ? [columns] : []));

/** The jobs of the same base and target; in each group those of a whole arm with those that lack one of its columns. */
function groupsOf(jobs: readonly HeadJob[], armOf: ReadonlyMap<string, Arm>): HeadJob[][] {
  const groups: HeadJob[][] = [];
  const known = new Map<string, HeadJob[]>();
  const bases = new Map<Float32Array, number>();
  for (const job of jobs) {
    const { source, model } = armOf.get(job.arm)!;
    if (!bases.has(job.score)) bases.set(job.score, bases.size);
    const key = JSON.stringify([bases.get(job.score), source, model]);
    let group = known.get(key);
    if (group === undefined) {
      group = [];
      known.set(key, group);
      groups.push(group);
    }
    group.push(job);
  }
  return groups;
}

/** What an arm is called says nothing to its head. */
function keptGroup(cache: Run['cache'], group: readonly HeadJob[]): Promise<Found<HeadJobResult[], Made>> {
  const heads = group.map(({ arm: _, ...read }) => read);
  if (group[0]!.keeps)
    return cache.find({ heads }, mostModelBytes(group), (entry) => keptModels(entry, group));
  const scores = group.reduce((sum, { rows }) => sum + rows.evaluate.length, 0);
  return cache.find({ heads }, MORE_BYTES + 4 * scores, ({ facts, bytes }) => {
    const sizes = FactsSchema.safeParse(facts).data;
    if (sizes?.length !== group.length || bytes.length !== 4 * scores) return undefined;
    const all = new Float32Array(scores);
    bytesOf(all).set(bytes);
    if (!all.every(Number.isFinite)) return undefined;
    let from = 0;
    return group.map(({ arm, seed, rows: { evaluate } }, i) => {
      from += evaluate.length;
      const logits = all.subarray(from - evaluate.length, from);
      const { trees, penalties } = sizes[i]!;
      return { arm, seed, scores: logits, ...sizeOf({ trees, penalties }), rowsTrained: 0, seconds: 0 };
    });
  });
}

function packedScores(results: readonly ArmResult[]): Made {
  return {
    facts: results.map(({ trees, penalties }) => ({ trees, penalties })),
    bytes: Buffer.concat(results.map(({ scores }) => bytesOf(scores))),
  };
}
