/** One world: the difference on each sample of its users, by the product's own sampling and interval, and where each precision stops. */
import { userPlaces } from '../../src/evaluation/precision/stages.ts';
import { contrast, evaluationRows, ScoredArm } from '../../src/metrics/index.ts';
import { carriers } from '../../src/metrics/intervals/carriers.ts';
import {
  effectiveUsers,
  halfWidth,
  type Look,
  nextStage,
  SHARES,
  userWeights,
} from '../../src/metrics/intervals/precision.ts';
import { createWorld, type StoppingWorld } from './world.ts';

export interface StageEstimate {
  share: number;
  /** Effective users of the scarcer class. */
  users: number;
  /** Users who carry the difference. */
  carriers: number;
  value: number;
  low: number;
  high: number;
}

export interface StoppingOptions {
  world: number;
  users: number;
  seeds: number;
  effect: number;
}

/**
 * The difference on every sample, whether a run would look at it or not; samples without two users of a class are left out.
 * @param effects true differences, each of an arm of its own on the same users
 * @returns in the order of the effects
 */
export async function stagesOf(
  { world, users, seeds }: Omit<StoppingOptions, 'effect'>,
  effects: readonly number[],
): Promise<StageEstimate[][]> {
  const made = createWorld(world, users, seeds, effects);
  const names = Array.from({ length: users }, (_, user) => `u${user}`);
  const places = await userPlaces(names, world, async () => undefined);
  const bySample = SHARES.flatMap((share) => {
    const found = estimatesOf(made, (user) => places[user]! < share);
    return found === undefined ? [] : [found.map((estimate) => ({ share, ...estimate }))];
  });
  return effects.map((_, e) => bySample.map((ofEffects) => ofEffects[e]!));
}

/** The estimate of each true difference on a sample of the users. */
function estimatesOf(
  { user, label, base, arms }: StoppingWorld,
  isIn: (user: number) => boolean,
): Omit<StageEstimate, 'share'>[] | undefined {
  const chosen = Uint32Array.from(user.keys()).filter((row) => isIn(user[row]!));
  const labels = Uint8Array.from(chosen, (row) => label[row]!);
  if (labels.every((y) => y === labels[0])) return undefined;
  const usersOf = Uint32Array.from(chosen, (row) => user[row]!);
  const rows = evaluationRows(labels, usersOf);
  if (rows.usersWithPositives < 2 || rows.usersWithNegatives < 2) return undefined;
  const add = (arm: ScoredArm, seed: number, scores: Float32Array): void => {
    const sampled = Float32Array.from(chosen, (row) => scores[row]!);
    arm.add(seed, sampled, undefined, null);
  };
  const first = new ScoredArm(rows);
  add(first, 0, base);
  for (let seed = 1; seed < arms[0]!.length; seed++) first.perSeed.push({ ...first.perSeed[0]!, seed });
  const users = effectiveUsers(userWeights(rows));
  return arms.map((bySeed) => {
    const second = new ScoredArm(rows);
    for (const [seed, scores] of bySeed.entries()) add(second, seed, scores);
    const { value, low, high } = contrast(rows, second, first);
    return { users, carriers: carriers(rows, second, first), value, low, high };
  });
}

/** Where a run with this precision stops. @param fewest effective users of a sample that may be looked at */
export function stopOf(stages: readonly StageEstimate[], precision: number, fewest?: number): StageEstimate {
  const looks: Look[] = [];
  for (;;) {
    const next = nextStage(stages, looks, precision, fewest);
    if (next === undefined) return stages.find(({ share }) => share === looks.at(-1)!.share)!;
    const stage = stages[next]!;
    looks.push({ share: stage.share, halfWidth: halfWidth(stage), carriers: stage.carriers });
  }
}
