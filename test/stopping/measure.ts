/** One world: the difference on each sample of its users, by the product's own sampling and interval, and where each precision stops. */
import { userPlaces } from '../../src/evaluation/precision/stages.ts';
import { contrast, evaluationRows, ScoredArm } from '../../src/metrics/index.ts';
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

/** The difference on every sample, whether a run would look at it or not; samples without two users of a class are left out. */
export async function stagesOf({ world, users, seeds, effect }: StoppingOptions): Promise<StageEstimate[]> {
  const made = createWorld(world, users, seeds, effect);
  const names = Array.from({ length: users }, (_, user) => `u${user}`);
  const places = await userPlaces(names, world, async () => undefined);
  return SHARES.flatMap((share) => {
    const found = estimateOf(made, (user) => places[user]! < share);
    return found === undefined ? [] : [{ share, ...found }];
  });
}

function estimateOf(
  { user, label, base, arm }: StoppingWorld,
  isIn: (user: number) => boolean,
): Omit<StageEstimate, 'share'> | undefined {
  const chosen = Uint32Array.from(user.keys()).filter((row) => isIn(user[row]!));
  const labels = Uint8Array.from(chosen, (row) => label[row]!);
  if (labels.every((y) => y === labels[0])) return undefined;
  const rows = evaluationRows(
    labels,
    Uint32Array.from(chosen, (row) => user[row]!),
  );
  if (rows.usersWithPositives < 2 || rows.usersWithNegatives < 2) return undefined;
  const scored = (bySeed: readonly Float32Array[]): ScoredArm => {
    const made = new ScoredArm(rows);
    for (const [seed, scores] of bySeed.entries())
      made.add(
        seed,
        Float32Array.from(chosen, (row) => scores[row]!),
      );
    return made;
  };
  const { value, low, high } = contrast(rows, scored(arm), scored(base));
  return { users: effectiveUsers(userWeights(rows)), value, low, high };
}

/** Where a run with this precision stops. @param fewest effective users of a sample that may be looked at */
export function stopOf(stages: readonly StageEstimate[], precision: number, fewest?: number): StageEstimate {
  const looks: Look[] = [];
  for (;;) {
    const next = nextStage(stages, looks, precision, fewest);
    if (next === undefined) return stages.find(({ share }) => share === looks.at(-1)!.share)!;
    looks.push({ share: stages[next]!.share, halfWidth: halfWidth(stages[next]!) });
  }
}
