/**
 * Scores of two arms on the rows of many users, from a model whose difference of AUC is known in closed form. Users are of very unequal
 * activity, say yes at rates of their own, have scores that lie higher or lower as a whole, and gain more or less by the second arm; the
 * second arm adds noise of its own, and each of its seeds gains a little more or less than the others.
 */
import { seeded } from '../../examples/lib/random.ts';

/** Standard deviations, of the score unless said otherwise; how far apart positives and negatives are on average is 1. */
const MODEL = {
  /** Log of a user's rows; of the logit of a user's positive rate. */
  activity: 1,
  rate: 0.8,
  /** A user's level, and a row's own noise: what both arms share. */
  user: 0.5,
  row: 1,
  /** What the second arm adds: to a user's level, to a row, to a user's gain, and to the gain of a seed. */
  addedUser: 0.2,
  addedRow: 0.35,
  gain: 0.3,
  seed: 0.01,
};
const MEDIAN_ROWS = 4;
const MOST_ROWS = 400;
const LOGIT_OF_RATE = -1.5;
const SEPARATION = 1;

export interface StoppingWorld {
  user: Uint32Array;
  label: Uint8Array;
  /** Scores of the rows by the first arm, which is the same with every seed. */
  base: Float32Array;
  /** By the second arm, for each true difference seed by seed. */
  arms: Float32Array[][];
}

/** AUC of the first arm: a positive and a negative of two users differ by a normal number. */
export const BASE_AUC = phi(SEPARATION / Math.sqrt(2 * (MODEL.user ** 2 + MODEL.row ** 2)));

const spreadOfArm = Math.sqrt(
  MODEL.gain ** 2 +
    MODEL.seed ** 2 +
    2 * (MODEL.user ** 2 + MODEL.row ** 2 + MODEL.addedUser ** 2 + MODEL.addedRow ** 2),
);

/** @param effects by how much the AUC of the second arm is higher, over all users and seeds that there could be */
export function createWorld(
  seed: number,
  users: number,
  seeds: number,
  effects: readonly number[],
): StoppingWorld {
  const random = seeded(seed);
  const { normal } = random;
  const gains = effects.map((effect) => quantile(BASE_AUC + effect) * spreadOfArm - SEPARATION);
  const seedGains = Array.from({ length: seeds }, () => MODEL.seed * normal());
  const [user, label, base]: [number[], number[], number[]] = [[], [], []];
  /** Seed by seed, what the second arm adds to a row without any gain that all users have. */
  const added = seedGains.map((): number[] => []);
  for (let u = 0; u < users; u++) {
    const wanted = Math.round(MEDIAN_ROWS * Math.exp(MODEL.activity * normal()));
    const rate = 1 / (1 + Math.exp(-(LOGIT_OF_RATE + MODEL.rate * normal())));
    const [level, ofUser, gainOfUser] = [
      MODEL.user * normal(),
      MODEL.addedUser * normal(),
      MODEL.gain * normal(),
    ];
    for (let row = 0; row < Math.min(MOST_ROWS, Math.max(1, wanted)); row++) {
      const y = Number(random.uniform() < rate);
      user.push(u);
      label.push(y);
      base.push(SEPARATION * y + level + MODEL.row * normal());
      for (const [k, gain] of seedGains.entries())
        added[k]!.push(ofUser + y * (gainOfUser + gain) + MODEL.addedRow * normal());
    }
  }
  const scores = (gain: number, k: number): Float32Array =>
    Float32Array.from(base, (z, row) => z + added[k]![row]! + label[row]! * gain);
  return {
    user: Uint32Array.from(user),
    label: Uint8Array.from(label),
    base: Float32Array.from(base),
    arms: gains.map((gain) => seedGains.map((_, k) => scores(gain, k))),
  };
}

/** Distribution of the normal, to 1e-15 or so: a series near 0, a continued fraction far from it. */
function phi(x: number): number {
  let [term, sum] = [x, x];
  for (let k = 1; k < 200; k++) {
    term *= (x * x) / (2 * k + 1);
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

function quantile(p: number): number {
  let [low, high] = [-6, 6];
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2;
    if (phi(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
